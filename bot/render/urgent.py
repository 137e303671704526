"""Urgent messages, the questions that come back to them, and the answers: the action first, nothing beside it."""

from datetime import datetime

from bot.callback_data import AnswerDoctor, AnswerHold, ShowReminders, StartCheck
from bot.core.escalation import MORNING
from bot.core.late import LONG_AFTER
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.core.triage import Assessment
from bot.render import late
from bot.render.reply import Reply, Rows, Words

_PARAGRAPH = "\n\n"


def urgent(words: Words, outgoing: Outgoing, assessment: Assessment) -> Reply:
    """The message itself. A repeat after an uncertain send is the same message: twice is better than not at all."""
    buttons = () if outgoing.hold_id is None else hold_buttons(words, outgoing.hold_id)
    return Reply(advice(words, assessment), buttons)


def doctor(words: Words, outgoing: Outgoing, assessment: Assessment) -> Reply:
    """Please get medical help in a day or two: a message of its own, and no hold."""
    parts = [_advice(words, assessment, "urgent-doctor"), *also(words, assessment)]
    return Reply(_PARAGRAPH.join(parts), doctor_buttons(words, outgoing.checkup_id))


def doctor_answered(words: Words, answer: str) -> Reply:
    """`answer`: booked or better."""
    return Reply(words.say(f"doctor-{answer}"), ((words.button("button-check-again", StartCheck(1)),),))


def doctor_buttons(words: Words, checkup_id: int | None) -> Rows:
    answers = [] if checkup_id is None else ["booked", "better"]
    return tuple((words.button(f"button-{each}", AnswerDoctor(checkup_id or 0, each)),) for each in answers)


def check_back(words: Words, outgoing: Outgoing, level: str, person: Person, now: datetime) -> Reply:
    """Did you get help? Asked while nobody has answered."""
    held = outgoing.hold_id
    buttons = doctor_buttons(words, outgoing.checkup_id) if held is None else hold_buttons(words, held)
    part = _part_to_say(words, outgoing, level, now)
    return Reply(late.marked(words, words.say(f"check-back-{level}-{part}"), outgoing, person, now), buttons)


def _part_to_say(words: Words, outgoing: Outgoing, level: str, now: datetime) -> str:
    """Nobody is told "good morning" long after it: then it is asked in the words of the part before."""
    parts = words.content.levels[level].check_backs
    if outgoing.part == MORNING and now - outgoing.due_at > LONG_AFTER and len(parts) > 1:
        return parts[-2]
    return outgoing.part


def advice(words: Words, assessment: Assessment) -> str:
    """The four parts in their order: what to do, why, what to do until help is there, whom to call.

    Content that has changed since may no longer know the signs; then it is what holds for everybody.
    """
    if assessment.route is None:
        return words.say("get-help")
    return _advice(words, assessment, f"urgent-{assessment.route}")


def _advice(words: Words, assessment: Assessment, route: str) -> str:
    whose = "-other" if assessment.of == "other" else ""
    action, why, meanwhile, number = (
        words.say(f"{route}-{part}{whose}") for part in ("action", "why", "meanwhile", "number")
    )
    return _PARAGRAPH.join([action, f"{reason(words, assessment)} {why}".lstrip(), meanwhile, number])


def reason(words: Words, assessment: Assessment) -> str:
    """What the person said, in their words; what they were not sure about is named as that."""
    unsure = [flag for flag in assessment.reasons if flag in assessment.not_sure]
    sure = [flag for flag in assessment.reasons if flag not in assessment.not_sure]
    sentences = []
    if sure and assessment.of == "other":
        sentences.append(words.say("urgent-reason-other", said=said(words, sure, of="other")))
    elif sure:
        sentences.append(words.say("urgent-reason", said=said(words, sure)))
    if unsure:
        sentences.append(words.say("urgent-unsure", unsure=said(words, unsure)))
    return " ".join(sentences)


def also(words: Words, assessment: Assessment) -> list[str]:
    """What this person has to watch for beside what everybody has."""
    meaning = words.content.levels[assessment.level.word]
    return [words.say(key) for sign, key in meaning.also.items() if sign in assessment.flags]


def said(words: Words, flags: list[str], of: str = "me") -> str:
    """With semicolons: some of them have a comma of their own. Of somebody else in words that fit them, where there are any."""
    return "; ".join(words.label(_said_key(words, flag, of)) for flag in flags)


def _said_key(words: Words, flag: str, of: str) -> str:
    key = f"said-{words.key(flag)}"
    others = f"{key}-other"
    return others if of == "other" and words.content.texts.has(words.locale, others) else key


def standing(words: Words, hold_id: int, assessment: Assessment, *, called: bool) -> Reply:
    """The message as it stands after "on my way", or after going back: the advice stays readable."""
    text = advice(words, assessment)
    if called:
        text += _PARAGRAPH + words.say("urgent-called")
    return Reply(text, hold_buttons(words, hold_id, called=called))


def confirm(words: Words, hold_id: int, assessment: Assessment) -> Reply:
    """The one screen between "it is not happening" and lifting the hold.

    As many rows as before, and under "it is not happening" the way back: a second tap there lifts nothing.
    """
    sure = words.button("button-not-happening-sure", AnswerHold(hold_id, "not_happening", 1))
    still = words.button("button-still-happening", AnswerHold(hold_id, "still"))
    named = said(words, list(assessment.reasons), of=assessment.of)
    text = words.say("urgent-confirm-not-happening" if named else "urgent-confirm-nothing", said=named)
    back = words.button("button-back", AnswerHold(hold_id, "back"))
    return Reply(text, ((still,), (sure,), (back,)))


def still_happening(words: Words, hold_id: int, assessment: Assessment) -> Reply:
    text = advice(words, assessment) + _PARAGRAPH + words.say("urgent-still-happening")
    return Reply(text, hold_buttons(words, hold_id))


def lifted(words: Words, because: str, kinds: list[str]) -> Reply:
    """`because`: "seen" or "not_happening"; `kinds` of reminders go on. One row, so that a second tap on either answer meets no button."""
    check = words.button("button-check-again", StartCheck(1))
    reminders = words.button("button-reminders", ShowReminders())
    text = words.say("urgent-" + because.replace("_", "-"))
    if kinds:
        names = ", ".join(words.label(words.kind(kind).title) for kind in kinds)
        text += _PARAGRAPH + words.say("urgent-reminders-go-on", names=names)
    return Reply(text, ((check, reminders),))


def hold_buttons(words: Words, hold_id: int, *, called: bool = False) -> Rows:
    """Always the same three rows, so that a double tap cannot land on another answer."""
    first = words.button(
        "button-called-already" if called else "button-called", AnswerHold(hold_id, "called")
    )
    seen = words.button("button-seen", AnswerHold(hold_id, "seen"))
    not_happening = words.button("button-not-happening", AnswerHold(hold_id, "not_happening"))
    return ((first,), (seen,), (not_happening,))
