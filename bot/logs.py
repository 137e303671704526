"""Logging: ids, outcomes and durations. Never a token, an answer or a typed text."""

import logging
import re

TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")
_SCRUBBED = "<token>"
# Their INFO carries addresses with the token in them, their DEBUG whole updates.
_TALKATIVE = (
    "aiohttp",
    "httpx",
    "httpcore",
    "telegram",
    "apscheduler",
    "aiosqlite",
    "sqlalchemy",
    "alembic",
    "asyncio",
    "uvicorn",
)


class Scrub(logging.Filter):
    """Rewrites anything that looks like a bot token, in the message, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), None
        if record.exc_info:
            record.exc_text = scrub(_traceback(record))
        return True


class Formatter(logging.Formatter):
    """One line a record; a traceback shows where and what kind, never the exception's own words."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the standard library's name
        return ""


def scrub(text: str) -> str:
    return TOKEN.sub(_SCRUBBED, text)


def where(error: BaseException) -> str:
    """The kind of an error and the line it came from: all that a log may say of it."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "" if frame is None else f" at {frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno}"
    return f"{type(error).__name__}{place}"


def configure(level: int = logging.INFO) -> None:
    """Set up the root logger. The filter sits on the handler, so that every library's records pass it."""
    handler = logging.StreamHandler()
    handler.addFilter(Scrub())
    handler.setFormatter(Formatter("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _traceback(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return where(error) if error is not None else ""
