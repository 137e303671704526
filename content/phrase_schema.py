"""The shape of content/phrases: the words people use, what they mean, and what changes their meaning."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Annotated

from pydantic import Field

from content.schema import Id, Model, Reviewed, Token, Words

PhraseText = Annotated[str, Field(pattern=r"^[a-z0-9_*/?]+( [a-z0-9_*/?]+)*$", max_length=1000)]
PatternText = Annotated[str, Field(min_length=2, max_length=300)]
PhraseList = Annotated[tuple[PhraseText, ...], Field(min_length=1)]
# Classes that are made of numbers by the program: 37.8 and more, five and more, any, 9/10, 1999.
NUMBERS = ("hot_number", "many", "number", "worst_score", "year")
BUCKETS = 16384  # weights of the scorer
GAP = 5  # words that may stand between two parts of a pattern unless it says otherwise
_MOST_FORMS = 1500
_ATOM = re.compile(r"\{([a-z0-9_|]+)\}|([a-z0-9_*/? ]+)")


class WordClasses(Reviewed):
    """`body`: places; `problems`: what can be denied or over; `others`: what is neither."""

    body: dict[Id, PhraseList]
    problems: dict[Id, PhraseList]
    others: dict[Id, PhraseList]

    @property
    def classes(self) -> dict[str, tuple[str, ...]]:
        return {**self.body, **self.problems, **self.others}


class SignPhrases(Model):
    """`sure`: said of oneself and now, this is the sign. `ask`: it may be. `history`: counts also when long past."""

    sure: tuple[PatternText, ...] = ()
    ask: tuple[PatternText, ...] = ()
    history: bool = False


class SignWords(Reviewed):
    """`combined`: signs that no phrase of their own needs, each with the reason."""

    signs: dict[Token, SignPhrases]
    combined: dict[Token, Words]


class Contexts(Reviewed):
    """What changes the meaning of what stands near; see context.yaml for each."""

    denies: PhraseList
    not_denying: PhraseList
    carries_denial: PhraseList
    joins: PhraseList
    turns: PhraseList
    over: PhraseList
    came_back: PhraseList
    fine: PhraseList
    long_past: PhraseList
    short_past: PhraseList
    was: PhraseList
    now: PhraseList
    for_years: PhraseList
    me: PhraseList
    other: PhraseList
    you: PhraseList
    animal: PhraseList
    here: PhraseList
    elsewhere: PhraseList
    far: PhraseList
    perhaps: PhraseList
    real: PhraseList
    asks: PhraseList
    asks_marked: PhraseList
    fiction: PhraseList
    dream: PhraseList
    confirms: PhraseList
    mention: PhraseList


class Idioms(Reviewed):
    """`harmless`: words that mean nothing here; `softened`: never sure, so at most a question."""

    harmless: tuple[PatternText, ...]
    softened: tuple[PatternText, ...]


class Spelling(Model):
    """`written_out`: one word for another or for several; `not_typos`: words that are right as they stand."""

    written_out: dict[Annotated[str, Field(pattern=r"^[a-z]+$")], PhraseText]
    not_typos: tuple[Annotated[str, Field(pattern=r"^[a-z]+$")], ...]


class Ordinary(Model):
    """Words of everyday English, and words that show a message is in another language."""

    foreign: tuple[Annotated[str, Field(pattern=r"^[a-z]+$")], ...]
    words: tuple[Annotated[str, Field(pattern=r"^[a-z]+$")], ...]


class Scorer(Reviewed):
    """What bot/core/watch/scorer.py weighs, times `scale`. From `ask` on a message sounds like a red flag, from `alarm` on surely;
    `heard_sure` and `heard` are added where the rules are sure of one, or hold it for possible, `clear` where nothing casts doubt."""

    scale: Annotated[int, Field(gt=0)]
    alarm: float
    ask: float
    heard_sure: float
    heard: float
    clear: float
    bias: int
    weights: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Phrases:
    """All of content/phrases."""

    words: WordClasses
    signs: SignWords
    contexts: Contexts
    idioms: Idioms
    spelling: Spelling
    ordinary: Ordinary
    scorer: Scorer

    @property
    def patterns(self) -> tuple[str, ...]:
        said = tuple(text for sign in self.signs.signs.values() for text in (*sign.sure, *sign.ask))
        return (*said, *self.idioms.harmless, *self.idioms.softened)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that must stand together: each a set of classes, or of literal phrases (which begin with `=`)."""

    parts: tuple[tuple[str, ...], ...]
    ordered: bool
    gap: int
    across: bool


class BadPattern(ValueError):
    """A pattern or phrase that cannot be read; the message says what to mend."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Pattern:
    """`{a|b} + {c}` either way round, `{a} > words` in this order; at the end `@8` for a wider gap, `across` where a "but"
    may stand between."""
    inner = text.removesuffix(" across")
    body, _, gap = inner.partition(" @")
    ordered = " > " in body
    if (ordered and " + " in body) or (gap and not gap.isdigit()):
        raise BadPattern(f"{text!r} must use either + or >, and @ with a number at its end")
    pieces = re.split(r" [+>] ", body)
    return Pattern(tuple(_part(piece, text) for piece in pieces), ordered, int(gap or GAP), inner != text)


def _part(piece: str, text: str) -> tuple[str, ...]:
    found = _ATOM.fullmatch(piece)
    if found is None:
        raise BadPattern(f"{text!r} has a part that is neither {{class}} nor plain words: {piece!r}")
    return tuple(found[1].split("|")) if found[1] else (f"={found[2].strip()}",)


@lru_cache(maxsize=8192)
def forms(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Every way to say a phrase: `a/b` is a choice, `c?` may be left out, `_` is any word, `stem*` any ending."""
    slots = [(slot.removesuffix("?").split("/"), slot.endswith("?")) for slot in phrase.split(" ")]
    choices = [[*words, ""] if optional else words for words, optional in slots]
    ways = tuple(tuple(word for word in way if word) for way in product(*choices))
    if len(ways) > _MOST_FORMS or not all(ways):
        raise BadPattern(f"{phrase!r} can be said in too many ways, or in none")
    return ways
