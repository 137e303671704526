"""What phrases/*.yaml mean beside the other files: kinds and cards are there, and no phrase means two things."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.faults import Fault
from content.reminder_schema import Reminders
from content.topics import Learn
from content.wish_schema import AnswerWords, Intents, Phrases, ScheduleWords, Topics

SCHEDULE, INTENTS, TOPICS, ANSWERS = (
    f"phrases/{name}.yaml" for name in ("schedule", "intents", "topics", "answers")
)
Loc = tuple[int | str, ...]


@dataclass(frozen=True, eq=False)
class WishWords:
    """The words people use, for bot/core/understand."""

    schedule: ScheduleWords
    intents: Intents
    topics: Topics
    answers: AnswerWords


def check_schedule_words(words: ScheduleWords, reminders: Reminders) -> Iterator[Fault]:
    """Every phrase has one meaning, and every reminder kind can be named."""
    seen: dict[str, Loc] = {}
    for loc, phrases in _lists(words):
        for phrase in phrases:
            if phrase in seen:
                yield Fault(SCHEDULE, loc, f"{phrase!r} is in {'.'.join(map(str, seen[phrase]))} already")
            seen[phrase] = loc
            yield from _unreadable(SCHEDULE, loc, phrase)
    yield from _kind_faults(words, reminders)
    for word in words.misspelt:
        if word not in seen:
            yield Fault(SCHEDULE, ("misspelt",), f"{word!r} is in no other list")


def check_intents(intents: Intents, reminders: Reminders) -> Iterator[Fault]:
    known = {kind.id for kind in reminders.kinds}
    for i, intent in enumerate(intents.intents):
        loc = ("intents", i)
        if not (intent.says or intent.whole):
            yield Fault(INTENTS, loc, "has no phrases")
        if intent.kind is not None and intent.kind not in known:
            yield Fault(INTENTS, loc, f"{intent.kind} is no reminder kind")
        if (intent.wish == "log") != (intent.deed is not None):
            yield Fault(INTENTS, loc, "a log has a deed, and nothing else has one")
        if intent.wish in {"open", "chat"} and intent.sort is None:
            yield Fault(INTENTS, loc, f"needs a sort: which {'page' if intent.wish == 'open' else 'talk'}?")
        for phrase in (*intent.says, *intent.whole, *intent.unless):
            yield from _unreadable(INTENTS, loc, phrase)


def check_answers(answers: AnswerWords) -> Iterator[Fault]:
    """No phrase is two answers."""
    seen: dict[str, str] = {}
    for name in ("yes", "yes_alone", "other", "no"):
        for phrase in getattr(answers, name):
            if phrase in seen:
                yield Fault(ANSWERS, (name,), f"{phrase!r} is in {seen[phrase]} already")
            seen[phrase] = name
            yield from _unreadable(ANSWERS, (name,), phrase)


def check_topics(topics: Topics, learn: Learn) -> Iterator[Fault]:
    known = {card.id for card in learn.cards}
    for i, topic in enumerate(topics.topics):
        for card in topic.cards:
            if card not in known:
                yield Fault(TOPICS, ("topics", i), f"{card} is no card of learn.yaml")
        for phrase in (*topic.words, *topic.beside):
            yield from _unreadable(TOPICS, ("topics", i), phrase)


def _lists(words: ScheduleWords) -> Iterator[tuple[Loc, Phrases]]:
    yield ("ignore",), words.ignore
    yield ("breaks",), words.breaks
    yield ("unknown",), words.unknown
    yield from ((("words", role), phrases) for role, phrases in words.words.items())
    yield from ((("units", unit), phrases) for unit, phrases in words.units.items())
    yield from ((("numbers", number), phrases) for number, phrases in words.numbers.items())
    yield from ((("months", i), phrases) for i, phrases in enumerate(words.months))
    for i, day in enumerate(words.days):
        yield ("days", i, "once"), day.once
        yield ("days", i, "weekly"), day.weekly
    yield from ((("parts", i), part.words) for i, part in enumerate(words.parts))
    yield from ((("kinds", i), each.words) for i, each in enumerate(words.kinds))


def _kind_faults(words: ScheduleWords, reminders: Reminders) -> Iterator[Fault]:
    known = {kind.id for kind in reminders.kinds}
    for i, each in enumerate(words.kinds):
        yield from _strangers(("kinds", i), each.kinds, known)
    for kind in known - {each.kinds[0] for each in words.kinds if len(each.kinds) == 1}:
        yield Fault(SCHEDULE, ("kinds",), f"the reminder {kind} has no words of its own")


def _strangers(loc: Loc, kinds: Iterable[str], known: set[str]) -> Iterator[Fault]:
    for kind in kinds:
        if kind not in known:
            yield Fault(SCHEDULE, loc, f"{kind} is no reminder kind")


def _unreadable(file: str, loc: Loc, phrase: str) -> Iterator[Fault]:
    """A text is folded before it is read: what is not written so is never found."""
    folded = unicodedata.normalize("NFKD", phrase).casefold()
    if any(unicodedata.category(sign) == "Mn" for sign in folded) or folded != phrase:
        yield Fault(file, loc, f"{phrase!r} must be written small and without accents")
