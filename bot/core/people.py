"""A person as the rest of the program sees them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.schedule import QuietHours
from bot.core.zones import zone_named

DEFAULT_LOCALE = "en"


@dataclass(frozen=True, slots=True)
class Person:
    """`zone` is an IANA name, or None until the person has told us; quiet hours are local wall time."""

    id: int
    telegram_id: int
    locale: str
    zone: str | None
    quiet: QuietHours

    @property
    def zoneinfo(self) -> ZoneInfo | None:
        return None if self.zone is None else zone_named(self.zone)

    def is_quiet_at(self, instant: datetime) -> bool:
        """Whether an instant lies in this person's quiet hours; without a zone nobody knows."""
        return self.zoneinfo is not None and self.quiet.contains(instant.astimezone(self.zoneinfo).time())

    def local_date(self, instant: datetime) -> date:
        """The date on this person's calendar; UTC's until their zone is known."""
        return instant.astimezone(self.zoneinfo or UTC).date()


def wall_of(minutes: int) -> time:
    """The wall time so many minutes after midnight."""
    return time(minutes // 60 % 24, minutes % 60)
