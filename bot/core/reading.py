"""A message as a whole: what the watch hears in it, and what the person wants. The one place that says which comes first."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.understand import Context, Wish, read_wish
from bot.core.understand.wish import Flare, Refused, Schedule, StartCheck
from bot.core.watch import Watch, watch
from content import Content


@dataclass(frozen=True, slots=True)
class Reading:
    """`wish` is there only if it may be answered: not beside an alarm or a question of the watch."""

    watch: Watch
    wish: Wish | None = None

    @property
    def asks_about_safety(self) -> bool:
        """The watch is in doubt, or understood nothing, and no clear wish says what was meant."""
        return self.watch.action == "ask" or (self.watch.action == "unknown" and self.wish is None)


def read(texts: str | Sequence[str], context: Context, content: Content) -> Reading:
    """Of one message, or of the last few with the newest last, whose wish it is.

    An alarm or a question of the watch always wins. Where it understood nothing, a wish counts only if it is clear, for
    what stands around a wish found somewhere in a message may be what the watch did not understand.
    """
    heard = watch(texts, content)
    if heard.action in {"alarm", "ask"}:
        return Reading(heard)
    wish = read_wish(texts if isinstance(texts, str) else texts[-1], context, content)
    return Reading(heard, wish if heard.action == "calm" or _is_clear(wish) else None)


def _is_clear(wish: Wish | None) -> bool:
    """Every word of it was read, as in a schedule; or it leads to the check, which asks about safety itself."""
    if isinstance(wish, Refused):
        return wish.why != "unread"
    return isinstance(wish, Schedule | StartCheck | Flare)
