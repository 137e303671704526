"""Replies to what people type beside schedules: small talk, questions, what cannot be had."""

from datetime import datetime

from bot.callback_data import AskZone, ChooseZone, ShowCard, ShowReminders, ShowTopics, StartCheck
from bot.core.understand.wish import Refused
from bot.core.zones import local_time_text, zone_named
from bot.render.reply import Button, Reply, Rows, Words

_TALKS = frozenset({"hello", "thanks", "bye", "yes", "no", "laugh", "sorry", "talk", "complaint"})
_WITH_WAYS_ON = frozenset({"hello", "yes", "no", "talk", "complaint"})


def talk(words: Words, sort: str) -> Reply:
    sort = sort if sort in _TALKS else "talk"
    return Reply(words.say(f"talk-{sort}"), ways_on(words) if sort in _WITH_WAYS_ON else ())


def refused(words: Words, wish: Refused) -> Reply:
    """Why it cannot be had, with two examples or the way to the buttons."""
    return Reply(words.say(f"refused-{words.key(wish.why)}"), ways_on(words))


def no_card(words: Words) -> Reply:
    return Reply(words.say("no-card"), (*ways_on(words), (words.button("button-learn", ShowTopics()),)))


def with_cards(words: Words, shown: Reply, cards: tuple[str, ...]) -> Reply:
    """The first card, and the others one tap away."""
    rows: Rows = tuple(
        (Button(words.label(f"learn-{words.key(card)}-title"), ShowCard(card)),) for card in cards
    )
    return Reply(shown.text, (*rows, *shown.buttons))


def confirm_zone(words: Words, zone: str, now: datetime) -> Reply:
    """A place that was named: its time, to be looked at before it is taken."""
    known = zone_named(zone)
    time = "" if known is None else local_time_text(now, known)
    yes = words.button("button-zone-right", ChooseZone("settings", 0, zone))
    other = words.button("button-other-time", AskZone("settings"))
    return Reply(words.say("zone-confirm", time=time, place=words.place(zone)), ((yes,), (other,)))


def only_english(words: Words) -> Reply:
    return Reply(words.say("only-english"), ways_on(words))


def ways_on(words: Words) -> Rows:
    return (
        (words.button("button-check", StartCheck()),),
        (words.button("button-reminders", ShowReminders()),),
    )
