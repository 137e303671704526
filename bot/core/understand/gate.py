"""What may stay unread in a wish, and what it is when something must not: a wish to ask about again, or no wish at all."""

from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import Context, Refused

# What may stay unread: it joins words, and says nothing of times.
_HARMLESS = frozenset({"to", "for", "and"})
_JOINTS = frozenset({"every", "half", "from", "between", "until"})
# With one of these a sentence tells or asks something, and wants no reminder.
_TELLS = frozenset({"question", "past_tense"})
_NO_TIMES = frozenset({"vague", "event", "often"})
_NEAR_TIMES = frozenset({"often", "every", "times", "before", "after", "at"})
_TALKS = frozenset({"i", "foreign", "question", "past_tense", "word", "not", "object", "if"})
_WEAK_VERBS = frozenset({"correct", "it", "all", "reminders", "again", "quiet", "wait"})
_MOST_UNASKED = 2  # the same, where nothing is asked for
_MOST_UNKNOWN = 4  # words of a request that are not ours


def is_about_reminders(pieces: Pieces, context: Context) -> bool:
    """Weak words, "no" and "quiet", need more beside them; times alone need a reminder that is being talked about."""
    if _is_talk(pieces):
        return False
    if pieces.has("reminders") and "often" in pieces.left:
        return True  # fewer messages
    if set(pieces.verbs) - _WEAK_VERBS or pieces.kinds or pieces.is_negated or pieces.times or pieces.delay:
        return True
    if pieces.every is not None or pieces.days is not None or pieces.count is not None:
        return True
    if pieces.verbs:
        return bool(pieces.says_when or pieces.says_until or pieces.before or pieces.after)
    return pieces.is_length_only or (
        (context.asked or context.last) is not None and bool(pieces.says_times or pieces.until)
    )


def _is_talk(pieces: Pieces) -> bool:
    """The heating is off again; that's enough for today; let's continue later; the weather is warm today; the cold pack is great."""
    verbs = set(pieces.verbs)
    if verbs and verbs <= {"no_more", "it"} and not pieces.kinds and pieces.says_until:
        return True
    if pieces.is_statement and verbs and verbs <= {"off", "again", "quiet"}:
        return True
    says_now = pieces.one_day is not None and not (pieces.says_times or pieces.until or pieces.date)
    is_bare = bool(pieces.kinds) and not verbs and not pieces.delay and not pieces.span
    return {"resume", "later"} <= verbs or (
        is_bare and pieces.is_statement and (says_now or not (pieces.says_times or pieces.says_until))
    )


def is_clear(pieces: Pieces) -> bool:
    """Whether all was read but for what joins words, and in a request for one of our kinds a few words of its own."""
    left = _left(pieces)
    if not left:
        return True
    if set(left) != {"word"} or not pieces.kinds or len(left) > _MOST_UNKNOWN:
        return False
    if pieces.has(*_STANDING):
        return not pieces.says_times and pieces.has("stop", "resume", "pause")
    if not pieces.verbs:
        is_plain = pieces.opens == "kind" and not pieces.is_statement
        return is_plain and pieces.says_when and len(left) <= _MOST_UNASKED
    return pieces.has("remind", "change") and pieces.says_times


def why_not(pieces: Pieces) -> Refused | None:
    """For what is not clear: a reminder of something else, a wish that was not wholly read, or (None) no wish."""
    left = _left(pieces)
    if set(left) == {"twice"} and len(pieces.kinds) > 1:
        return Refused("several")
    if (
        pieces.has("remind")
        and not pieces.kinds
        and set(left) & {"foreign", "word"}
        and "question" not in left
    ):
        is_wish = "foreign" in left or pieces.says_times or pieces.delay is not None
        return Refused("not_a_kind") if is_wish else None
    if _is_vague(pieces, set(left)) or _is_conditional(pieces, set(left)):
        return Refused("unread")
    if set(left) == {"word"}:
        wants = pieces.kinds and (pieces.says_when or (pieces.has("remind") and pieces.says_times))
        return Refused("unread") if wants else None
    return Refused("unread") if _is_wish(pieces, left) else None


_STANDING = ("stop", "pause", "quiet", "off", "resume", "snooze", "later")


def _is_vague(pieces: Pieces, left: set[str]) -> bool:
    """water a few times a day, heat after dinner, make it less often: a wish, and no time."""
    if not left & _NO_TIMES or left & _TALKS:
        return False
    changes = pieces.verbs[:1] == ["change"] and "often" in left
    return changes or bool(pieces.kinds and (left & _NEAR_TIMES or pieces.number is not None))


def _is_conditional(pieces: Pieces, left: set[str]) -> bool:
    """stretch when I have been sitting: it begins like a wish, and hangs on what is not ours to know."""
    begins = pieces.opens in {"kind", "remind"} and bool(pieces.kinds)
    hangs = "if" in left and left & {"i", "word", "event"}
    return begins and bool(hangs) and not left & {"question", "foreign", "past_tense"}


def _left(pieces: Pieces) -> list[str]:
    """ "stop now" is "stop", but "water now" is not "water"."""
    is_at_once = pieces.has("stop", "pause", "resume") and not pieces.has("remind")
    harmless = _HARMLESS | {"now"} if is_at_once else _HARMLESS
    if pieces.has("change") and pieces.says_when:
        harmless |= {"now"}
    if pieces.has("remind") and pieces.kinds and pieces.says_times:
        harmless |= {"duty"}  # I should stretch at 8am, remind me
    return [role for role in pieces.left if role not in harmless]


def _is_wish(pieces: Pieces, left: list[str]) -> bool:
    """It asked for something; a tale, a question and a bare word of ours do not."""
    if _TELLS & set(left):
        return False
    if pieces.has("remind") and set(left) <= {"vague", "often"}:
        return True
    if pieces.has("remind") and (pieces.says_times or pieces.kinds or pieces.delay):
        return True
    if left[0] in {"foreign", "i", "duty"}:
        return False
    return _names_and_times(pieces, left) or ("foreign" not in left and _commands(pieces, left))


def _names_and_times(pieces: Pieces, left: list[str]) -> bool:
    return bool(pieces.kinds) and (pieces.says_when or (bool(_JOINTS & set(left)) and "foreign" not in left))


def _commands(pieces: Pieces, left: list[str]) -> bool:
    if pieces.has("pause", "snooze") or ({"vague", "often"} & set(left) and pieces.has("reminders")):
        return True
    if pieces.has("stop", "off") and (pieces.kinds or pieces.has("all", "reminders")):
        return True
    return (pieces.says_times or bool(_JOINTS & set(left))) and bool(pieces.kinds or pieces.verbs)
