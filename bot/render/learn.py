"""The screens of /learn: topics, the cards of a topic, one card. Every button leads somewhere."""

from collections.abc import Set as AbstractSet

from bot.callback_data import Action, ShowCard, ShowGetHelp, ShowHome, ShowTopic, ShowTopics, StartCheck
from bot.render.reply import Button, Reply, Rows, Words
from content.topics import LearnCard, Topic

_PARAGRAPH = "\n\n"


def topics(words: Words) -> Reply:
    rows = tuple((Button(_title(words, each.id), ShowTopic(each.id)),) for each in words.content.learn.topics)
    check = words.button("button-check", StartCheck())
    urgent = words.button("button-get-help", ShowGetHelp())
    home = words.button("button-home", ShowHome())
    return Reply(words.say("learn-topics"), (*rows, (check, urgent), (home,)))


def topic(words: Words, shown: Topic) -> Reply:
    rows = tuple((Button(_title(words, card.id), ShowCard(card.id)),) for card in shown.cards)
    return Reply(words.say("learn-topic", topic=_title(words, shown.id)), (*rows, (_all_topics(words),)))


def card(words: Words, within: Topic, shown: LearnCard, held_back: AbstractSet[str]) -> Reply:
    """`held_back`: ids of the cards that the person's last check speaks against."""
    parts = [_place(words, within, shown)]
    if shown.id in held_back:
        parts.append(words.say("learn-ask-first"))
    else:
        parts += [words.say(_key(words, shown.id, "body")), *_caution(words, shown), _source(words, shown)]
    return Reply(_PARAGRAPH.join(parts), _turning(words, within, shown))


def _place(words: Words, within: Topic, shown: LearnCard) -> str:
    number = within.cards.index(shown) + 1
    place = words.say("learn-place", topic=_title(words, within.id), number=number, count=len(within.cards))
    return place + "\n" + words.say("learn-heading", title=_title(words, shown.id))


def _caution(words: Words, shown: LearnCard) -> list[str]:
    if not shown.caution:
        return []
    return [words.say("learn-caution", caution=words.label(_key(words, shown.id, "caution")))]


def _source(words: Words, shown: LearnCard) -> str:
    known = words.content.sources
    names = "; ".join(dict.fromkeys(known[number].plain or known[number].title for number in shown.sources))
    if not names:
        return words.say("learn-source-article")
    return words.say("learn-source-partly" if shown.unverified else "learn-source", names=names)


def _turning(words: Words, within: Topic, shown: LearnCard) -> Rows:
    """Back and Next keep their places from card to card; only the very last card has no Next."""
    at = within.cards.index(shown)
    before: Action = ShowCard(within.cards[at - 1].id) if at else ShowTopic(within.id)
    pages = (words.button("button-learn-previous", before), *_next(words, within, at))
    return (pages, (_all_topics(words),))


def _next(words: Words, within: Topic, at: int) -> tuple[Button, ...]:
    if at + 1 < len(within.cards):
        return (words.button("button-learn-next", ShowCard(within.cards[at + 1].id)),)
    every = words.content.learn.topics
    following = every[every.index(within) + 1 :]
    return tuple(words.button("button-learn-next-topic", ShowTopic(each.id)) for each in following[:1])


def _all_topics(words: Words) -> Button:
    return words.button("button-learn-topics", ShowTopics())


def _title(words: Words, an_id: str) -> str:
    return words.label(_key(words, an_id, "title"))


def _key(words: Words, an_id: str, part: str) -> str:
    return f"learn-{words.key(an_id)}-{part}"
