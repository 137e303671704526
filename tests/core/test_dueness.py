"""What one pass decides for one person."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.dueness import PersonDue, Plan, Planned, Send, Skip, StandingReminder, plan, settle
from bot.core.schedule import DailyAt, EveryWithin, Once, QuietHours, Slot, Trigger
from bot.core.zones import zone_named

BERLIN = zone_named("Europe/Berlin")
NIGHT = QuietHours(time(22), time(8))
GRACE = timedelta(minutes=30)
NEAR = timedelta(minutes=5)
EVERY_TWO_HOURS = EveryWithin(timedelta(hours=2), time(8), time(22))
CAP = 12


def at(clock: str, day: int = 23) -> datetime:
    """An instant on a November day of 2026 by the clock in Berlin."""
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=BERLIN).astimezone(UTC)


def slot_at(instant: datetime) -> Slot:
    local = instant.astimezone(BERLIN)
    return Slot(local.date(), local.hour * 60 + local.minute, instant)


def reminder(id_: int, clock: str, trigger: Trigger = EVERY_TWO_HOURS) -> StandingReminder:
    return StandingReminder(id_, trigger, slot_at(at(clock)), GRACE)


def person(
    *reminders: StandingReminder, held: bool = False, sent_today: int = 0, quiet: QuietHours | None = NIGHT
) -> PersonDue:
    return PersonDue(BERLIN, quiet, held, sent_today, CAP, reminders)


def due_times(decided: Plan) -> dict[int, str | None]:
    return {
        id_: f"{slot.due_at.astimezone(BERLIN):%d %H:%M}" if slot else None
        for id_, slot in decided.next_slots.items()
    }


def test_what_is_due_is_sent_and_moves_on() -> None:
    decided = plan(person(reminder(1, "10:00")), at("10:00"), NEAR)
    assert decided.occurrences == (Planned(1, slot_at(at("10:00")), Send()),)
    assert decided.send == (1,)
    assert due_times(decided) == {1: "23 12:00"}


def test_with_nothing_due_nothing_happens_however_near_the_next_is() -> None:
    decided = plan(person(reminder(1, "10:00"), reminder(2, "10:01")), at("09:59:59"), NEAR)
    assert decided == Plan((), {})


def test_reminders_due_together_go_in_one_message() -> None:
    decided = plan(person(reminder(1, "10:00"), reminder(2, "10:00")), at("10:00"), NEAR)
    assert decided.send == (1, 2)


def test_a_reminder_due_within_minutes_joins_the_message_and_moves_on_past_its_own_slot() -> None:
    stretch = reminder(2, "10:05", EveryWithin(timedelta(hours=3), time(7, 5), time(22)))
    decided = plan(person(reminder(1, "10:00"), stretch), at("10:00"), NEAR)
    assert decided.occurrences[1] == Planned(2, slot_at(at("10:05")), Send())
    assert due_times(decided) == {1: "23 12:00", 2: "23 13:05"}


def test_a_reminder_due_later_than_that_is_left_alone() -> None:
    decided = plan(person(reminder(1, "10:00"), reminder(2, "10:06")), at("10:00"), NEAR)
    assert decided.send == (1,)
    assert 2 not in decided.next_slots


def test_nothing_is_brought_forward_when_what_is_due_is_not_sent() -> None:
    stale = reminder(1, "08:00", DailyAt(time(8)))
    decided = plan(person(stale, reminder(2, "10:05")), at("10:01"), NEAR)
    assert decided.occurrences == (Planned(1, slot_at(at("08:00")), Skip("late")),)
    assert 2 not in decided.next_slots


def test_under_a_hold_what_is_due_is_skipped_and_the_series_goes_on() -> None:
    decided = plan(
        person(reminder(1, "10:00"), reminder(2, "10:00", Once(at("10:00"))), held=True), at("10:00"), NEAR
    )
    assert [planned.outcome for planned in decided.occurrences] == [Skip("hold"), Skip("hold")]
    assert due_times(decided) == {1: "23 12:00", 2: None}


def test_after_hours_of_downtime_the_missed_slots_become_one_skip_and_no_burst() -> None:
    decided = plan(person(reminder(1, "10:00")), at("19:00"), NEAR)
    assert decided.occurrences == (Planned(1, slot_at(at("10:00")), Skip("late")),)
    assert decided.send == ()
    assert due_times(decided) == {1: "23 20:00"}


def test_after_downtime_the_newest_slot_still_in_grace_is_sent_and_the_older_ones_are_one_skip() -> None:
    decided = plan(person(reminder(1, "10:00")), at("18:20"), NEAR)
    assert decided.occurrences == (
        Planned(1, slot_at(at("10:00")), Skip("late")),
        Planned(1, slot_at(at("18:00")), Send()),
    )
    assert decided.send == (1,)
    assert due_times(decided) == {1: "23 20:00"}


def test_after_a_night_of_downtime_three_reminders_make_one_message() -> None:
    waiting = [StandingReminder(id_, EVERY_TWO_HOURS, slot_at(at("12:00", 22)), GRACE) for id_ in (1, 2, 3)]
    decided = plan(person(*waiting), at("08:10"), NEAR)
    assert decided.send == (1, 2, 3)
    assert len(decided.occurrences) == 6


def test_grace_counts_the_last_moment_in() -> None:
    assert plan(person(reminder(1, "10:00")), at("10:30"), NEAR).send == (1,)
    assert plan(person(reminder(1, "10:00")), at("10:30") + timedelta.resolution, NEAR).send == ()


def test_grace_counts_the_last_moment_in_for_a_newer_slot_too() -> None:
    assert plan(person(reminder(1, "10:00")), at("12:30"), NEAR).occurrences == (
        Planned(1, slot_at(at("10:00")), Skip("late")),
        Planned(1, slot_at(at("12:00")), Send()),
    )


def test_slots_missed_under_a_hold_are_put_down_to_the_hold() -> None:
    decided = plan(person(reminder(1, "10:00"), held=True), at("12:10"), NEAR)
    assert {planned.outcome for planned in decided.occurrences} == {Skip("hold")}


def test_a_slot_reached_only_in_quiet_hours_is_skipped() -> None:
    half_hourly = EveryWithin(timedelta(minutes=30), time(8), time(0))
    decided = plan(person(reminder(1, "21:45", half_hourly)), at("22:05"), NEAR)
    assert decided.occurrences == (Planned(1, slot_at(at("21:45")), Skip("quiet")),)
    assert due_times(decided) == {1: "24 08:00"}


def test_at_the_daily_cap_what_is_due_is_skipped_and_nothing_joins_it() -> None:
    decided = plan(person(reminder(1, "10:00"), reminder(2, "10:03"), sent_today=CAP), at("10:00"), NEAR)
    assert decided.occurrences == (Planned(1, slot_at(at("10:00")), Skip("cap")),)
    assert due_times(decided) == {1: "23 12:00"}


def test_a_one_off_ends_with_its_only_slot() -> None:
    assert due_times(plan(person(reminder(1, "10:00", Once(at("10:00")))), at("10:00"), NEAR)) == {1: None}


def test_just_before_quiet_hours_end_nothing_is_brought_forward_into_them() -> None:
    decided = plan(person(reminder(1, "07:57"), reminder(2, "08:00")), at("07:57"), NEAR)
    assert decided.occurrences == (Planned(1, slot_at(at("07:57")), Skip("quiet")),)


def test_the_last_message_of_the_day_may_carry_several() -> None:
    decided = plan(person(reminder(1, "10:00"), reminder(2, "10:02"), sent_today=CAP - 1), at("10:00"), NEAR)
    assert decided.send == (1, 2)


def test_without_quiet_hours_the_night_is_as_the_day() -> None:
    hourly = EveryWithin(timedelta(hours=1), time(0), time(0))
    decided = plan(person(reminder(1, "03:00", hourly), quiet=None), at("03:00"), NEAR)
    assert decided.send == (1,)
    assert due_times(decided) == {1: "23 04:00"}


@pytest.mark.parametrize(
    ("held", "now", "sent_today", "outcome"),
    [
        (True, "23:59", CAP, Skip("hold")),
        (False, "23:59", CAP, Skip("late")),
        (False, "22:10", CAP, Skip("quiet")),
        (False, "21:59", CAP, Skip("cap")),
        (False, "21:59", CAP - 1, Send()),
    ],
)
def test_the_first_reason_that_applies_is_the_one_written_down(
    held: bool, now: str, sent_today: int, outcome: Send | Skip
) -> None:
    due = slot_at(at("21:50"))
    decided = settle(
        due, at(now), grace=GRACE, held=held, sent_today=sent_today, daily_cap=CAP, quiet=NIGHT, zone=BERLIN
    )
    assert decided == outcome
