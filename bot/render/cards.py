"""What helps: a short list of care cards, and one card a screen."""

from bot.callback_data import ShowCareCard, ShowGetHelp
from bot.render.reply import Button, Reply, Rows, Words

_NOT_LISTED = "safety_net"  # every result says it already


def show(words: Words, checkup_id: int, cards: list[str], at: int) -> Reply:
    """Card number `at`; the list for any number that is no card."""
    listed = [card for card in cards if card != _NOT_LISTED]
    if not 0 <= at < len(listed):
        return _list(words, checkup_id, listed)
    card = words.key(listed[at])
    text = f"<b>{words.say(f'card-{card}-title')}</b>\n\n{words.say(f'card-{card}-body')}"
    place = words.say("cards-place", number=at + 1, count=len(listed))
    return Reply(f"{text}\n\n{place}", _around(words, checkup_id, at, len(listed)))


def button(words: Words, checkup_id: int) -> Button:
    """Under a result; the cards come as a message of their own, so that the result stays readable."""
    return words.button("button-what-helps", ShowCareCard(checkup_id, -1, 1))


def _list(words: Words, checkup_id: int, listed: list[str]) -> Reply:
    rows = tuple(
        (Button(words.label(f"card-{words.key(card)}-title"), ShowCareCard(checkup_id, at)),)
        for at, card in enumerate(listed)
    )
    return Reply(words.say("cards-list"), (*rows, (words.button("button-get-help", ShowGetHelp()),)))


def _around(words: Words, checkup_id: int, at: int, count: int) -> Rows:
    back = words.button("button-back", ShowCareCard(checkup_id, at - 1))  # before the first one is the list
    following = words.button("button-next-card", ShowCareCard(checkup_id, at + 1))
    every = words.button("button-all-cards", ShowCareCard(checkup_id))
    return ((back, following) if at + 1 < count else (back,), (every,))
