"""Whose lease is it, and is that process still there?"""

import os
import socket
from collections.abc import Iterable


def gone(owners: Iterable[str], mine: str) -> list[str]:
    """The owners that are processes of this machine which no longer run, so that their leases need not lapse.

    An owner on another machine is never among them: its leases lapse by themselves.
    """
    return [owner for owner in owners if owner != mine and _is_gone(owner)]


def _is_gone(owner: str) -> bool:
    host, pid, _ = owner.rsplit("/", 2)
    if host != socket.gethostname():
        return False
    # A process with our own id and another nonce is an earlier life of this one, as in a restarted container.
    return int(pid) == os.getpid() or not _runs(int(pid))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
