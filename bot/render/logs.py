"""What was told is noted, and that is said in a line."""

from bot.callback_data import ShowReminders, StartCheck
from bot.core.diary import PAIN, Entry
from bot.render.pack import start_button
from bot.render.remind import stretch as one_stretch
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import hold_buttons


def flare(words: Words, pain: int | None, hold_id: int | None, *, goes_on: bool) -> Reply:
    said = words.say("flare-noted", pain=pain) if pain is not None else words.say("flare")
    if hold_id is not None:
        return _held(words, said, hold_id)
    key = "flare-goes-on" if goes_on else "flare-check"
    check = words.button("button-check-on" if goes_on else "button-check", StartCheck())
    return Reply(f"{said}\n\n{words.say(key)}", ((check,),))


def better(words: Words, pain: int | None, hold_id: int | None) -> Reply:
    said = words.say("better-noted", pain=pain) if pain is not None else words.say("better")
    return Reply(said) if hold_id is None else _held(words, said, hold_id)


def did(words: Words, kinds: list[str], entries: list[Entry]) -> Reply:
    names = ", ".join(words.label(words.kind(kind).title) for kind in kinds)
    return Reply("\n".join([words.say("did", names=names), *_sums(words, entries, kinds)]))


def skipped(words: Words, kinds: list[str]) -> Reply:
    return Reply(words.say("skipped"), () if kinds else _reminders(words))


def noted(words: Words) -> Reply:
    return Reply(words.say("noted"))


def today(words: Words, entries: list[Entry]) -> Reply:
    lines = _sums(words, entries, [kind.id for kind in words.content.reminders.kinds])
    pains = [entry.amount for entry in entries if entry.what == PAIN and entry.amount is not None]
    if pains:
        lines.append(words.say("today-pain", pain=pains[-1], most=max(pains)))
    text = "\n".join([words.say("today"), *lines]) if lines else words.say("today-nothing")
    return Reply(text, (*_check(words), *_reminders(words)))


def stretch(words: Words, place: int, hold_id: int | None) -> Reply:
    if hold_id is not None:
        return _held(words, words.say("stretch-held"), hold_id)
    return Reply(one_stretch(words, place), _reminders(words))


def which_pack(words: Words) -> Reply:
    kinds = [kind.id for kind in words.content.reminders.kinds if kind.timer is not None]
    return Reply(words.say("which-pack"), tuple((start_button(words, kind),) for kind in kinds))


def _sums(words: Words, entries: list[Entry], kinds: list[str]) -> list[str]:
    return [line for kind in kinds for line in [_sum(words, entries, kind)] if line is not None]


def _sum(words: Words, entries: list[Entry], kind: str) -> str | None:
    """How often today, or how many glasses: what was said without a number counts as one."""
    mine = [entry for entry in entries if entry.what == kind]
    if not mine:
        return None
    name = words.label(words.kind(kind).title)
    units = {entry.unit or "glass" for entry in mine}
    if words.kind(kind).id == "hydration" and units == {"glass"}:
        return words.say("today-glasses", name=name, count=sum(entry.amount or 1 for entry in mine))
    return words.say("today-times", name=name, count=len(mine))


def _held(words: Words, said: str, hold_id: int) -> Reply:
    return Reply(f"{said}\n\n{words.say('hold-stays')}", hold_buttons(words, hold_id))


def _check(words: Words) -> Rows:
    return ((words.button("button-check", StartCheck()),),)


def _reminders(words: Words) -> Rows:
    return ((words.button("button-reminders", ShowReminders()),),)
