"""What was typed and may be, or is, a red flag: how it joins what is known, and when asking again makes no sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from bot.core.answered import Checkup, Mark, assess_so_far
from bot.core.triage import Assessment, Level
from content import Content
from content.conditions import LONG_STANDING

Of = Literal["me", "other"]
MUTED_FOR = timedelta(hours=4)  # a "no" to certain signs holds for so long
ANY_EVERY = timedelta(hours=6)  # and the question after what was not understood comes once in so long
URGED = "ambulance"  # the route of a yes when nobody said to what
ASKED_WITHIN = timedelta(minutes=30)  # a typed "yes" answers a question that is no older


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was asked about. `signs` may be there, in the person themself or in somebody (`of`); none: nothing was understood.
    `answer`: yes, other, no, told (an alarm or a newer question took its place), or None so far."""

    id: int
    person_id: int
    update_id: int
    signs: tuple[str, ...]
    of: Of
    answer: str | None
    asked_at: datetime


def tell(checkup: Checkup, signs: Iterable[str], of: Of, content: Content) -> tuple[Checkup, Assessment]:
    """The answers so far with what was typed, and what they come to: help is needed, whatever content thinks of it."""
    marks = _joined(checkup.marks, dict(_mark(sign) for sign in signs))
    told = replace(checkup, marks=marks, done=True, told=True, of=of, version=checkup.version + 1)
    found = assess_so_far(told, content)
    if found.level < Level.URGENT:
        told = replace(told, urged=URGED)
        found = assess_so_far(told, content)
    return told, found


def with_known(checkup: Checkup, known: Iterable[str]) -> Checkup:
    """What is known of the person counts, although it is not asked about again."""
    return replace(checkup, marks=_joined(dict.fromkeys(known, Mark.YES), checkup.marks))


def with_told(checkup: Checkup, before: Checkup) -> Checkup:
    """What was told before stays true beside what is told now."""
    numbers = MappingProxyType({**before.numbers, **checkup.numbers})
    return replace(checkup, marks=_joined(before.marks, checkup.marks), numbers=numbers, urged=before.urged)


def unmuted(signs: Iterable[str], denied: Iterable[tuple[str, ...]]) -> bool:
    """Whether something is left to ask about after what was denied a short while ago."""
    return bool(set(signs) - {sign for each in denied for sign in each})


def _joined(before: Mapping[str, Mark], now: Mapping[str, Mark]) -> Mapping[str, Mark]:
    """A sign that is there does not become "for long, unchanged" beside a red flag: nothing talks it down."""
    heavier = {sign: mark for sign, mark in now.items() if mark is not Mark.LONG or sign not in before}
    return MappingProxyType({**before, **heavier})


def _mark(sign: str) -> tuple[str, Mark]:
    base, _, variant = sign.partition(":")
    return (base, Mark.LONG) if variant == LONG_STANDING else (sign, Mark.YES)
