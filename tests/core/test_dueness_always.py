"""What holds for every person and every pass."""

from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.dueness import PersonDue, Plan, Send, StandingReminder, plan
from bot.core.schedule import DailyAt, EveryWithin, QuietHours, Trigger, next_fire_at

NEAR = timedelta(minutes=5)
CAP = 12

walls = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
zones = st.sampled_from(("Europe/Berlin", "America/Nuuk", "Africa/Cairo", "Australia/Lord_Howe")).map(
    ZoneInfo
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
spans = st.integers(0, 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def series(draw: st.DrawFn) -> Trigger:
    begin = draw(st.integers(0, 1438))
    end = draw(st.integers(begin + 1, 1440)) % 1440
    every = EveryWithin(
        timedelta(minutes=draw(st.integers(5, 600))), time(begin // 60, begin % 60), time(end // 60, end % 60)
    )
    return draw(st.one_of(st.just(every), walls.map(DailyAt)))


@st.composite
def people(draw: st.DrawFn) -> tuple[PersonDue, datetime]:
    """Someone whose reminders were all set at one instant, and a pass up to two days later."""
    zone, set_at = draw(zones), draw(instants)
    quiet = draw(st.one_of(st.none(), st.builds(QuietHours, walls, walls)))
    standing = []
    for id_, trigger in zip(count(1), draw(st.lists(series(), min_size=1, max_size=4)), strict=False):
        if slot := next_fire_at(trigger, set_at, zone, quiet):
            standing.append(StandingReminder(id_, trigger, slot, draw(spans)))
    now = set_at + draw(st.integers(0, 2 * 24 * 60)) * timedelta(minutes=1)
    who = PersonDue(zone, quiet, draw(st.booleans()), draw(st.integers(0, CAP + 1)), CAP, tuple(standing))
    return who, now


@given(people(), spans)
def test_every_reminder_settled_always_moves_past_now_and_past_what_was_settled(
    drawn: tuple[PersonDue, datetime], near: timedelta
) -> None:
    who, now = drawn
    decided = plan(who, now, near)
    assert {planned.reminder_id for planned in decided.occurrences} == set(decided.next_slots)
    for planned in decided.occurrences:
        upcoming = decided.next_slots[planned.reminder_id]
        assert upcoming is None or upcoming.due_at > max(now, planned.slot.due_at)
    due = {reminder.id for reminder in who.reminders if reminder.next_slot.due_at <= now}
    assert due <= set(decided.next_slots)


@given(people(), spans)
def test_each_reminder_is_sent_at_most_once_a_pass_and_each_slot_settled_once(
    drawn: tuple[PersonDue, datetime], near: timedelta
) -> None:
    who, now = drawn
    decided = plan(who, now, near)
    assert len(set(decided.send)) == len(decided.send)
    slots = [(planned.reminder_id, planned.slot) for planned in decided.occurrences]
    assert len(set(slots)) == len(slots)
    assert len(slots) <= 2 * len(who.reminders)


@given(people(), spans)
def test_no_message_ever_goes_out_held_in_quiet_hours_or_over_the_cap(
    drawn: tuple[PersonDue, datetime], near: timedelta
) -> None:
    who, now = drawn
    in_quiet = bool(who.quiet and who.quiet.contains(now.astimezone(who.zone).time()))
    if who.held or in_quiet or who.sent_today >= CAP:
        assert plan(who, now, near).send == ()


@given(people(), spans)
def test_nothing_is_sent_later_than_its_grace_or_earlier_than_merging_allows(
    drawn: tuple[PersonDue, datetime], near: timedelta
) -> None:
    who, now = drawn
    grace = {reminder.id: reminder.grace for reminder in who.reminders}
    for planned in plan(who, now, near).occurrences:
        if isinstance(planned.outcome, Send):
            assert now - grace[planned.reminder_id] <= planned.slot.due_at <= now + near


@given(people())
def test_a_second_pass_at_the_same_instant_finds_nothing_to_do(drawn: tuple[PersonDue, datetime]) -> None:
    who, now = drawn
    decided = plan(who, now, NEAR)
    assume(decided.occurrences)
    moved = []
    for one in who.reminders:
        upcoming = decided.next_slots.get(one.id, one.next_slot)
        if upcoming:
            moved.append(StandingReminder(one.id, one.trigger, upcoming, one.grace))
    again = PersonDue(who.zone, who.quiet, who.held, who.sent_today + 1, CAP, tuple(moved))
    assert plan(again, now, NEAR) == Plan((), {})
