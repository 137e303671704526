"""Set and change: the times that were said, for the kind that was said."""

from dataclasses import replace

from bot.core import cadence
from bot.core.triggers import DailyAt, EveryWithin, Once, Trigger, minute_of
from bot.core.understand.kinds import Target, ask_kind, target_of
from bot.core.understand.moments import is_once, once_timings
from bot.core.understand.pieces import Pieces
from bot.core.understand.timings import Timings, timings
from bot.core.understand.wish import Ask, Change, Context, Refused, Schedule, Set
from content import Content

_OF_SILENCE = ("all", "again", "back_on", "wait")
_LONGEST_DEED = 30  # minutes


def new_times(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if _tells(pieces):
        return None
    if pieces.before or pieces.after or pieces.is_negated or pieces.is_denied or pieces.has(*_OF_SILENCE):
        return Refused("unread")
    changes = _changes(pieces, context)
    target = target_of(pieces, context, changes=changes)
    if isinstance(target, Refused):
        return target
    if changes and not _says_what(pieces):
        return Refused("unread") if pieces.has("later") else None
    if pieces.is_also and (pieces.says_when or pieces.parts) and _is_there(target, context):
        return Refused("has_times")  # "water at noon too" is no reason to drop the times it has
    _settle_lengths(pieces, target, content, changes=changes)
    found = _timings(pieces, context, target, content, changes=changes)
    return found if isinstance(found, Refused) else _wish(found, target, context, content, changes=changes)


def _tells(pieces: Pieces) -> bool:
    """going on holiday next week; no water"""
    is_away = set(pieces.verbs) == {"quiet"} and not pieces.kinds and not pieces.says_when
    return is_away or (pieces.is_denied and not pieces.says_times)


def _changes(pieces: Pieces, context: Context) -> bool:
    """It says so, or it goes on about the last thing: "only on weekdays"."""
    goes_on = (
        context.last is not None and context.asked is None and not pieces.kinds and not pieces.has("remind")
    )
    return pieces.has("change", "correct", "it") or goes_on


def _is_there(target: Target, context: Context) -> bool:
    return target.base is not None or bool(set(target.kinds or context.on) & set(context.on))


def _says_what(pieces: Pieces) -> bool:
    return bool(
        pieces.says_times or pieces.says_until or pieces.delay or (pieces.kinds and pieces.has("change"))
    )


def _settle_lengths(pieces: Pieces, target: Target, content: Content, *, changes: bool) -> None:
    """What a length of time and two times are about, where the reminder itself tells."""
    if changes and _is_new_step(pieces, target):
        pieces.every, pieces.span = (pieces.span or (0, ""))[0], None
    elif _is_of_the_deed(pieces, target, content):
        pieces.span = None
    if changes and _moves(pieces, target) and pieces.end is not None:
        pieces.times, pieces.begin, pieces.end = [pieces.end], None, None  # move it from 8 to 9


def _timings(
    pieces: Pieces, context: Context, target: Target, content: Content, *, changes: bool
) -> Timings | Refused:
    if is_once(pieces):
        return once_timings(pieces, context)
    if pieces.number is not None or (pieces.span is not None and not _repeats(pieces)):
        return Refused("unread")
    if pieces.span is not None or pieces.until_day is not None or pieces.until_part is not None:
        return Refused("for_a_while")
    if target.base is None and pieces.begin is not None and pieces.every is None and not changes:
        return _window_alone(pieces, context, target, content)
    says_only_days = not (
        pieces.times or pieces.parts or pieces.count or _repeats(pieces) or pieces.every_bare
    )
    return timings(pieces, context, target.base if changes or (pieces.kinds and says_only_days) else None)


def _window_alone(pieces: Pieces, context: Context, target: Target, content: Content) -> Timings | Refused:
    """ "water from 9 to 5": how often was not said, so what is usual is offered."""
    kind = content.reminders.kind(target.kinds[0]) if len(target.kinds) == 1 else None
    if kind is None or pieces.times or pieces.span is not None or pieces.until:
        return Refused("unread")
    found = timings(pieces, context, cadence.usual(kind, content.reminders))
    return found if isinstance(found, Refused) else replace(found, why="times")


def _repeats(pieces: Pieces) -> bool:
    return (
        pieces.every is not None or bool(pieces.times) or pieces.days is not None or pieces.count is not None
    )


def _is_of_the_deed(pieces: Pieces, target: Target, content: Content) -> bool:
    """ "stretch for 5 minutes every hour": how long it is done, which the reminder leaves to its kind."""
    minutes, unit = pieces.span or (0, "")
    kinds = [content.reminders.kind(kind) for kind in target.kinds]
    lasts = bool(kinds) and all(kind is not None and (kind.timer or kind.stretches) for kind in kinds)
    is_short = unit == "minute" and 0 < minutes <= _LONGEST_DEED and minutes < (pieces.every or 60)
    return lasts and is_short and pieces.says_when and not pieces.until


def _moves(pieces: Pieces, target: Target) -> bool:
    """From the time it has to another."""
    if pieces.begin is None or pieces.every is not None:
        return False
    if not isinstance(target.base, DailyAt):
        return pieces.is_move and target.base is None
    return minute_of(target.base.at) in pieces.begin.both


def _is_new_step(pieces: Pieces, target: Target) -> bool:
    """ "no, 3 hours", of something that comes every so often."""
    if (
        not isinstance(target.base, EveryWithin)
        or pieces.span is None
        or pieces.span[1] not in {"hour", "minute"}
    ):
        return False
    return not (pieces.says_when or pieces.parts or pieces.until)


def _wish(found: Timings, target: Target, context: Context, content: Content, *, changes: bool) -> Schedule:
    sort = Change if changes else Set
    kinds = target.kinds or (None,)
    asked = [sort(kind, trigger) for kind in kinds for trigger in found.triggers]
    refused = [_refused(wish.trigger, wish.kind, content) for wish in asked]
    kept = [wish for wish, why in zip(asked, refused, strict=True) if why is None]
    if not kept:
        return next((why for why in refused if why is not None), Refused("unread"))
    if found.why is not None or len(kinds) > 1:
        return Ask(found.why or "which", tuple(kept))
    return ask_kind(kept[0], context, content) if kept[0].kind is None else kept[0]


def _refused(trigger: Trigger, kind: str | None, content: Content) -> Refused | None:
    known = None if kind is None else content.reminders.kind(kind)
    reason = None if known is None or isinstance(trigger, Once) else cadence.refusal(trigger, known)
    return None if reason is None else Refused(reason, kind)
