"""A wish as flat JSON, for `python -m bot read` and the corpora."""

from dataclasses import fields
from datetime import date, datetime, time
from typing import Any

from bot.core.triggers import DailyAt, EveryWithin, Once, to_json
from bot.core.understand.wish import Wish


def wish_to_json(wish: Wish | None) -> dict[str, Any]:
    """Its name and its fields; what is None is left out. Options of a question are wishes too."""
    if wish is None:
        return {"wish": "none"}
    found: dict[str, Any] = {"wish": name_of(wish)}
    for each in fields(wish):
        value = _plain(getattr(wish, each.name))
        if value is not None and value is not False:
            found[each.name] = value
    return found


def name_of(wish: Wish | None) -> str:
    """Of `NotBefore` not_before."""
    name = "none" if wish is None else type(wish).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _plain(value: Any) -> Any:
    if isinstance(value, DailyAt | EveryWithin | Once):
        return to_json(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return [each if isinstance(each, str) else wish_to_json(each) for each in value]
    return value
