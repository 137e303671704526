"""Whether a message in which nothing was found is English at all: what is not is answered with the safety question."""

from bot.core.watch.lexicon import lexicon
from content import Content

_FOREIGN = 2  # words of another language that make a message foreign
_FEW = 2  # so few words may be a name
_UNDERSTOOD = 0.6  # the share of its words that an English message is made of


def is_english(words: list[str], understood: bool, content: Content) -> bool:
    """Plainly English, as far as a few words tell; where something was understood, strange words are forgiven."""
    said = [word for word in words if not word[0].isdigit()]
    if not all(word.isascii() for word in said):
        return False
    if sum(word in content.phrases.ordinary.foreign for word in said) >= _FOREIGN:
        return False
    strange = sum(not lexicon(content).knows(word) for word in said)
    return understood or len(said) <= _FEW or strange <= (1 - _UNDERSTOOD) * len(said)
