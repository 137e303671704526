"""A question, and the cards of learn.yaml that speak of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.understand.phrases import PhraseTree
from bot.core.understand.tokens import Token
from bot.core.understand.wish import Question
from content import Content

_MOST_CARDS = 4


@dataclass(frozen=True, eq=False)
class TopicTrees:
    asks: PhraseTree[bool]
    words: PhraseTree[int]
    beside: PhraseTree[int]


@lru_cache(maxsize=4)
def topic_trees(content: Content) -> TopicTrees:
    topics = list(enumerate(content.wish_words.topics.topics))
    return TopicTrees(
        PhraseTree((phrase, True) for phrase in content.wish_words.topics.questions),
        PhraseTree((phrase, i) for i, topic in topics for phrase in topic.words),
        PhraseTree((phrase, i) for i, topic in topics for phrase in topic.beside),
    )


def question_of(tokens: Sequence[Token], content: Content) -> Question | None:
    """None: it asks nothing. Without cards it asks about something that no card speaks of."""
    words = [token.text for token in tokens]
    trees = topic_trees(content)
    if "?" not in words and not any(_asks(start, end) for _, start, end in trees.asks.found_in(words)):
        return None
    return Question(_cards(words, trees, content))


def _asks(start: int, end: int) -> bool:
    """ "should i" anywhere; a single "can" or "is" only as the first word."""
    return end - start > 1 or start == 0


def _cards(words: Sequence[str], trees: TopicTrees, content: Content) -> tuple[str, ...]:
    beside = {i for i, _, _ in trees.beside.found_in(words)}
    topics = content.wish_words.topics.topics
    fitting = sorted({i for i, _, _ in trees.words.found_in(words) if not topics[i].beside or i in beside})
    cards = [topics[i].cards[0] for i in fitting] + [card for i in fitting for card in topics[i].cards[1:]]
    return tuple(dict.fromkeys(cards))[:_MOST_CARDS]
