"""How easily a text reads: short sentences of short words."""

import re

_VOWELS = re.compile(r"[aeiouy]+")


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    return max(1, count - (word.endswith("e") and not word.endswith("le") and count > 1))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: about 4 is what a nine-year-old reads."""
    plain = re.sub(r"<[^>]+>|/check", "", text).replace("\n", ". ")
    sentences = [part for part in re.split(r"[.!?:]+\s", plain + " ") if re.search(r"[a-z]", part)]
    words = [word for part in sentences for word in re.findall(r"[a-z’']+", part.lower())]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
