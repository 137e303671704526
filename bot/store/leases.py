"""Whose lease is it, and is that process still there?"""

import os
import socket
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Seconds. Another machine's clock may be ahead of ours, and another process read its own a moment after us: a lease
# that ends that little too far ahead is a lease all the same, and not one from before the clock was set back.
CLOCKS_DIFFER_BY = 30.0


@cache
def this_machine() -> str:
    """Host, boot and process namespace: two containers may share a name, but never these."""
    return f"{socket.gethostname()}:{_boot()}:{_namespace()}"


def gone(owners: Iterable[str], mine: str) -> list[str]:
    """The owners that are processes of this machine which no longer run, so that their leases need not lapse.

    An owner on another machine is never among them: its leases lapse by themselves.
    """
    return [owner for owner in owners if owner != mine and _is_gone(owner)]


def _is_gone(owner: str) -> bool:
    machine, pid, _ = owner.rsplit("/", 2)
    if machine != this_machine():
        return False
    # A process with our own id and another nonce is an earlier life of this one.
    return int(pid) == os.getpid() or not _runs(int(pid))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    except OSError:
        return ""


def _namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:
        return ""
