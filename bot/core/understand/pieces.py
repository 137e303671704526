"""What a sentence holds, whatever its order: how often, when, on which days, what, and what is to be done about it."""

from dataclasses import dataclass, field

from bot.core.triggers import Days
from bot.core.understand.clocks import Clock
from bot.core.understand.wish import Why
from content.wish_schema import Part

# A day that is meant once: "today", "tomorrow", "next_week", or days of the week of which the next is meant.
OneDay = str | Days


@dataclass(slots=True)
class Pieces:
    """Filled by one pass over the items. `left` are the roles of what had no place: the reading must answer for them."""

    verbs: list[str] = field(default_factory=list)
    kinds: list[tuple[str, ...]] = field(default_factory=list)
    every: int | None = None
    every_bare: int | None = None
    count: int | None = None
    times: list[Clock] = field(default_factory=list)
    begin: Clock | None = None
    end: Clock | None = None
    days: Days | None = None
    not_days: Days | None = None
    is_weekly: bool = False
    one_day: OneDay | None = None
    date: tuple[int, int] | None = None
    parts: list[Part] = field(default_factory=list)
    is_waking: bool = False
    needs_window: bool = False
    span: tuple[int, str] | None = None
    delay: tuple[int, str] | None = None
    until: bool = False
    until_clock: Clock | None = None
    until_day: OneDay | None = None
    until_part: Part | None = None
    before: Clock | None = None
    after: Clock | None = None
    is_negated: bool = False
    is_also: bool = False
    is_denied: bool = False
    is_move: bool = False
    is_statement: bool = False
    is_next: bool = False
    is_length_only: bool = False
    verbs_before_times: int = 0
    opens: str = ""
    is_count_of_times: bool = False
    number: int | None = None
    zone: str | None = None
    faults: list[Why] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def has(self, *verbs: str) -> bool:
        return any(verb in self.verbs for verb in verbs)

    def put(self, name: str, value: object) -> None:
        """A piece that is said twice, and not alike, is one too many."""
        if getattr(self, name) not in (None, value):
            self.left.append("twice")
        setattr(self, name, value)

    @property
    def says_times(self) -> bool:
        """How often, or at what time, or on which days a reminder comes."""
        return bool(
            self.says_when
            or self.days is not None
            or self.not_days is not None
            or self.parts
            or self.is_weekly
        )

    @property
    def says_when(self) -> bool:
        some = (self.every, self.every_bare, self.count, self.begin, self.end)
        return bool(self.times) or any(piece is not None for piece in some)

    @property
    def says_until(self) -> bool:
        return self.until or self.span is not None or self.one_day is not None or self.date is not None
