"""A typed answer to "is this happening now?"."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.core.understand.lexicon import PhraseTree
from bot.core.understand.tokens import tokenise
from content import Content

Answer = Literal["yes", "other", "no"]
_MARKS = frozenset('.,!?;:-()"')


@dataclass(frozen=True, eq=False)
class AnswerTrees:
    begins: PhraseTree[Answer]
    wholly: PhraseTree[Answer]


@lru_cache(maxsize=4)
def answer_trees(content: Content) -> AnswerTrees:
    answers = content.wish_words.answers
    begins: list[tuple[str, Answer]] = [(phrase, "yes") for phrase in answers.yes]
    begins += [(phrase, "other") for phrase in answers.other]
    return AnswerTrees(PhraseTree(begins), PhraseTree((phrase, "no") for phrase in answers.no))


def answer_in(text: str, content: Content) -> Answer | None:
    """None: it is no answer, and the question stands. A "no" is one only if nothing else is said."""
    words = [token.text for token in tokenise(text) if token.text not in _MARKS]
    trees = answer_trees(content)
    if words and _is_wholly(words, trees.wholly):
        return "no"
    found = [values[0] for values, _ in trees.begins.each_at(words, 0)]
    if not found:
        return None
    return "other" if "other" in found else "yes"


def _is_wholly(words: list[str], tree: PhraseTree[Answer]) -> bool:
    at = 0
    while at < len(words):
        ends = [end for _, end in tree.each_at(words, at)]
        if not ends:
            return False
        at = ends[-1]
    return True
