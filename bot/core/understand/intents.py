"""What a message wants beside schedules: a check, a report, something done, a page, a talk, or an answer to a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.understand.lexicon import PhraseTree
from bot.core.understand.numbers import amount_in, pain_in
from bot.core.understand.tokens import Token
from bot.core.understand.wish import Better, Chat, Flare, Log, Open, Question, Quiet, StartCheck, Wish, Zone
from content import Content
from content.wish_schema import IntentWords

COMMANDS = frozenset({"check", "check_on", "open", "log"})
_ALSO_WHOLE = COMMANDS | {"zone", "quiet"}
_MARKS = frozenset('.,!?;:-()"')
_MOST_WORDS = 12  # a message that is wholly a phrase is short
_MOST_CARDS = 4


@dataclass(frozen=True, eq=False)
class IntentTrees:
    """All phrases of intents.yaml, each with the number of its intent; `whole` has a tree for each intent."""

    says: PhraseTree[int]
    unless: PhraseTree[int]
    whole: PhraseTree[int]
    places: PhraseTree[str]
    ignored: frozenset[str]


@lru_cache(maxsize=4)
def intent_trees(content: Content) -> IntentTrees:
    intents = list(enumerate(content.wish_words.intents.intents))
    return IntentTrees(
        PhraseTree((phrase, i) for i, intent in intents for phrase in intent.says),
        PhraseTree((phrase, i) for i, intent in intents for phrase in intent.unless),
        PhraseTree((phrase, i) for i, intent in intents for phrase in _wholly(intent)),
        PhraseTree((place.name, place.name) for place in content.places),
        frozenset(content.wish_words.intents.ignore),
    )


def whole_intent(tokens: Sequence[Token], content: Content) -> Wish | None:
    """What the message is, if it is no more than phrases of one intent."""
    words = [token.text for token in tokens if token.text not in _MARKS]
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    trees = intent_trees(content)
    for i, intent in enumerate(content.wish_words.intents.intents):
        if _wholly(intent) and _is_wholly(words, i, trees):
            return _wish(intent, tokens, words, content)
    return None


def said_intent(tokens: Sequence[Token], content: Content, *, commands: bool = False) -> Wish | None:
    """The first intent of which a phrase stands in the message, and none of those that speak against it.

    `commands`: only of those that want something done or say that it was.
    """
    words = [token.text for token in tokens]
    trees = intent_trees(content)
    against = {i for i, _, _ in trees.unless.found_in(words)}
    said = {i for i, _, _ in trees.says.found_in(words)}
    for i in sorted(said - against):
        intent = content.wish_words.intents.intents[i]
        wish = None if commands and intent.wish not in COMMANDS else _wish(intent, tokens, words, content)
        if wish is not None:
            return wish
    return None


def _wholly(intent: IntentWords) -> tuple[str, ...]:
    also = intent.says if intent.wish in _ALSO_WHOLE and intent.sort != "place" else ()
    return (*intent.whole, *also)


def _is_wholly(words: Sequence[str], intent: int, trees: IntentTrees) -> bool:
    at, is_found = 0, False
    while at < len(words):
        values, end = _longest_of(words, at, intent, trees)
        if values:
            at, is_found = end, True
        elif words[at] in trees.ignored:
            at += 1
        else:
            return False
    return is_found


def _longest_of(words: Sequence[str], at: int, intent: int, trees: IntentTrees) -> tuple[bool, int]:
    ends = [end for values, end in trees.whole.each_at(words, at) if intent in values]
    return (True, ends[-1]) if ends else (False, at)


def _wish(
    intent: IntentWords, tokens: Sequence[Token], words: Sequence[str], content: Content
) -> Wish | None:
    if intent.wish in {"open", "chat"}:
        return Open(intent.sort or "") if intent.wish == "open" else Chat(intent.sort or "")
    if intent.wish in {"flare", "better"}:
        pain = pain_in(tokens, content)
        return Flare(pain) if intent.wish == "flare" else Better(pain)
    if intent.wish in {"zone", "quiet"}:
        return _zone(intent, words, content) if intent.wish == "zone" else Quiet()
    return _log(intent, tokens, content) if intent.wish == "log" else StartCheck(intent.wish == "check_on")


def _log(intent: IntentWords, tokens: Sequence[Token], content: Content) -> Log:
    amount, unit = amount_in(tokens, content) if intent.deed == "done" else (None, None)
    return Log(intent.deed or "done", intent.kind, amount, unit)


def _zone(intent: IntentWords, words: Sequence[str], content: Content) -> Zone | None:
    """A sentence like "I am in ..." is about the clock only if a place follows."""
    found = intent_trees(content).places.found_in(words)
    longest = max(found, key=lambda each: each[2] - each[1], default=None)
    if longest is None:
        return None if intent.sort == "place" else Zone()
    return Zone(longest[0])


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
