"""Pause, stop and resume: of a kind, or of everything."""

from bot.core.understand.kinds import named_kinds
from bot.core.understand.moments import ends_of_wait
from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import ALL, Ask, Context, Pause, Refused, Resume, Schedule, Stop
from content import Content

_STOP = ("stop", "off", "no_more")


def silence_wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if _resumes(pieces):
        return Refused("unread") if _says_times(pieces) or pieces.says_until else _resume(pieces, context)
    denies = pieces.has("correct") and bool(pieces.kinds) and pieces.says_until and not pieces.says_when
    silences = pieces.has("pause", "quiet", *_STOP) or pieces.is_negated or denies
    if not silences or pieces.has("change") or _only_tells(pieces):
        return None
    if _says_times(pieces) and not _is_this_part(pieces):
        return Refused("unread")
    if pieces.says_until:
        return _pause(pieces, context)
    return _without_end(pieces, context)


def _resumes(pieces: Pieces) -> bool:
    again = pieces.has("remind") and pieces.has("again") and not pieces.says_times and not pieces.delay
    return (pieces.has("resume", "back_on") or again) and not pieces.has("stop", "pause", "off")


def _only_tells(pieces: Pieces) -> bool:
    """ "going on holiday next week" asks for nothing; "away until friday" does."""
    is_now = pieces.until or pieces.span is not None or pieces.one_day == "today"
    return set(pieces.verbs) == {"quiet"} and not is_now


def _says_times(pieces: Pieces) -> bool:
    return bool(pieces.says_times or pieces.delay or pieces.faults or pieces.number is not None)


def _is_this_part(pieces: Pieces) -> bool:
    """ "this afternoon" is a time to be silent, and no time of a reminder."""
    others = (
        pieces.says_when or pieces.days is not None or pieces.not_days or pieces.is_weekly or pieces.delay
    )
    return pieces.one_day == "today" and not (others or pieces.faults or pieces.number is not None)


def _without_end(pieces: Pieces, context: Context) -> Schedule | None:
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    if pieces.has(*_STOP):
        return _stop(pieces, kinds, context)
    return Ask("how_long", ()) if pieces.has("pause") else None


def _pause(pieces: Pieces, context: Context) -> Schedule:
    """One end only: "2 hours tomorrow" would have to begin later."""
    said = [pieces.span is not None, pieces.until, pieces.one_day is not None, pieces.date is not None]
    is_one = sum(said) == 1 or (pieces.until and pieces.date is not None and sum(said) == 2)
    if not is_one or (pieces.date is not None and not pieces.until):
        return Refused("for_a_while")
    ends = ends_of_wait(pieces, context)
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    if not ends:
        return Refused("no_zone" if context.zone is None and pieces.span is None else "for_a_while")
    options = tuple(Pause(kind, end) for kind in kinds or _meant(pieces, context) or (None,) for end in ends)
    return options[0] if len(options) == 1 else Ask("which" if len(ends) == 1 else "am_or_pm", options)


def _stop(pieces: Pieces, kinds: tuple[str, ...], context: Context) -> Schedule:
    """The kind that is named, or all, or the one that is meant by "it"; else it is asked."""
    if not kinds and pieces.has("all", "reminders"):
        return Stop(ALL)
    kinds = kinds or _meant(pieces, context) or tuple(context.on)
    if len(kinds) == 1:
        return Stop(kinds[0])
    return Ask("which", (*map(Stop, kinds), Stop(ALL)))


def _resume(pieces: Pieces, context: Context) -> Schedule:
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    kinds = kinds or _meant(pieces, context)
    if len(kinds) > 1:
        return Ask("which", tuple(map(Resume, kinds)))
    return Resume(kinds[0] if kinds else None)


def _meant(pieces: Pieces, context: Context) -> tuple[str, ...]:
    last = context.last
    return (last.kind,) if pieces.has("it") and last is not None and last.kind else ()
