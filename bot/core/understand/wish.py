"""What a person can want, as values: a schedule, a pause, a report, a question, or just a hello; and how each is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.core.triggers import DailyAt, EveryWithin, Once, Trigger, to_json
from content.reminder_schema import Span

ALL = "all"
# unread: it speaks of times, and not all of it could be read. not_a_kind: there is no such reminder. several: more than
# one wish at once. no_such_time: 25:00. every: not so many minutes within a day. over_midnight: a window that runs over
# midnight. uneven: times that no one step makes. days_apart: every second day, every month. for_a_while: it would have to
# begin later or end by itself. no_zone: the person's clock is not known. too_long: a snooze or a pause that is none.
Why = Literal[
    "unread", "not_a_kind", "several", "has_times", "no_such_time", "every", "over_midnight", "uneven", "days_apart",
    "for_a_while", "no_zone", "too_long", "too_close", "too_many",
]  # fmt: skip
Unclear = Literal["which", "am_or_pm", "time", "times", "unit", "once_or_weekly", "how_long"]


@dataclass(frozen=True, slots=True)
class Set:
    """A reminder of this kind at these times. None: no kind was said; `ask_kind` gives the question."""

    kind: str | None
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Change:
    """Other times for what is there, or for the last thing said. What was not said anew is as it was."""

    kind: str | None
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Snooze:
    """The last reminder again: after so many minutes, or at an instant (UTC)."""

    minutes: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing of this kind (None: of any kind) until an instant (UTC)."""

    kind: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """A kind, or ALL."""

    kind: str


@dataclass(frozen=True, slots=True)
class Resume:
    """What is paused goes on. None: all of it."""

    kind: str | None


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Nothing routine before this wall time: on one local date, or (None) on any day."""

    at: time
    on: date | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours; an end that was not said is None."""

    begin: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """It can mean any of `options`, and which is to be asked. `how_long` may have none: any length can be offered."""

    why: Unclear
    options: "tuple[Set | Change | Stop | Pause | Resume | Snooze, ...]"


@dataclass(frozen=True, slots=True)
class Refused:
    """It was a wish, and it cannot be had or was not wholly read; said to the person, and nothing is stored."""

    why: Why
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class StartCheck:
    """A new symptom check; `goes_on` asks for the open one."""

    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Flare:
    """Pain now, from 0 to 10 where it was said."""

    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Better:
    """Things go well, or better; pain from 0 to 10 where it was said."""

    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """Something was done, left out or put away. `amount` is what was counted: glasses, millilitres, times."""

    deed: Literal["done", "skipped", "pack_on", "pack_off"]
    kind: str | None = None
    amount: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Cards of learn.yaml that speak of it, the closest first; none: it was a question about something else."""

    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """The person's clock; `place` is a name in places.yaml where one was said."""

    place: str | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A page or a command, asked for in words."""

    page: str


@dataclass(frozen=True, slots=True)
class Chat:
    """Plain talk: its sort decides what is said back."""

    sort: str


Schedule = Set | Change | Snooze | Pause | Stop | Resume | NotBefore | Quiet | Ask | Refused
Wish = Schedule | StartCheck | Flare | Better | Log | Question | Zone | Open | Chat


@dataclass(frozen=True, slots=True)
class Last:
    """The last thing that was set or offered: what "no, every 3 hours" is about."""

    kind: str | None
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a message comes. `now` is aware; `on` are the kinds that are switched on, with their times.

    `waking` is the window of "every 2 hours" without one. `asked` is the kind whose times are being asked for: then a bare
    "at 9" is read as the clock shows it, 09:00. `last_sent` says that a reminder came that can be snoozed.
    """

    now: datetime
    waking: Span
    zone: ZoneInfo | None = None
    on: Mapping[str, Trigger] = field(default_factory=dict)
    last: Last | None = None
    asked: str | None = None
    last_sent: bool = False


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
