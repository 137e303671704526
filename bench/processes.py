"""Children of a measurement: each runs one task alone, so that its memory and its CPU are its own."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

from bench.task import Task
from bot.clock import real_seconds


def run_task(task: Task) -> dict[str, Any]:
    """The figures of a task. Raises RuntimeError with what the child said when it fails."""
    return finish(begin(task))


def run_due(task: Task, lead: float) -> dict[str, Any]:
    """Prepare what is due `lead` seconds from now, then run."""
    task = replace(task, due_at=real_seconds() + lead)
    run_task(replace(task, action="prepare"))
    return run_task(task)


def begin(task: Task) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "bench.child", task.to_text()]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(child: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = child.communicate()
    if child.returncode:
        raise RuntimeError(err[-2000:])
    figures: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return figures
