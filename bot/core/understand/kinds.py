"""Which reminder a sentence is about: the one it names, the one that is being talked about, or it is asked."""

from dataclasses import dataclass

from bot.core import cadence
from bot.core.triggers import Once, Trigger
from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import Ask, Change, Context, Refused, Set
from content import Content


@dataclass(frozen=True, slots=True)
class Target:
    """The kinds it can be (none: it was not said), and the times that a correction goes on from."""

    kinds: tuple[str, ...]
    base: Trigger | None


def target_of(pieces: Pieces, context: Context, *, changes: bool) -> Target | Refused:
    named = named_kinds(pieces, context, on_only=changes)
    if named is None:
        return Refused("several")
    if named:
        return Target(named, _base(named, context))
    if context.asked is not None:
        return Target((context.asked,), context.on.get(context.asked))
    if changes and context.last is not None:
        return Target((context.last.kind,) if context.last.kind else (), context.last.trigger)
    if changes and len(context.on) == 1:
        only = tuple(context.on)
        return Target(only, _base(only, context))
    return Target((), None)


def named_kinds(pieces: Pieces, context: Context, *, on_only: bool) -> tuple[str, ...] | None:
    """The kinds that the words can mean; none: no kind was named; None: more than one was.

    "the pack" is the one that is on, where one is. "cold ... pack" is the cold one.
    """
    if not pieces.kinds:
        return ()
    meant = set(pieces.kinds[0])
    for kinds in pieces.kinds[1:]:
        meant &= set(kinds)
    if not meant:
        return None
    on = meant & set(context.on)
    narrowed = on if on and (on_only or len(meant) > 1) else meant
    return tuple(sorted(narrowed))


def ask_kind(wish: Set | Change, context: Context, content: Content) -> Ask | Set | Change | Refused:
    """Which reminder? For a wish that names none: of the kinds that may have these times, first those that are on."""
    kinds = [kind for kind in content.reminders.kinds if _may_have(wish.trigger, kind.id, content)]
    named = [kind.id for kind in kinds if kind.id in context.on] if isinstance(wish, Change) else []
    options = tuple(type(wish)(kind, wish.trigger) for kind in named or [kind.id for kind in kinds])
    return Ask("which", options) if options else Refused("too_close")


def _may_have(trigger: Trigger, kind_id: str, content: Content) -> bool:
    kind = content.reminders.kind(kind_id)
    return kind is not None and (isinstance(trigger, Once) or cadence.refusal(trigger, kind) is None)


def _base(kinds: tuple[str, ...], context: Context) -> Trigger | None:
    if len(kinds) != 1:
        return None
    if context.last is not None and context.last.kind == kinds[0]:
        return context.last.trigger
    return context.on.get(kinds[0])
