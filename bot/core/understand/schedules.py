"""What a sentence about reminders wants: set, change, snooze, pause, stop, resume. What is not certain is asked or refused."""

from datetime import UTC, timedelta

from bot.core import cadence
from bot.core.triggers import DailyAt, EveryWithin, Once, Trigger
from bot.core.understand import standing
from bot.core.understand.kinds import Target, ask_kind, target_of
from bot.core.understand.moments import on_day
from bot.core.understand.pieces import Pieces
from bot.core.understand.timings import Timings, timings
from bot.core.understand.wish import Ask, Change, Context, Refused, Schedule, Set
from content import Content

# What may stay unread: it joins words, and says nothing of times.
_HARMLESS = frozenset({"to", "for", "and"})
_JOINTS = frozenset({"every", "half", "from", "between", "until"})
_LONGEST_DEED = 30  # minutes
_MOST_UNKNOWN = 4  # words of a request that are not ours
# With one of these the sentence tells or asks something, and wants no reminder.
_TELLS = frozenset({"question", "past_tense", "foreign"})


def schedule_of(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    """None: it is about something else. `Refused("unread")`: it wants something, and not all of it could be read."""
    left = [role for role in pieces.left if role not in _harmless(pieces)]
    if not _is_about_reminders(pieces, context):
        return None
    unread = Refused("unread")
    if set(left) - {"word"}:
        if "foreign" in left and pieces.has("remind") and not pieces.kinds and "question" not in left:
            return Refused("not_a_kind")
        return unread if _is_wish(pieces, left) else None
    if left and not _may_have_unknown(pieces, left):
        return _other_kind(pieces)
    if pieces.zone is not None and (context.zone is None or context.zone.key != pieces.zone):
        return unread
    found = standing.standing_wish(pieces, context, content)
    if found is not None:
        return found
    return _set_or_change(pieces, context, content)


def _harmless(pieces: Pieces) -> frozenset[str]:
    """ "stop now" is "stop"; "water now" is not "water"."""
    is_at_once = pieces.has("stop", "pause", "resume") and not pieces.has("remind")
    return _HARMLESS | {"now"} if is_at_once else _HARMLESS


def _is_about_reminders(pieces: Pieces, context: Context) -> bool:
    """A bare time is about reminders only while one is being talked about."""
    if pieces.verbs and set(pieces.verbs) - {"correct", "it", "all", "reminders", "again", "quiet", "wait"}:
        return True
    if pieces.kinds or pieces.every is not None or pieces.days is not None or pieces.count is not None:
        return True
    if pieces.is_negated or (
        pieces.verbs and (pieces.says_when or pieces.says_until or pieces.before or pieces.after)
    ):
        return True
    return (
        bool(pieces.times)
        or pieces.delay is not None
        or ((context.asked or context.last) is not None and pieces.says_times)
    )


def _is_wish(pieces: Pieces, left: list[str]) -> bool:
    """It asked for something, though part of it was not read; a tale, a question and a bare word of ours do not."""
    if pieces.has("remind") and (pieces.says_times or pieces.kinds or pieces.delay):
        return "question" not in left and "past_tense" not in left
    if left[0] in _TELLS or left[0] == "i":
        return False
    if pieces.kinds and pieces.says_when and not {"question", "past_tense"} & set(left):
        return True
    if _TELLS & set(left):
        return False
    if pieces.has("stop", "pause", "off", "snooze") and (
        pieces.kinds or pieces.has("all", "reminders", "pause", "snooze")
    ):
        return True
    if "vague" in left and pieces.has("reminders"):
        return True
    return (pieces.says_times or bool(_JOINTS & set(left))) and bool(pieces.kinds or pieces.verbs)


def _may_have_unknown(pieces: Pieces, left: list[str]) -> bool:
    asks = pieces.has("remind") and not pieces.has(
        "stop", "pause", "quiet", "off", "resume", "snooze", "later"
    )
    return asks and bool(pieces.kinds) and pieces.says_times and len(left) <= _MOST_UNKNOWN


def _other_kind(pieces: Pieces) -> Refused | None:
    """A reminder of something that is not ours: of calling mum."""
    asks = pieces.has("remind") and (pieces.says_times or pieces.delay is not None)
    if asks:
        return Refused("unread" if pieces.kinds else "not_a_kind")
    return Refused("unread") if pieces.kinds and pieces.says_when else None


def _set_or_change(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if pieces.before or pieces.after or pieces.is_negated or pieces.has("all", "again", "back_on", "wait"):
        return Refused("unread")
    goes_on = (
        context.last is not None and context.asked is None and not pieces.kinds and not pieces.has("remind")
    )
    changes = pieces.has("change", "correct", "it") or goes_on
    target = target_of(pieces, context, content, changes=changes)
    if isinstance(target, Refused):
        return target
    if changes and not (
        pieces.says_times or pieces.says_until or pieces.delay or (pieces.kinds and pieces.has("change"))
    ):
        return None
    found = _timings(pieces, context, target, content, changes=changes)
    if isinstance(found, Refused):
        return found
    return _wish(found, target, context, content, changes=changes)


def _timings(
    pieces: Pieces, context: Context, target: Target, content: Content, *, changes: bool
) -> Timings | Refused:
    if pieces.delay is not None or pieces.one_day is not None or pieces.date is not None:
        return _once(pieces, context)
    if changes and _is_new_step(pieces, target):
        pieces.every, pieces.span = (pieces.span or (0, ""))[0], None
    if pieces.span is not None and _is_of_the_deed(pieces, target, content):
        pieces.span = None
    if pieces.span is not None and not (pieces.says_times and pieces.every_bare is None):
        return Refused("unread")
    if pieces.span is not None or pieces.number is not None or (pieces.until and pieces.until_clock is None):
        return Refused("for_a_while" if pieces.span or pieces.until else "unread")
    if pieces.until_day is not None or pieces.until_part is not None:
        return Refused("for_a_while")
    keeps = (
        pieces.every is None
        and not pieces.times
        and pieces.count is None
        and not pieces.parts
        and pieces.every_bare is None
    )
    if changes and isinstance(target.base, DailyAt) and pieces.begin is not None and pieces.end is not None:
        pieces.times, pieces.begin, pieces.end = [pieces.end], None, None  # move it from 8 to 9
    base = target.base if changes or (pieces.kinds and keeps) else None
    return timings(pieces, context, base)


def _is_of_the_deed(pieces: Pieces, target: Target, content: Content) -> bool:
    """ "stretch for 5 minutes every hour": how long it is done, which the reminder leaves to its kind."""
    minutes, unit = pieces.span or (0, "")
    kinds = [content.reminders.kind(kind) for kind in target.kinds]
    lasts = bool(kinds) and all(kind is not None and (kind.timer or kind.stretches) for kind in kinds)
    is_short = unit == "minute" and 0 < minutes <= _LONGEST_DEED and minutes < (pieces.every or 60)
    return lasts and is_short and pieces.says_when and not pieces.until


def _is_new_step(pieces: Pieces, target: Target) -> bool:
    """ "no, 3 hours", of something that comes every so often."""
    is_series = (
        isinstance(target.base, EveryWithin)
        and pieces.span is not None
        and pieces.span[1] in {"hour", "minute"}
    )
    return is_series and not (pieces.says_when or pieces.parts or pieces.until)


def _once(pieces: Pieces, context: Context) -> Timings | Refused:
    """in 2 hours, tomorrow at 9; "on friday at 3" can also mean each friday."""
    if (
        pieces.every is not None
        or pieces.begin is not None
        or pieces.count is not None
        or len(pieces.times) > 1
    ):
        return Refused("for_a_while")
    if pieces.delay is not None:
        minutes = pieces.delay[0]
        if pieces.times or pieces.one_day or not 0 < minutes <= 60 * 24 * 31:
            return Refused("unread")
        return Timings((Once(context.now.astimezone(UTC) + timedelta(minutes=minutes)),))
    if not pieces.times:
        return _days_without_time(pieces, context)
    if context.zone is None:
        return Refused("no_zone")
    if any(not clock.is_possible for clock in pieces.times):
        return Refused("no_such_time")
    meant = on_day(pieces, pieces.times[0], context, context.zone)
    once = tuple(Once(each) for each in meant)
    if not isinstance(pieces.one_day, frozenset):
        return Timings(once, "am_or_pm" if len(once) > 1 else None) if once else Refused("unread")
    weekly = timings(_weekly(pieces), context)
    return weekly if isinstance(weekly, Refused) else Timings((*weekly.triggers, *once), "once_or_weekly")


def _days_without_time(pieces: Pieces, context: Context) -> Timings | Refused:
    """ "stretching on monday": the day is kept, the time is asked."""
    if isinstance(pieces.one_day, frozenset) and not pieces.until and pieces.span is None:
        return timings(_weekly(pieces), context)
    return Refused("for_a_while")


def _weekly(pieces: Pieces) -> Pieces:
    days = pieces.one_day if isinstance(pieces.one_day, frozenset) else None
    return Pieces(times=pieces.times, parts=pieces.parts, days=days)


def _wish(found: Timings, target: Target, context: Context, content: Content, *, changes: bool) -> Schedule:
    sort = Change if changes else Set
    kinds = target.kinds or (None,)
    kept, why = [], None
    for kind in kinds:
        for trigger in found.triggers:
            refused = _refused(trigger, kind, content)
            why = why or refused
            if refused is None:
                kept.append(sort(kind, trigger))
    if not kept:
        return why or Refused("unread")
    if found.why is not None or len(kinds) > 1:
        return Ask(found.why or "which", tuple(kept))
    return ask_kind(kept[0], context, content) if kept[0].kind is None else kept[0]


def _refused(trigger: Trigger, kind: str | None, content: Content) -> Refused | None:
    known = None if kind is None else content.reminders.kind(kind)
    reason = None if known is None or isinstance(trigger, Once) else cadence.refusal(trigger, known)
    return None if reason is None else Refused(reason, kind)
