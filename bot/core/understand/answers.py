"""A typed answer to "is this happening now?"."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.core.understand.lexicon import PhraseTree
from bot.core.understand.tokens import tokenise
from content import Content

Answer = Literal["yes", "other", "no"]
_MARKS = frozenset('.,!?;:-()"')
_BEFORE = (["yes"], ["no"], ["not", "me"], ["no", "not", "me"])
_AFTER = (["thanks"], ["thank", "you"], ["thx"])


@dataclass(frozen=True, eq=False)
class AnswerTrees:
    begins: PhraseTree[Answer]
    whole: dict[tuple[str, ...], Answer]


@lru_cache(maxsize=4)
def answer_trees(content: Content) -> AnswerTrees:
    words = content.wish_words.answers
    whole: dict[tuple[str, ...], Answer] = {}
    for answer, phrases in (("yes", words.yes_alone), ("other", words.other), ("no", words.no)):
        whole |= {tuple(token.text for token in tokenise(phrase)): answer for phrase in phrases}  # type: ignore[misc]
    return AnswerTrees(PhraseTree((phrase, "yes") for phrase in words.yes), whole)


def answer_in(text: str, content: Content) -> Answer | None:
    """None: it is no answer, and the question stands. Somebody else and no are answers only if nothing else is said."""
    words = [token.text for token in tokenise(text) if token.text not in _MARKS]
    trees = answer_trees(content)
    alone = trees.whole.get(tuple(words)) or trees.whole.get(tuple(_bare(words)))
    if alone is not None:
        return alone
    return "yes" if any(True for _ in trees.begins.each_at(words, 0)) else None


def _bare(words: list[str]) -> list[str]:
    """Without the word before the answer, and the thanks after it."""
    for before in sorted(_BEFORE, key=len, reverse=True):
        if len(words) > len(before) and words[: len(before)] == before:
            words = words[len(before) :]
            break
    for after in _AFTER:
        if len(words) > len(after) and words[-len(after) :] == after:
            return words[: -len(after)]
    return words
