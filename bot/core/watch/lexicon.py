"""The words of content/phrases, made ready once: a tree of phrases, a speller, and the patterns by what they need."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.core.watch.spelling import Speller
from bot.core.watch.text import Word, Words
from content import Content
from content.phrase_schema import Pattern, Phrases, forms, parse

Tree = dict[
    str, Any
]  # a word leads to the next tree; the key "" holds the classes of a phrase that ends here
_SHORTEST_STEM = 3
_SHORTEST_HALF = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the class `name`: words `start` up to `end`. `denying` when it holds a word like "no" itself."""

    name: str
    start: int
    end: int
    denying: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`sign` is None for an idiom; `sure` says that it is the sign, and for an idiom that it means nothing."""

    sign: str | None
    sure: bool
    pattern: Pattern


@dataclass(frozen=True, eq=False)
class Lexicon:
    tree: Tree
    stems: frozenset[str]
    known: frozenset[str]
    ordinary: frozenset[str]
    denying: frozenset[str]
    body: frozenset[str]
    problems: frozenset[str]
    history: frozenset[str]
    written_out: dict[str, tuple[str, ...]]
    speller: Speller
    idioms: dict[str, list[Rule]]
    signs: dict[str, list[Rule]]

    def read(self, words: Words) -> Words:
        """The same words, mended and written out."""
        found = Words(asked=words.asked)
        for i, word in enumerate(words.words):
            for text in self._meant(word.text):
                found.words.append(Word(text, word.message, word.start, word.end))
                found.clause.append(words.clause[i])
                found.sentence.append(words.sentence[i])
        return found

    def _meant(self, word: str) -> tuple[str, ...]:
        if word[0].isdigit():
            return (word,)
        if word in self.written_out:
            return self.written_out[word]
        if self.knows(word):
            return (word,)
        mended = self.speller.mend(word)
        if mended == word and len(word) <= _LONGEST_PAIR:
            return next(self._halves(word), (word,))
        return self.written_out.get(mended, (mended,))

    def _halves(self, word: str) -> Iterator[tuple[str, ...]]:
        """Two words without the space between them: "cantpee"."""
        for i in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
            if self._is_word(word[:i]) and self._is_word(word[i:]):
                yield self._meant(word[:i]) + self._meant(word[i:])

    def _is_word(self, word: str) -> bool:
        return word in self.known or word in self.written_out

    def knows(self, word: str) -> bool:
        """A word of the lexicon or of everyday English, as it stands."""
        return word in self.known or word in self.ordinary or any(self._stems_of(word))

    def _stems_of(self, word: str) -> Iterator[str]:
        for length in range(_SHORTEST_STEM, len(word) + 1):
            if word[:length] in self.stems:
                yield f"{word[:length]}*"

    def hits(self, words: list[Word]) -> list[Hit]:
        """Every phrase of every class, wherever it stands; they may overlap."""
        symbols = [(word.text, *self._stems_of(word.text), "_") for word in words]
        found: list[Hit] = []
        for start in range(len(words)):
            found.extend(self._from(start, symbols))
        return found

    def _from(self, start: int, symbols: list[tuple[str, ...]]) -> Iterator[Hit]:
        trees, end = [self.tree], start
        denying = False
        while trees and end < len(symbols):
            trees = [tree[symbol] for tree in trees for symbol in symbols[end] if symbol in tree]
            denying = denying or symbols[end][0] in self.denying
            end += 1
            for tree in trees:
                for name in tree.get("", ()):
                    yield Hit(name, start, end, denying)


_LONGEST_PAIR = 20


@lru_cache(maxsize=4)
def lexicon(content: Content) -> Lexicon:
    phrases = content.phrases
    tree: Tree = {}
    for name, said in _named(phrases):
        for phrase in said:
            for form in forms(phrase):
                _plant(tree, form, name)
    vocabulary = {word for word in _spoken(phrases) if word != "_"}
    known = frozenset(word for word in vocabulary if not word.endswith("*"))
    ordinary = frozenset(phrases.ordinary.words)
    written_out = {word: tuple(said.split(" ")) for word, said in phrases.spelling.written_out.items()}
    return Lexicon(
        tree=tree,
        stems=frozenset(word[:-1] for word in vocabulary if word.endswith("*")),
        known=known,
        ordinary=ordinary,
        denying=frozenset(phrase for phrase in phrases.contexts.denies if " " not in phrase),
        body=frozenset(phrases.words.body),
        problems=frozenset(phrases.words.problems),
        history=frozenset(sign for sign, said in phrases.signs.signs.items() if said.history),
        written_out=written_out,
        speller=Speller(
            {*_told_from(phrases), *written_out},
            {*known, *ordinary, *phrases.spelling.not_typos, *phrases.ordinary.foreign},
        ),
        idioms=_by_first(_idioms(phrases)),
        signs=_by_first(_signs(phrases)),
    )


def _named(phrases: Phrases) -> Iterator[tuple[str, Iterable[str]]]:
    """Each class with its phrases: those of words.yaml, those of context.yaml, and the plain words in patterns."""
    yield from phrases.words.classes.items()
    for name, said in phrases.contexts:
        if name != "reviewed_by":
            yield name, said
    for text in phrases.patterns:
        for part in parse(text).parts:
            yield from ((name, (name[1:],)) for name in part if name.startswith("="))


def _spoken(phrases: Phrases) -> set[str]:
    return {word for _, said in _named(phrases) for phrase in said for form in forms(phrase) for word in form}


def _told_from(phrases: Phrases) -> set[str]:
    """The words that signs are told from: only these are worth looking for behind a typing mistake."""
    said = phrases.signs.signs.values()
    parts = {
        name
        for sign in said
        for text in (*sign.sure, *sign.ask)
        for part in parse(text).parts
        for name in part
    }
    named = [said for name, said in _named(phrases) if name in parts]
    words = {word for said in named for phrase in said for form in forms(phrase) for word in form}
    return {word for word in words if word.isalpha()}


def _plant(tree: Tree, form: tuple[str, ...], name: str) -> None:
    for word in form:
        tree = tree.setdefault(word, {})
    if name not in tree.setdefault("", ()):
        tree[""] = (*tree[""], name)


def _signs(phrases: Phrases) -> Iterator[Rule]:
    for sign, said in phrases.signs.signs.items():
        yield from (Rule(sign, True, parse(text)) for text in said.sure)
        yield from (Rule(sign, False, parse(text)) for text in said.ask)


def _idioms(phrases: Phrases) -> Iterator[Rule]:
    yield from (Rule(None, True, parse(text)) for text in phrases.idioms.harmless)
    yield from (Rule(None, False, parse(text)) for text in phrases.idioms.softened)


def _by_first(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for name in rule.pattern.parts[0]:
            found[name].append(rule)
    return dict(found)
