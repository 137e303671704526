"""From what was typed to plain lower-case words that know where they stood."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

LIMIT = 4096  # characters of one message, Telegram's own limit
_PIECE = re.compile(r"\d+(?:[.,/:]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[.!?…]+|[\n,;:()–—&+=°]")
_APOSTROPHES = dict.fromkeys("’‘`´ʼ＇", "'")
_ENDINGS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would", "s": "is"}


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` are places in message number `message`."""

    text: str
    message: int
    start: int
    end: int


@dataclass(slots=True)
class Words:
    """`clause` and `sentence` number each word's; `asked` are the sentences that end with a question mark."""

    words: list[Word] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)


def split(texts: Sequence[str]) -> Words:
    """The words of messages that follow each other; the end of a message ends a clause, and no sentence."""
    found = Words()
    clause = sentence = 0
    for message, text in enumerate(texts):
        for piece, start, end in _pieces(text):
            if piece[0].isalnum():
                for word in _words(piece):
                    found.words.append(Word(word, message, start, end))
                    found.clause.append(clause)
                    found.sentence.append(sentence)
                continue
            if piece == "&":
                found.words.append(Word("and", message, start, end))
                found.clause.append(clause)
                found.sentence.append(sentence)
                continue
            clause += 1
            if _ends_sentence(piece):
                if "?" in piece:
                    found.asked.add(sentence)
                sentence += 1
        clause += 1
    return found


def _ends_sentence(piece: str) -> bool:
    """Dots that trail off do not: "my legs... numb"."""
    return "!" in piece or "?" in piece or piece == "."


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    folded, places = _fold(text[:LIMIT])
    for match in _PIECE.finditer(folded):
        last = match.end() - 1
        yield match[0], places[match.start()], places[last] + 1


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Lower case without accents and invisible characters, and the place of each character."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = _plain(char)
        letters.append(plain)
        places.extend([place] * len(plain))
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if unicodedata.category(char) == "Cf":
        return ""
    folded = unicodedata.normalize("NFKD", char).casefold()
    return "".join(part for part in folded if not unicodedata.combining(part))[:4]


def _words(piece: str) -> list[str]:
    """A word with an apostrophe is written out: can't becomes can not, I'm becomes i am."""
    if "'" not in piece:
        return [piece]
    head, *tails = piece.split("'")
    if tails == ["t"] and head.endswith("n"):
        return ["can" if head == "can" else "will" if head == "won" else head[:-1], "not"]
    return [head, *(_ENDINGS.get(tail, tail) for tail in tails)]
