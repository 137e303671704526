"""What of a rule the answers met: the signs and facts that made it fire, in the order it names them."""

from dataclasses import dataclass

from bot.core.rules import Facts, Tokens, meets
from bot.core.triage import Answers, Assessment, holding
from content import Content
from content.conditions import base_of, is_milder, members, mentioned
from content.schema import AllOf, AnyOf, Condition, FactTest, GroupRef, Rule, Triage

Ground = str | FactTest


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that gave the level. `answers`: those of the assessment's flags it speaks of; `grounds` is never empty."""

    rule: Rule
    answers: tuple[str, ...]
    grounds: tuple[Ground, ...]


def deciding(given: Answers, assessment: Assessment, content: Content) -> list[Met]:
    """The rules that fired at the level that was given, each with what it met."""
    tokens, facts = holding(given, content)
    fired = [rule for rule in content.triage.rules if rule.id in assessment.rules]
    return [
        Met(
            rule,
            _answers(rule, assessment, content.triage),
            grounds(rule.when, tokens, facts, content.triage),
        )
        for rule in fired
        if rule.level == assessment.level.word
    ]


def _answers(rule: Rule, assessment: Assessment, triage: Triage) -> tuple[str, ...]:
    named = mentioned(rule.when, triage)
    return tuple(flag for flag in assessment.reasons if flag in named or _in_full(flag, triage) in named)


def _in_full(flag: str, triage: Triage) -> str:
    """The plain sign that a fuller one counts as; a milder one stands alone."""
    return flag if is_milder(flag, triage.signs) else base_of(flag)


def grounds(condition: Condition, tokens: Tokens, facts: Facts, triage: Triage) -> tuple[Ground, ...]:
    """Signs that count and facts that hold; of alternatives the first one that does, of a group all. Empty: not met."""
    found: tuple[Ground, ...] = ()
    match condition:
        case AllOf(all=parts):
            each = [grounds(part, tokens, facts, triage) for part in parts]
            found = tuple(ground for one in each for ground in one) if all(each) else ()
        case AnyOf(any=parts):
            found = next(filter(None, (grounds(part, tokens, facts, triage) for part in parts)), ())
        case GroupRef(group=group):
            found = tuple(sorted(members(group, triage) & tokens))
        case FactTest():
            found = (condition,) if meets(condition, facts) else ()
        case str(token):
            found = (token,) if token in tokens else ()
    return _without_plain(tuple(dict.fromkeys(found)))


def _without_plain(found: tuple[Ground, ...]) -> tuple[Ground, ...]:
    """Of x and x:v only the fuller one."""
    fuller = {base_of(ground) for ground in found if isinstance(ground, str) and ":" in ground}
    return tuple(ground for ground in found if ground not in fuller)
