"""The shape of reminders.yaml and stretches.yaml: what may be switched on, how often, and what it brings."""

from datetime import time
from typing import Annotated

from pydantic import Field, model_validator

from content.schema import Id, Minutes, Model, Reviewed, TextKey


class Span(Model):
    """From `start` to `end` on the person's own clock; it may pass midnight."""

    start: time
    end: time


class PackTimer(Model):
    """Minutes after a pack is put on; `again_after` from one pack to the next. Texts: timer-<kind>-<part>."""

    check_skin: Minutes
    take_off: Minutes
    again_after: Minutes

    @model_validator(mode="after")
    def _goes_forward(self) -> "PackTimer":
        if not self.check_skin < self.take_off < self.again_after:
            raise ValueError("a pack is checked, then taken off, then put on again")
        return self


class ReminderKind(Model):
    """`every` and `grace` in minutes; offered only when every card in `needs` may be shown. `lines` take turns.

    What else a kind may say is explained in reminders.yaml.
    """

    id: Id
    every: Minutes
    plan_every: Minutes | None = None
    least_every: Minutes
    most_a_day: Annotated[int, Field(gt=0)] | None = None
    most_days: Annotated[int, Field(gt=0)] | None = None
    grace: Minutes
    needs: tuple[Id, ...] = Field(min_length=1)
    one_of: Id | None = None
    gentle: bool = False
    stretches: bool = False
    timer: PackTimer | None = None
    title: TextKey
    about: TextKey
    lines: tuple[TextKey, ...] = Field(min_length=1)


class Reminders(Reviewed):
    window: Span
    quiet_hours: Span
    merge_within: Minutes
    daily_cap: Annotated[int, Field(gt=0)]
    snooze: tuple[Minutes, ...] = Field(min_length=1)
    plan_days: Annotated[int, Field(gt=0)]
    presets: tuple[Minutes, ...] = Field(min_length=1)
    kinds: tuple[ReminderKind, ...] = Field(min_length=1)

    def kind(self, kind_id: str) -> ReminderKind | None:
        return next((kind for kind in self.kinds if kind.id == kind_id), None)


class Stretch(Model):
    """Texts: stretch-<id>-name and stretch-<id>-how; the stop rule is stretch-stop for all of them."""

    id: Id
    sources: tuple[int, ...] = Field(min_length=1)


class Stretches(Reviewed):
    stretches: tuple[Stretch, ...] = Field(min_length=8)
