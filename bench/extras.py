"""What is measured beside the crowd: over HTTP, what is urgent, two workers, the transport alone."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from bench import transport
from bench.crowd import NAMES, middle, say
from bench.databases import Databases
from bench.noop import served
from bench.processes import begin, finish, free_port, run_due, run_task
from bench.report import figures_table
from bench.task import Task

Found = dict[str, dict[str, float]]
SIZE = 10_000
RATE = 30.0
_numbers = count()


def extras(databases: Databases, runs: int, *, quick: bool) -> tuple[list[str], dict[str, Any]]:
    """The tables, and the figures behind them."""
    due = 1000 if quick else 5000
    with served() as address:
        found = {
            "over HTTP": _over_http(databases, runs, address, 1000 if quick else 3000),
            "urgent while a crowd waits": _urgent(databases, runs, due),
            "workers on PostgreSQL": _workers(databases, runs, due),
            "taps through the whole application": _taps(databases, runs, 1280 if quick else 6400),
        }
        rates = transport.run(address)
    parts = [f"\n## {title}\n\n{figures_table(title, figures)}" for title, figures in found.items()]
    parts.append(f"\n## The transport alone\n\n{transport.table(rates)}")
    kept = {f"{who} {flying}": {"per_s": rate, "cpu_ms": cpu} for (who, flying), (rate, cpu) in rates.items()}
    return parts, found | {"transport": kept}


def _over_http(databases: Databases, runs: int, address: str, due: int) -> Found:
    """Ours with its own transport, the peers with the library's; every message goes to the no-op server."""
    who = (("ours", "sqlite"), ("apscheduler_store", "sqlite"), ("ours", "postgresql"), ("job_queue", ""))
    tasks = {each: _loaded(databases, "http", each, due, {"address": address}) for each in who}
    found = _in_turn(runs, {" · ".join(filter(None, (NAMES[name], kind))): _running(tasks[name, kind], "over_http")
                            for name, kind in who})  # fmt: skip
    _drop(databases, "http", who)
    return found


def _urgent(databases: Databases, runs: int, due: int) -> Found:
    who = (("ours", "sqlite"), ("ours", "postgresql"))
    rates = {"budget off": 0.0, f"budget {RATE:.0f}/s": RATE}
    tasks = {each: _loaded(databases, "urgent", each, due, {}) for each in who}
    found = _in_turn(runs, {
        f"{kind}, {words}": _running(replace(tasks[name, kind], more={"rate": rate}), "urgent")
        for name, kind in who for words, rate in rates.items()
    })  # fmt: skip
    _drop(databases, "urgent", who)
    return found


def _workers(databases: Databases, runs: int, due: int) -> Found:
    task = _loaded(databases, "workers", ("ours", "postgresql"), due, {})
    found = _in_turn(runs, {f"{many}": _together(task, many) for many in (1, 2)})
    _drop(databases, "workers", (("ours", "postgresql"),))
    return found


def _taps(databases: Databases, runs: int, taps: int) -> Found:
    def measure(kind: str) -> dict[str, Any]:
        number = next(_numbers)
        api, port = free_port(), free_port()
        more: dict[str, float | str] = {"address": f"http://127.0.0.1:{api}", "api_port": api, "port": port}
        task = Task("taps", "serve", databases.new(kind, f"taps_{number}"), taps, 0, more=more)
        program = begin(task)
        try:
            return run_task(replace(task, action="press"))
        finally:
            program.terminate()
            program.communicate()
            databases.done(kind, f"taps_{number}")

    kinds = ("sqlite", "postgresql")
    return _in_turn(runs, {kind: lambda kind=kind: measure(kind) for kind in kinds})  # type: ignore[misc]


def _in_turn(runs: int, measures: dict[str, Callable[[], dict[str, Any]]]) -> Found:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in measures}
    for turn in range(runs):
        for name, measure in measures.items():
            try:
                found[name].append(measure())
                say(f"run {turn + 1}: {name}: {found[name][-1]}")
            except RuntimeError as error:
                say(f"failed: {name}: {error}")
    return {name: middle(of) for name, of in found.items()}


def _loaded(
    databases: Databases, about: str, who: tuple[str, str], due: int, more: dict[str, float | str]
) -> Task:
    scenario, kind = who
    url = databases.new(kind, f"{about}_{scenario}") if kind else ""
    task = Task(scenario, "load", url, SIZE, due, more=more)
    if url:
        run_task(task)
        databases.tidy(url)
    return task


def _drop(databases: Databases, about: str, who: tuple[tuple[str, str], ...]) -> None:
    for scenario, kind in who:
        if kind:
            databases.done(kind, f"{about}_{scenario}")


def _running(task: Task, action: str) -> Callable[[], dict[str, Any]]:
    return lambda: run_due(task, lambda ready: run_task(replace(ready, action=action)))


def _together(task: Task, many: int) -> Callable[[], dict[str, Any]]:
    """So many workers at once: done when the last row is settled."""

    def measure(ready: Task) -> dict[str, Any]:
        children = [begin(replace(ready, action="work")) for _ in range(many)]
        each = [finish(child) for child in children]
        assert sum(one["sent"] for one in each) == task.due, "a reminder was sent twice or not at all"
        return {"due_per_s": task.due / max(one["took_s"] for one in each)}

    return lambda: run_due(task, measure)
