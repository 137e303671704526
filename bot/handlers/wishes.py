"""What people ask for in words. Schedules are offered first and stored after an OK; the rest is done and can be undone."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.callback_data import (
    AskZone,
    Forget,
    SetQuiet,
    ShowCard,
    ShowHelp,
    ShowHome,
    ShowPrivacy,
    ShowReminders,
    ShowSettings,
    ShowTopics,
    StartCheck,
)
from bot.core import cadence
from bot.core.people import Person
from bot.core.understand import Context, Last, Wish
from bot.core.understand.wish import (
    Ask,
    Better,
    Change,
    Chat,
    Flare,
    Log,
    NotBefore,
    Open,
    Pause,
    Question,
    Quiet,
    Refused,
    Resume,
    Set,
    Snooze,
    Stop,
    Zone,
)
from bot.core.understand.wish import StartCheck as WishedCheck
from bot.handlers import check, home, learn, logs, offers, reminders, settings
from bot.handlers.changes import SNOOZED_WITHIN
from bot.handlers.here import CONTINUE_WITHIN
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.render import wishes as render
from bot.store import Tx, checkups, occurrences
from bot.store import offers as stored_offers
from bot.store import reminders as stored_reminders

LAST_FOR = timedelta(minutes=30)  # so long "no, every 3 hours" is about the last thing


async def context_of(tx: Tx, turn: Turn, person: Person) -> Context:
    """What a message has to be read with: the clock, what is on, and what was spoken of last."""
    on = {
        kind: each.trigger
        for kind, each in (await stored_reminders.of_person(tx, person.id)).items()
        if each.is_on
    }
    return Context(
        tx.now,
        turn.services.content.reminders.window,
        person.zoneinfo,
        on=on,
        last=await _last(tx, person),
        last_sent=await occurrences.last_sent(tx, person.id, SNOOZED_WITHIN) is not None,
    )


async def _last(tx: Tx, person: Person) -> Last | None:
    newest = await stored_offers.newest(tx, person.id, LAST_FOR)
    if newest is None:
        return None
    option = newest.options[max(newest.chosen or 0, 0)] if newest.options else None
    return Last(option.kind, option.trigger) if isinstance(option, Set | Change) else None


async def grant(turn: Turn, wish: Wish) -> Reply:
    """What is wished for, or why it cannot be had."""
    return await GRANTS[type(wish)](turn, wish)


async def _quiet(turn: Turn, wish: Quiet) -> Reply:
    if wish.begin is None or wish.end is None:
        return await settings.set_quiet(turn, SetQuiet())
    return await offers.make(turn, (wish,))


async def _ask(turn: Turn, ask: Ask) -> Reply:
    if ask.options:
        return await offers.make(turn, (*_usual(turn, ask), *ask.options))
    return await (offers.ask_how_long(turn) if ask.why == "how_long" else _refuse(turn, Refused("unread")))


def _usual(turn: Turn, ask: Ask) -> tuple[Set, ...]:
    """The usual times of the kind, where none were said."""
    kinds = {option.kind for option in ask.options if isinstance(option, Set)}
    settings = turn.services.content.reminders
    kind = settings.kind(kinds.pop() or "") if len(kinds) == 1 and ask.why == "time" else None
    return () if kind is None else (Set(kind.id, cadence.usual(kind, settings)),)


async def _explain(turn: Turn, question: Question) -> Reply:
    """The card that is closest, and buttons for the others."""
    if not question.cards:
        return render.no_card(turn.words)
    shown = await learn.card(turn, ShowCard(question.cards[0]))
    return render.with_cards(turn.words, shown, question.cards[1:])


async def _zone(turn: Turn, wish: Zone) -> Reply:
    places = turn.services.content.places
    zone = next((each.zone for each in places if each.name == wish.place), None)
    if zone is None:
        return await settings.ask_zone(turn, AskZone(settings.SETTINGS))
    return render.confirm_zone(turn.words, zone, _now(turn))


async def _open(turn: Turn, wish: Open) -> Reply:
    pages: dict[str, Callable[[], Awaitable[Reply]]] = {
        "reminders": lambda: reminders.show(turn, ShowReminders()),
        "plan": lambda: reminders.show(turn, ShowReminders()),
        "settings": lambda: settings.show(turn, ShowSettings()),
        "help": lambda: home.show_help(turn, ShowHelp()),
        "forget": lambda: home.forget(turn, Forget()),
        "privacy": lambda: home.privacy(turn, ShowPrivacy()),
        "learn": lambda: learn.topics(turn, ShowTopics()),
        "diary": lambda: logs.today(turn),
        "stretches": lambda: logs.stretch(turn),
        "cancel": lambda: offers.drop_or_cancel(turn),
    }
    if wish.page == "language":
        return render.only_english(turn.words)
    return await pages.get(wish.page, lambda: home.home(turn, ShowHome()))()


async def _talk(turn: Turn, wish: Chat) -> Reply:
    """A yes or a no may be meant for what was offered last."""
    sort = wish.sort
    if sort in {"yes", "no"}:
        answered = await offers.typed(turn, said_yes=sort == "yes")
        if answered is not None:
            return answered
    if sort == "yes" and await _has_open_check(turn):
        return await check.start(turn, StartCheck())
    return render.talk(turn.words, sort)


async def _has_open_check(turn: Turn) -> bool:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        return await checkups.find_open(tx, person.id, CONTINUE_WITHIN) is not None


async def _refuse(turn: Turn, refused: Refused) -> Reply:
    if refused.why == "no_zone":
        return await settings.ask_zone(turn, AskZone(settings.SETTINGS))
    return render.refused(turn.words, refused)


def _now(turn: Turn) -> datetime:
    return turn.services.clock.now()


GRANTS: dict[type[Wish], Callable[[Turn, Any], Awaitable[Reply]]] = {
    WishedCheck: lambda turn, _wish: check.start(turn, StartCheck()),
    Flare: lambda turn, wish: logs.flare(turn, wish.pain),
    Better: lambda turn, wish: logs.better(turn, wish.pain),
    Log: logs.deed,
    Question: _explain,
    Zone: _zone,
    Open: _open,
    Chat: _talk,
    Refused: _refuse,
    Ask: _ask,
    Quiet: _quiet,
    Set: lambda turn, wish: offers.make(turn, (wish,)),
    Change: lambda turn, wish: offers.make(turn, (wish,)),
    NotBefore: offers.not_before,
    Snooze: offers.do,
    Pause: offers.do,
    Stop: offers.do,
    Resume: offers.do,
}
