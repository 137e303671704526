"""Whether a message in which nothing was found is English at all: what is not is answered with the safety question."""

from bot.core.watch.lexicon import lexicon
from content import Content

_FOREIGN = 2  # words of another language that make a message foreign
_FEW = 2  # so few words may be a name
_UNDERSTOOD = 0.6  # the share of its words that an English message is made of


def is_english(words: list[str], content: Content) -> bool:
    """Plainly English, as far as a few words tell."""
    said = [word for word in words if not word[0].isdigit()]
    book = lexicon(content)
    if not all(word.isascii() for word in said):
        return False
    if sum(word in content.phrases.ordinary.foreign for word in said) >= _FOREIGN:
        return False
    strange = sum(not book.knows(word) for word in said)
    return len(said) <= _FEW or strange <= (1 - _UNDERSTOOD) * len(said)
