"""The messages a day will bring: the same decisions that are taken when it comes, taken ahead of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.dueness import PersonDue, StandingReminder, plan
from bot.core.people import Person
from bot.core.reminders import first_slot
from bot.core.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Wish:
    """One reminder as it would be: its times, how late it may come, when it ends, and until when it is paused."""

    kind: str
    trigger: Trigger
    grace: timedelta
    until_at: datetime | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """One message: when (UTC), and the kinds it carries."""

    at: datetime
    kinds: tuple[str, ...]


def messages_between(
    wishes: tuple[Wish, ...],
    person: Person,
    now: datetime,
    until: datetime,
    *,
    merge_within: timedelta,
    daily_cap: int,
    sent_today: int = 0,
) -> tuple[Coming, ...]:
    """Every message in (`now`, `until`], merged and capped as `dueness.plan` does it. None without a zone.

    `sent_today`: routine messages this person has had on their local today.
    """
    zone = person.zoneinfo
    if zone is None:
        return ()
    standing = _standing(wishes, person, now)
    sent: dict[date, int] = {person.local_date(now): sent_today}
    coming: list[Coming] = []
    while standing and (at := min(each.next_slot.due_at for each in standing.values())) <= until:
        today = person.local_date(at)
        soon = tuple(each for each in standing.values() if each.next_slot.due_at <= at + merge_within)
        view = PersonDue(zone, person.quiet, False, sent.get(today, 0), daily_cap, soon)
        decided = plan(view, at, merge_within)
        if decided.send:
            sent[today] = sent.get(today, 0) + 1
            coming.append(Coming(at, tuple(wishes[index].kind for index in decided.send)))
        for index, slot in decided.next_slots.items():
            was = standing.pop(index)
            if slot is not None:
                standing[index] = StandingReminder(index, was.trigger, slot, was.grace, was.until_at)
    return tuple(coming)


def _standing(wishes: tuple[Wish, ...], person: Person, now: datetime) -> dict[int, StandingReminder]:
    standing = {}
    for index, wish in enumerate(wishes):
        ends = {"until_at": wish.until_at, "paused_until": wish.paused_until}
        slot = first_slot(wish.trigger, now, person, **ends)
        if slot is not None:
            standing[index] = StandingReminder(index, wish.trigger, slot, wish.grace, wish.until_at)
    return standing
