"""Behind a result: why it says so, and which answers can be changed."""

from dataclasses import replace

from bot.callback_data import ChangeAnswer, ShowResult
from bot.core.checkup import Checkup
from bot.core.grounds import Ground, Met
from bot.core.triage import Assessment
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import hold_buttons, reason, said
from content.schema import FactTest, Rule, Screen

_MOST_RULES = 4


def why(words: Words, checkup_id: int, assessment: Assessment, met: list[Met]) -> Reply:
    """For each rule that gave the level: the answers it met, the rule in words, its pages; then the version of it all."""
    parts = [words.say("why-title")]
    parts += [_rule(words, assessment, each) for each in met[:_MOST_RULES]] or [words.say("why-nothing")]
    if len(met) > _MOST_RULES:
        parts.append(words.say("why-more", count=len(met) - _MOST_RULES))
    parts.append(words.say("why-version", version=assessment.content_version))
    return Reply("\n\n".join(parts), _back(words, checkup_id))


def _rule(words: Words, assessment: Assessment, met: Met) -> str:
    told = reason(words, replace(assessment, reasons=met.answers))
    means = words.label(f"why-means-{words.key(met.rule.level)}")
    first, *others = [_ground(words, ground) for ground in met.grounds]
    key = "why-rule-together" if others else "why-rule-alone"
    rest = "".join(words.label("why-also", sign=other) for other in others)
    sentence = words.say(key, sign=first, others=rest, means=means)
    return "\n".join(part for part in (told, sentence, _sources(words, met.rule)) if part)


def _ground(words: Words, ground: Ground) -> str:
    """What a rule asks for, as content means it; for what has no meaning of its own there, as it is said."""
    if isinstance(ground, FactTest):
        rows = words.content.questionnaire.facts.items()
        row = next((row for row, button in rows if button.fact == ground.fact), ground.fact)
        return words.label(f"said-fact-{words.key(row)}")
    base, _, variant = ground.partition(":")
    sign = words.content.triage.signs[base]
    if not variant:
        return sign.meaning
    known = sign.variants.get(variant)
    return words.label(f"said-{words.key(ground)}") if known is None else known.meaning


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


def _sources(words: Words, rule: Rule) -> str:
    pages = [words.content.sources[number] for number in rule.sources]
    if not pages:
        return words.say("why-unsourced")
    return words.say(
        "why-sources", titles="; ".join(dict.fromkeys(each.plain or each.title for each in pages))
    )


def _back(words: Words, checkup_id: int) -> Rows:
    return ((words.button("button-to-result", ShowResult(checkup_id)),),)
