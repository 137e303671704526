"""Reminders on and off: what may be had, and what switching, pausing and moving does to each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import cadence
from bot.core.checkup import assess_so_far
from bot.core.people import Person
from bot.core.preview import Wish
from bot.core.reminders import Reminder, first_slot
from bot.core.triggers import Trigger
from bot.store import Tx, checkups, reminders
from content import Content


@dataclass(frozen=True, slots=True)
class Moved:
    """A reminder that was planned anew: its next time before and after."""

    kind: str
    before: datetime | None
    after: datetime | None


async def offered(tx: Tx, content: Content, person: Person) -> list[str]:
    """The kinds that the last check leaves open; all of them for a person who had none."""
    stored = await checkups.latest_done(tx, person.id)
    if stored is None:
        return [kind.id for kind in content.reminders.kinds]
    return list(assess_so_far(stored.checkup, content).reminders)


def one_of_each(content: Content, kinds: list[str]) -> list[str]:
    """Of kinds that exclude each other only the first."""
    taken: set[str] = set()
    left = []
    for kind in content.reminders.kinds:
        if kind.id in kinds and kind.one_of not in taken:
            left.append(kind.id)
            taken |= {kind.one_of} if kind.one_of else set()
    return left


def rivals(content: Content, kind_id: str) -> list[str]:
    """The kinds that cannot be on beside this one."""
    kind = content.reminders.kind(kind_id)
    group = kind.one_of if kind else None
    kinds = content.reminders.kinds
    return [each.id for each in kinds if group and each.one_of == group and each.id != kind_id]


def times_of(
    content: Content, kind_id: str, standing: dict[str, Reminder], *, in_plan: bool = False
) -> Trigger:
    """The times this person chose for a kind, or else its usual ones. Raises KeyError for an unknown kind."""
    if kind_id in standing:
        return standing[kind_id].trigger
    kind = content.reminders.kind(kind_id)
    if kind is None:
        raise KeyError(kind_id)
    return cadence.usual(kind, content.reminders, in_plan=in_plan)


def end_of(content: Content, kind_id: str, now: datetime, ends_at: datetime | None) -> datetime | None:
    """When a kind that is switched on now ends by itself: with the plan, or after its own most days."""
    kind = content.reminders.kind(kind_id)
    if kind is None or kind.most_days is None:
        return ends_at
    own = now + timedelta(days=kind.most_days)
    return own if ends_at is None else min(own, ends_at)


async def switch_on(
    tx: Tx, content: Content, person: Person, kinds: list[str], ends_at: datetime | None = None
) -> None:
    """Switch on what is not on yet. What a person switched on for good keeps running past a plan."""
    standing = await reminders.of_person(tx, person.id)
    for kind in one_of_each(content, kinds):
        was = standing.get(kind)
        until = end_of(content, kind, tx.now, ends_at)
        if was is not None and was.is_on and (ends_at is None or was.until_at in {None, until}):
            continue
        await reminders.switch_off(tx, person.id, rivals(content, kind), once=False)
        trigger = times_of(content, kind, standing, in_plan=ends_at is not None)
        slot = first_slot(trigger, tx.now, person, until_at=until)
        await reminders.switch_on(tx, person.id, kind, trigger, slot, until_at=until)


async def set_times(tx: Tx, person: Person, kind: str, trigger: Trigger) -> None:
    """New times for a kind: at once if it is on, for later if it is not."""
    was = (await reminders.of_person(tx, person.id)).get(kind)
    if was is None or not was.is_on:
        await reminders.keep_times(tx, person.id, kind, trigger)
        return
    slot = first_slot(trigger, tx.now, person, until_at=was.until_at)
    await reminders.switch_on(tx, person.id, kind, trigger, slot, until_at=was.until_at)


async def put_on(tx: Tx, content: Content, person: Person, kind: str, trigger: Trigger) -> None:
    """A kind is on with these times; one that is on already ends when it would have."""
    was = (await reminders.of_person(tx, person.id)).get(kind)
    until = was.until_at if was is not None and was.is_on else end_of(content, kind, tx.now, None)
    await reminders.switch_off(tx, person.id, rivals(content, kind), once=False)
    slot = first_slot(trigger, tx.now, person, until_at=until)
    await reminders.switch_on(tx, person.id, kind, trigger, slot, until_at=until)


async def replan_all(tx: Tx, person: Person) -> list[Moved]:
    """After a change of zone or quiet hours: everything not yet sent finds its new time."""
    moved = []
    for each in (await reminders.of_person(tx, person.id)).values():
        if each.is_on and person.zoneinfo is not None:
            slot = each.slot_after(tx.now, person)
            await reminders.replan(tx, each.id, slot)
            before = None if each.next_slot is None else each.next_slot.due_at
            moved.append(Moved(each.kind, before, None if slot is None else slot.due_at))
    return moved


async def wishes(
    tx: Tx, content: Content, person: Person, kinds: list[str], ends_at: datetime | None
) -> tuple[Wish, ...]:
    """What would be on if `kinds` were switched on now until `ends_at`, beside all that is on already."""
    standing = await reminders.of_person(tx, person.id)
    gone = {rival for kind in kinds for rival in rivals(content, kind)}
    found = []
    for kind in content.reminders.kinds:
        was, grace = standing.get(kind.id), timedelta(minutes=kind.grace)
        if was is not None and was.is_on and kind.id not in gone:
            stays = was.until_at is None or kind.id not in kinds
            until = was.until_at if stays else end_of(content, kind.id, tx.now, ends_at)
            found.append(Wish(kind.id, was.trigger, grace, until, was.silent_until(person)))
        elif kind.id in kinds:
            until = end_of(content, kind.id, tx.now, ends_at)
            trigger = times_of(content, kind.id, standing, in_plan=ends_at is not None)
            found.append(Wish(kind.id, trigger, grace, until))
    return tuple(found)
