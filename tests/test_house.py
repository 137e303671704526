"""What is left alone on purpose, and what docs/traps.md promises: so that neither goes stale."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRAPS = ROOT / "docs" / "traps.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")

# Each loses, doubles or leaks something; docs/traps.md says what.
LEFT_ALONE = {
    "the library takes updates before they are kept": {
        *("run_polling", "start_polling", "run_webhook", "start_webhook", "Updater", "update_queue"),
    },
    "it keeps what people said in memory or in a pickle": {
        *(
            "ConversationHandler",
            "BasePersistence",
            "PicklePersistence",
            "DictPersistence",
            "pickle",
            "shelve",
        ),
        *("arbitrary_callback_data", "concurrent_updates"),
    },
    "it drops reminders that are late, sends them twice, or forgets them": {
        *("JobQueue", "run_daily", "run_once", "run_repeating", "jobstores", "SQLAlchemyJobStore"),
        *("CronTrigger", "CalendarIntervalTrigger"),
    },
    "it stops everybody for the sake of one, and each process by itself": {"AIORateLimiter"},
    "a session is shared by mistake, and flushes when nobody expects it": {
        *("AsyncSession", "async_sessionmaker", "sessionmaker"),
    },
    "its statements break after a migration and behind a pooler": {"asyncpg"},
    "a database's own clock cannot be stepped": {"current_timestamp", "localtimestamp"},
}
NOT_IN_SQL = ("pg_advisory_lock", "pg_try_advisory_lock", "pg_notify", "now")
IN_SQL = re.compile(
    r"\bpg_(try_)?advisory_(un)?lock\b|\bCURRENT_TIMESTAMP\b|^\s*(UN)?LISTEN\s|^\s*NOTIFY\s|\bpg_notify\b"
)


def our_files() -> Iterator[tuple[str, ast.Module]]:
    """All that runs but the sandbox, which is Telegram."""
    for folder in ("bot", "jobs", "content"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if not name.startswith("bot/sandbox/"):
                yield name, ast.parse(file.read_text(encoding="utf-8"))


def names_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.ImportFrom(module=str(module)):
                yield from module.split(".")
            case ast.alias(name=name):
                yield from name.split(".")


@pytest.mark.parametrize("why", LEFT_ALONE)
def test_what_loses_doubles_or_leaks_is_not_used(why: str) -> None:
    for file, tree in our_files():
        assert not LEFT_ALONE[why] & set(names_in(tree)), (file, why)


def test_no_lock_outlives_its_transaction_and_nobody_waits_for_a_notice() -> None:
    for file, tree in our_files():
        words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found = [each for each in words if isinstance(each, str) and IN_SQL.search(each)]
        assert not found, file
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not called & {f"func.{name}" for name in NOT_IN_SQL}, file


def test_a_webhook_is_ended_by_a_command_only_and_what_waits_at_telegram_is_never_dropped() -> None:
    enders = [file for file, tree in our_files() if "delete_webhook" in set(names_in(tree))]
    assert enders == ["bot/__main__.py"]
    for file, tree in our_files():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "drop_pending_updates":
                assert isinstance(node.value, ast.Constant), file
                assert node.value.value is False, file


def test_the_libraries_are_of_the_lines_that_were_tried() -> None:
    """An older scheduler stands still in the hour that comes twice; the next one is not finished."""

    def line(name: str) -> tuple[int, ...]:
        return tuple(map(int, version(name).split(".")[:3]))

    assert (3, 11, 2) <= line("APScheduler") < (4, 0, 0)
    assert (22, 8) <= line("python-telegram-bot") < (23, 0)
    assert (2, 1) <= line("SQLAlchemy") < (3, 0)
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name in (
        "greenlet",
        "tzdata",
    ):  # SQLAlchemy brings the one only if asked, slim machines lack the other
        assert f"\n{name}==" in locked


def rows_of_the_page() -> list[list[str]]:
    lines = TRAPS.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("|")
    ]
    return [row for row in cells if row[0] not in {"what goes wrong", "---"} and not row[0].startswith("---")]


def test_every_trap_says_how_it_is_closed_and_names_its_test() -> None:
    rows = rows_of_the_page()
    assert len(rows) > 50
    for row in rows:
        assert len(row) == 3, row
        assert all(row), row
        assert NAMED.search(row[2]), row


def test_every_test_that_the_page_of_traps_names_is_there() -> None:
    named = NAMED.findall(TRAPS.read_text(encoding="utf-8"))
    assert named
    missing = [f"{file}::{test}" for file, test in named if not _defines(ROOT / file, test)]
    assert not missing


def _defines(file: Path, test: str) -> bool:
    return (
        file.is_file()
        and re.search(rf"^(async )?def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )
