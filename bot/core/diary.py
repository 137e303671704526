"""What a person tells of themself: pain, and what was done for it."""

from dataclasses import dataclass

PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Entry:
    """`what`: pain (0-10), or a kind of reminder that was done; `amount` of `unit` where it was said."""

    what: str
    amount: int | None = None
    unit: str | None = None
