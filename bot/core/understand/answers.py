"""A typed answer to "is this happening now?"."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.core.understand.lexicon import PhraseTree
from bot.core.understand.tokens import tokenise
from content import Content

Answer = Literal["yes", "other", "no"]
Said = tuple[str, ...]
_MARKS = frozenset('.,!?;:-()"')


@dataclass(frozen=True, eq=False)
class AnswerBook:
    """`whole`: what is an answer if nothing else is said, also with something of `before` and `after` around it."""

    begins: PhraseTree[Answer]
    whole: dict[Said, Answer]
    before: tuple[Said, ...]
    after: tuple[Said, ...]


@lru_cache(maxsize=4)
def answer_book(content: Content) -> AnswerBook:
    words = content.wish_words.answers
    sorts: tuple[tuple[Answer, tuple[str, ...]], ...]
    sorts = (("yes", words.yes_alone), ("other", words.other), ("no", words.no))
    whole = {_words(phrase): answer for answer, phrases in sorts for phrase in phrases}
    before, after = ((*map(_words, each), ()) for each in (words.before, words.after))
    return AnswerBook(PhraseTree((phrase, "yes") for phrase in words.yes), whole, before, after)


def answer_in(text: str, content: Content) -> Answer | None:
    """None: it is no answer, and the question stands. Somebody else and no are answers only if nothing else is said."""
    said, book = _words(text), answer_book(content)
    if said in book.whole:
        return book.whole[said]
    for before in book.before:
        for after in book.after:
            bare = said[len(before) : len(said) - len(after)]
            if before + bare + after == said and bare in book.whole:
                return book.whole[bare]
    return "yes" if any(True for _ in book.begins.each_at(said, 0)) else None


def _words(text: str) -> Said:
    return tuple(token.text for token in tokenise(text) if token.text not in _MARKS)
