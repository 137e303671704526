"""What was measured, as a Markdown page and as JSON."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.crowd import NAMES, Row
from bot.clock import SystemClock

FOLDER = Path("docs/measurements")
_PACKAGES = (
    "APScheduler",
    "python-telegram-bot",
    "procrastinate",
    "SQLAlchemy",
    "psycopg",
    "aiosqlite",
    "aiohttp",
)
_COLUMNS = {
    "load_s": ("load s", "{:,.1f}"),
    "start_s": ("start s", "{:.2f}"),
    "due_per_s": ("due/s", "{:,.0f}"),
    "late_p50_ms": ("late p50 ms", "{:,.0f}"),
    "late_p99_ms": ("late p99 ms", "{:,.0f}"),
    "stall_ms": ("longest stall ms", "{:,.0f}"),
    "memory_mb": ("memory MB", "{:,.0f}"),
    "cpu_ms": ("CPU ms each", "{:.2f}"),
}
ABOUT = """The send budget (30 a second) is **off**, reminders are not spread, and nothing leaves the machine. Figures are the middle of
interleaved runs, each in a process of its own. `due/s`: from the due instant until the last was settled. Ours counts only what
went the whole way (occurrence, message, claimed, started, sent, settled, next time set), proved in the database after each run;
it plans five seconds ahead, and that work is in its CPU and its stalls. APScheduler has `misfire_grace_time=None`, without which
it drops such a crowd. What stands is loaded once, in bulk, everywhere. JobQueue keeps everything in memory: its start is its load.
"""


def crowd_table(rows: Iterable[Row]) -> str:
    lines = ["| reminders | due | who | " + " | ".join(title for title, _ in _COLUMNS.values()) + " |"]
    lines.append("|---|---|---|" + "---|" * len(_COLUMNS))
    for row in rows:
        cells = [
            form.format(row.figures[key]) if key in row.figures else "–"
            for key, (_, form) in _COLUMNS.items()
        ]
        who = " · ".join(filter(None, (NAMES[row.scenario], row.database)))
        lines.append(f"| {row.size:,} | {row.due:,} | {who} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def figures_table(title: str, found: dict[str, dict[str, float]]) -> str:
    """One line a scenario; whatever figures they have are the columns."""
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    lines = [f"| {title} | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for who, figures in found.items():
        cells = [_short(figures[name]) if name in figures else "–" for name in names]
        lines.append(f"| {who} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _short(figure: float) -> str:
    return f"{figure:,.3g}" if figure < 10 else f"{figure:,.0f}"


def machine() -> dict[str, Any]:
    now = SystemClock().now()
    about: dict[str, Any] = {
        "on": now.date().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    about |= {"system": platform.system(), "load": os.getloadavg()[0]}
    return about | {name: version(name) for name in _PACKAGES}


def store(name: str, about: dict[str, Any], parts: list[str], data: dict[str, Any]) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    said = ", ".join(f"{key} {value}" for key, value in about.items())
    page = FOLDER / f"{about['on']}-{name}.md"
    page.write_text(
        "\n".join([f"# Measured side by side ({name})\n", f"{said}\n", ABOUT, *parts]), encoding="utf-8"
    )
    page.with_suffix(".json").write_text(
        json.dumps({"machine": about} | data, indent=1) + "\n", encoding="utf-8"
    )
    return page


def plain(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]
