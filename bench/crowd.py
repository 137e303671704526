"""The crowd: many standing reminders, thousands of them due at one instant; ours and its peers take turns."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from bench.databases import Databases
from bench.processes import run_due, run_task
from bench.task import Task

LEAD = 14.0  # seconds from preparing what is due until it is due
NAMES = {
    "ours": "Easeback",
    "apscheduler_store": "APScheduler SQLAlchemyJobStore",
    "job_queue": "python-telegram-bot JobQueue",
    "procrastinate_queue": "procrastinate",
}
PEERS = (
    ("ours", "sqlite"),
    ("apscheduler_store", "sqlite"),
    ("ours", "postgresql"),
    ("apscheduler_store", "postgresql"),
    ("procrastinate_queue", "postgresql"),
    ("job_queue", ""),
)


@dataclass(frozen=True)
class Row:
    """The middle of the runs of one scenario; `runs` holds each."""

    scenario: str
    database: str
    size: int
    due: int
    figures: dict[str, float]
    runs: list[dict[str, float]]


def say(words: str) -> None:
    """Progress, for whoever waits."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def crowd(databases: Databases, size: int, due: int, runs: int, who: Iterable[tuple[str, str]]) -> list[Row]:
    """Each is loaded once; then they run in turn, `runs` times."""
    loaded = {each: _load(databases, *each, size, due) for each in who}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {each: [] for each in loaded}
    for turn in range(runs):
        for each, (task, load) in loaded.items():
            figures = _attempt(task)
            say(f"{size:>9,} run {turn + 1}: {' '.join(each):32} {figures.get('due_per_s', 0):9,.0f}/s")
            found[each].append(load | figures)
    for name, kind in loaded:
        if kind:
            databases.done(kind, f"{name}_{size}")
    return [Row(*each, size, due, middle(of), of) for each, of in found.items()]


def middle(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The median of each figure over the runs that gave it."""
    names = dict.fromkeys(name for run in runs for name in run if name != "failed")
    return {name: median(run[name] for run in runs if name in run) for name in names}


def _load(
    databases: Databases, scenario: str, kind: str, size: int, due: int
) -> tuple[Task, dict[str, float]]:
    if not kind:  # in memory: it loads in each run
        return Task(scenario, "run", "", size, due), {}
    task = Task(scenario, "load", databases.new(kind, f"{scenario}_{size}"), size, due)
    figures = run_task(task)
    databases.tidy(task.url)
    say(f"{size:>9,} loaded: {scenario} {kind} in {figures['load_s']:.1f} s")
    return replace(task, action="run"), figures


def _attempt(task: Task) -> dict[str, Any]:
    """A run that fails is said, and counts as none."""
    try:
        return run_due(task, LEAD) if task.url else run_task(task)
    except RuntimeError as error:
        say(f"failed: {error}")
        return {"failed": str(error).strip().splitlines()[-1]}
