"""What numbers in a text may be: a temperature, a score, a year, a handful of pills."""

from collections.abc import Iterator

from bot.core.watch.lexicon import Hit
from bot.core.watch.text import Word

CELSIUS = (37.8, 43.0)
FAHRENHEIT = (100.0, 109.0)
MANY = (5, 200)
YEARS = (1930, 2100)
WORST = 9


def numbers(words: list[Word]) -> Iterator[Hit]:
    for place, word in enumerate(words):
        if word.text[0].isdigit():
            yield from (Hit(name, place, place + 1) for name in _kinds(word.text))


def _kinds(text: str) -> Iterator[str]:
    yield "number"
    if ":" in text:
        return
    if "/" in text:
        got, of = (_value(half) for half in text.split("/"))
        if of == 10 and WORST <= got <= 10:
            yield "worst_score"
        return
    value = _value(text)
    if any(low <= value <= high for low, high in (CELSIUS, FAHRENHEIT)):
        yield "hot_number"
    if value == int(value) and MANY[0] <= value <= MANY[1]:
        yield "many"
    if YEARS[0] <= value <= YEARS[1] and text.isdigit():
        yield "year"


def _value(text: str) -> float:
    """Zero for what is no number that anybody means."""
    try:
        return float(text.replace(",", ".")) if len(text) <= 8 else 0.0
    except ValueError:
        return 0.0
