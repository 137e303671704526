"""Text into tokens: folded to plain small letters, numbers apart from words, in one pass over it."""

import unicodedata
from typing import NamedTuple

LONGEST = 4096  # characters that are looked at
_APOSTROPHES = frozenset("'’‘`´ʼ＇")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_DROPPED = frozenset({"Mn", "Me", "Cf", "Sk"})


class Token(NamedTuple):
    """`glued`: nothing stands between it and the token before it."""

    text: str
    glued: bool

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()


def fold(text: str) -> str:
    """Small letters without accents, apostrophes and marks that are not seen; digits of any script as 0-9."""
    return "".join(_folded(sign) for sign in text[:LONGEST])


def tokenise(text: str) -> tuple[Token, ...]:
    """Runs of letters, runs of digits, and every other sign by itself; spaces only part them."""
    found: list[Token] = []
    run, run_of, glued = "", "", False
    for sign in fold(text):
        sort = _sort(sign)
        if run and (sort != run_of or sort == "sign"):
            found.append(Token(run, glued))
            run, glued = "", True
        if sort == "space":
            glued = False
            continue
        run, run_of = run + sign, sort
    if run:
        found.append(Token(run, glued))
    return tuple(found)


def _sort(sign: str) -> str:
    if sign.isdecimal():
        return "digit"
    if sign.isalpha():
        return "letter"
    return "space" if sign.isspace() or not sign.isprintable() else "sign"


def _folded(sign: str) -> str:
    if sign.isascii():
        return "" if sign == "'" else sign.lower()
    if sign in _APOSTROPHES:
        return ""
    if sign in _DASHES:
        return _DASHES[sign]
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "No":  # a small 3 above the line is no 3, and a half is no 1/2
        return "\N{REPLACEMENT CHARACTER}"
    plain = unicodedata.normalize("NFKD", sign).casefold()
    return "".join(_DASHES.get(part, part) for part in plain if unicodedata.category(part) not in _DROPPED)
