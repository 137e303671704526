"""Numbers that are said about something: pain from 0 to 10, glasses drunk."""

from collections.abc import Sequence
from functools import lru_cache

from bot.core.understand.lexicon import PhraseTree
from bot.core.understand.tokens import Token
from content import Content

MOST_PAIN = 10
_NEAR = 3  # words between a word of pain and its number
_NOT_PAIN = frozenset({":", "am", "pm", "h", "hours", "hour", "days", "day", "weeks", "week", "min", "mins", "minutes", "times", "years", "months", "year",
                       "month", "%", "ml", "kg", "km", "k", "st", "nd", "rd", "th", "glasses", "a"})  # fmt: skip
_BEFORE_NOT_PAIN = frozenset({"for", "since", "last", "every", "at_time", "l", "s", "age", "aged"})


def pain_in(tokens: Sequence[Token], content: Content) -> int | None:
    """7/10, 7 out of 10, pain is 7; from 0 to 10 or not at all."""
    numbers = _numbers(content)
    words = [token.text for token in tokens]
    values = [_value(word, numbers) for word in words]
    for at, value in enumerate(values):
        if value is not None and value <= MOST_PAIN and _is_of_ten(words, values, at):
            return value
    ends = [end for _, _, end in _pain_words(content).found_in(words)]
    near = [value for end in ends for value in [_first_near(words, values, end)] if value is not None]
    return near[0] if near else None


def amount_in(tokens: Sequence[Token], content: Content) -> tuple[int | None, str | None]:
    """2 glasses, 500 ml, a glass; (None, None) where nothing is counted."""
    numbers, units = _numbers(content), _units(content)
    words = [token.text for token in tokens]
    for unit, start, _ in units.found_in(words):
        before = words[start - 1] if start else ""
        value = 1 if before in {"a", "an", "another"} else _value(before, numbers)
        if value is not None and not (
            start > 1 and words[start - 2] in {".", ","} and tokens[start - 1].glued
        ):
            return value, unit
    return None, None


def _is_of_ten(words: Sequence[str], values: Sequence[int | None], at: int) -> bool:
    after = words[at + 1 : at + 4]
    if after[:1] == ["/"] and at + 2 < len(values) and values[at + 2] == MOST_PAIN:
        return at == 0 or words[at - 1] != "."
    return after[:2] in (["out", "of"], ["on", "10"], ["of", "10"]) and MOST_PAIN in values[at + 1 : at + 4]


def _first_near(words: Sequence[str], values: Sequence[int | None], start: int) -> int | None:
    for at in range(start, min(start + _NEAR, len(words))):
        value = values[at]
        if value is None:
            continue
        if words[at + 1 : at + 2] == ["to"] and values[at + 2 : at + 3] not in ([], [None]):
            value = values[at + 2] or 0  # from 4 to 7
        is_pain = (
            value <= MOST_PAIN
            and not {*words[at + 1 : at + 2]} & _NOT_PAIN
            and words[at - 1] not in _BEFORE_NOT_PAIN
        )
        return value if is_pain else None
    return None


def _value(word: str, numbers: dict[str, int]) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= 5 else None
    return numbers.get(word)


@lru_cache(maxsize=4)
def _numbers(content: Content) -> dict[str, int]:
    return {word: number for number, words in content.wish_words.schedule.numbers.items() for word in words}


@lru_cache(maxsize=4)
def _units(content: Content) -> PhraseTree[str]:
    amounts = content.wish_words.intents.amounts
    return PhraseTree((phrase, unit) for unit, phrases in amounts.items() for phrase in phrases)


@lru_cache(maxsize=4)
def _pain_words(content: Content) -> PhraseTree[bool]:
    return PhraseTree((phrase, True) for phrase in content.wish_words.intents.pain)
