"""Behind a result: why it says so, and which answers can be changed."""

from bot.callback_data import ChangeAnswer, ShowResult
from bot.core.checkup import Checkup
from bot.core.triage import Assessment
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import hold_buttons, said
from content.schema import Rule, Screen

_MOST_RULES = 5


def why(words: Words, checkup_id: int, assessment: Assessment) -> Reply:
    """The answers that decided, the rules that gave the level, the pages they rest on, and the version of it all."""
    rules = deciding(words, assessment)
    decided = list(assessment.reasons)
    parts = [words.say("why-title")]
    parts.append(words.say("why-decided", said=said(words, decided)) if decided else words.say("why-nothing"))
    parts.append("\n".join(words.say("why-rule", rule=_plain(rule.id)) for rule in rules))
    parts.append(_sources(words, rules))
    parts.append(words.say("why-version", version=assessment.content_version))
    return Reply("\n\n".join(part for part in parts if part), _back(words, checkup_id))


def deciding(words: Words, assessment: Assessment) -> list[Rule]:
    """The rules that fired at the level that was given."""
    fired = [rule for rule in words.content.triage.rules if rule.id in assessment.rules]
    return [rule for rule in fired if rule.level == assessment.level.word][:_MOST_RULES]


def answers(words: Words, checkup_id: int, checkup: Checkup) -> Reply:
    """Everything that was asked, with what was said, and a button for each."""
    asked = [s for s in words.content.questionnaire.screens if s.id in checkup.answered | checkup.skipped]
    lines = [_line(words, checkup, screen) for screen in asked]
    rows = tuple((words.button(_name(words, each), ChangeAnswer(checkup_id, each.id)),) for each in asked)
    text = words.say("check-change") + "\n\n" + "\n".join(lines)
    return Reply(text, rows + _back(words, checkup_id))


def stands(words: Words, checkup_id: int, hold_id: int) -> Reply:
    """After an urgent message no answer is changed: the message is answered instead."""
    return Reply(words.say("check-change-stands"), hold_buttons(words, hold_id) + _back(words, checkup_id))


def _line(words: Words, checkup: Checkup, screen: Screen) -> str:
    given = [said(words, [_token(checkup, sign)]) for sign in screen.signs if sign in checkup.marks]
    chosen = next((o.id for o in screen.options if checkup.numbers.get(str(screen.fact)) == o.value), None)
    if chosen is not None:
        given.insert(0, words.label(f"choice-{words.key(screen.id)}-{words.key(chosen)}"))
    silent = "check-answer-skipped" if screen.id in checkup.skipped else "check-answer-none"
    return words.say(
        "check-answer",
        screen=words.label(_name(words, screen)),
        said=", ".join(given) or words.label(silent),
    )


def _token(checkup: Checkup, sign: str) -> str:
    return f"{sign}:long_standing" if checkup.marks[sign] == "long" else sign


def _name(words: Words, screen: Screen) -> str:
    return f"button-ask-{words.key(screen.id)}"


def _plain(rule_id: str) -> str:
    return rule_id.replace("_", " ")


def _sources(words: Words, rules: list[Rule]) -> str:
    numbers = sorted({number for rule in rules for number in rule.sources})
    if not numbers:
        return words.say("why-unsourced") if rules else ""
    titles = "\n".join(f"• {words.content.sources[number].title}" for number in numbers)
    return words.say("why-sources", titles=titles)


def _back(words: Words, checkup_id: int) -> Rows:
    return ((words.button("button-to-result", ShowResult(checkup_id)),),)
