"""The shape of phrases/*.yaml: the words people use. They mean nothing by themselves; bot/core/understand reads them."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from content.schema import Id, Model, Reviewed

# Small, without accents and apostrophes, one space between words: what the tokens of a text look like.
Phrase = Annotated[str, Field(pattern=r"^[^\sA-Z'’]+( [^\sA-Z'’]+)*$")]
Phrases = tuple[Phrase, ...]
Role = Literal[
    "every", "every_other", "hourly", "daily", "weekly", "once", "twice", "amount", "also", "instead_of", "times", "a_day", "an_hour",
    "at", "from", "to", "and", "between", "until", "onwards", "for", "in", "on", "before", "after", "past", "half",
    "and_a_half", "quarter", "article", "oclock", "am", "pm", "noon", "midnight", "waking", "work_hours",
    "today", "tomorrow", "next_week", "next", "this", "now",
    "remind", "change", "move", "correct", "wait", "snooze", "later", "pause", "quiet", "stop", "off", "back_on", "no_more",
    "resume", "all", "reminders", "it", "not",
    "but_not", "if", "never", "reason", "forgets", "duty", "complaint", "event", "often", "question", "past_tense", "i", "vague", "foreign", "again", "quiet_hours",
]  # fmt: skip
Unit = Literal["minute", "hour", "day", "week", "fortnight"]
Deed = Literal["done", "skipped", "pack_on", "pack_off"]


class DayWords(Model):
    """`once` may mean the next such day or each one; `weekly` means each."""

    days: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(min_length=1)
    once: Phrases
    weekly: Phrases


class Part(Model):
    """A part of the day. Its `end` may lie on the next day; `offer` are times to choose from."""

    id: Id
    words: Phrases = Field(min_length=1)
    start: time
    end: time
    offer: tuple[time, ...] = Field(min_length=1)


class KindWords(Model):
    kinds: tuple[Id, ...] = Field(min_length=1)
    words: Phrases = Field(min_length=1)


class ScheduleWords(Reviewed):
    words: dict[Role, Phrases]
    units: dict[Unit, Phrases]
    numbers: dict[int, Phrases]
    months: tuple[Phrases, ...] = Field(min_length=12, max_length=12)
    days: tuple[DayWords, ...] = Field(min_length=1)
    parts: tuple[Part, ...] = Field(min_length=1)
    kinds: tuple[KindWords, ...] = Field(min_length=1)
    breaks: Phrases
    ignore: Phrases
    unknown: Phrases
    misspelt: Phrases


class IntentWords(Model):
    """`says`: found anywhere in a message. `whole`: they are all of it, but for words to ignore. `unless`: then not.

    Only one of the forms needs to fit. What `wish` is follows from bot/core/understand/intents.py.
    """

    wish: Literal["check", "check_on", "flare", "better", "log", "zone", "quiet", "open", "chat"]
    sort: Id | None = None
    kind: Id | None = None
    deed: Deed | None = None
    says: Phrases = ()
    whole: Phrases = ()
    unless: Phrases = ()


class Intents(Reviewed):
    ignore: Phrases
    pain: Phrases
    amounts: dict[Id, Phrases]
    intents: tuple[IntentWords, ...] = Field(min_length=1)


class AnswerWords(Reviewed):
    """Typed answers to "is this happening now?": what a message begins with (yes), or else wholly is."""

    yes: Phrases = Field(min_length=1)
    yes_alone: Phrases = Field(min_length=1)
    before: Phrases
    after: Phrases
    other: Phrases = Field(min_length=1)
    no: Phrases = Field(min_length=1)


class Topic(Model):
    """What a question is about: it has one of `words`, and one of `beside` where there are any."""

    cards: tuple[Id, ...] = Field(min_length=1)
    words: Phrases = Field(min_length=1)
    beside: Phrases = ()


class Topics(Reviewed):
    questions: Phrases = Field(min_length=1)
    topics: tuple[Topic, ...] = Field(min_length=1)
