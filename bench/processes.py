"""Children of a measurement: each runs one task alone, so that its memory and its CPU are its own."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.task import Task
from bot.clock import real_seconds

LEADS = (15.0, 30.0, 60.0)  # seconds from preparing what is due until it is due
NOT_READY = "it was not ready in time"


def run_task(task: Task) -> dict[str, Any]:
    """The figures of a task. Raises RuntimeError with what the child said when it fails."""
    return finish(begin(task))


def run_due(task: Task, measure: Callable[[Task], dict[str, Any]] | None = None) -> dict[str, Any]:
    """Prepare what is due in a while, then measure: a run whose process was not ready by then is made again, later."""
    for lead in LEADS:
        ready = replace(task, due_at=real_seconds() + lead)
        if task.url:
            run_task(replace(ready, action="prepare"))
        try:
            return (measure or run_task)(ready)
        except RuntimeError as error:
            if NOT_READY not in str(error) or lead == LEADS[-1]:
                raise
    raise AssertionError


def begin(task: Task) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "bench.child", task.to_text()]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(child: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = child.communicate()
    if child.returncode:
        raise RuntimeError(err[-2000:])
    figures: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return figures


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
