"""The talk around the check: start, help, privacy, the hold, and what to say when lost."""

from bot.callback_data import (
    Forget,
    ShowGetHelp,
    ShowHome,
    ShowReminders,
    ShowSettings,
    ShowTopics,
    StartCheck,
)
from bot.render.reply import Button, Reply, Words
from bot.render.urgent import hold_buttons


def home(words: Words, hold_id: int | None) -> Reply:
    """What Easeback is, and the three ways on; during a hold that comes first, with its answers."""
    if hold_id is not None:
        return Reply(words.say("home-held") + "\n\n" + words.say("home"), hold_buttons(words, hold_id))
    return Reply(words.say("home"), _ways_on(words))


def welcome_back(words: Words, kinds: list[str]) -> Reply:
    """`kinds` of reminders go on."""
    names = ", ".join(words.label(words.kind(kind).title) for kind in kinds)
    return Reply(
        words.say("welcome-back", names=names), ((words.button("button-reminders", ShowReminders()),),)
    )


def show_help(words: Words) -> Reply:
    return Reply(words.say("help"), _ways_on(words))


def get_help(words: Words) -> Reply:
    return Reply(words.say("get-help"), ((_check(words),), (_home(words),)))


def privacy(words: Words) -> Reply:
    forget = words.button("button-forget", Forget())
    return Reply(words.say("privacy"), ((forget,), (_home(words),)))


def ask_forget(words: Words, *, warned: bool) -> Reply:
    """`warned`: an emergency answer is in, so what to do about it comes first."""
    sure = words.button("button-forget-sure", Forget(1))
    keep = words.button("button-forget-keep", ShowHome())
    text = (
        words.say("forget-ask-held") + "\n\n" + words.say("get-help") if warned else words.say("forget-ask")
    )
    return Reply(text, ((sure,), (keep,)))


def forgotten(words: Words, *, warned: bool) -> Reply:
    text = words.say("forgotten")
    return Reply(words.say("get-help") + "\n\n" + text if warned else text)


def cancelled(words: Words, *, held: bool) -> Reply:
    return Reply(words.say("cancelled-held" if held else "cancelled"), _ways_on(words))


def on_hold(words: Words, hold_id: int) -> Reply:
    return Reply(words.say("hold-stays"), hold_buttons(words, hold_id))


def not_understood(words: Words) -> Reply:
    return Reply(words.say("not-understood"), _ways_on(words))


def calm(words: Words) -> Reply:
    """Read, and nothing in it asks for anything."""
    return Reply(words.say("talk-calm"), ((_check(words),),))


def not_text(words: Words) -> Reply:
    return Reply(words.say("not-text"), _ways_on(words))


def worth_a_check(words: Words) -> Reply:
    return Reply(words.say("worth-a-check"), ((_check(words),), (_home(words),)))


def unknown_command(words: Words) -> Reply:
    return Reply(words.say("unknown-command") + "\n\n" + words.say("help"), _ways_on(words))


def old_button(words: Words) -> Reply:
    return Reply(words.say("old-button"), _ways_on(words))


def group_notice(words: Words) -> Reply:
    return Reply(words.say("group-notice"))


def went_wrong(words: Words) -> Reply:
    return Reply(words.say("went-wrong"), _ways_on(words))


def _ways_on(words: Words) -> tuple[tuple[Button, ...], ...]:
    reminders = words.button("button-reminders", ShowReminders())
    settings = words.button("button-settings", ShowSettings())
    learn = words.button("button-learn", ShowTopics())
    urgent = words.button("button-get-help", ShowGetHelp())
    return ((_check(words),), (reminders, settings), (learn,), (urgent,))


def _check(words: Words) -> Button:
    return words.button("button-check", StartCheck())


def _home(words: Words) -> Button:
    return words.button("button-home", ShowHome())
