"""What of a rule was met: never nothing when it fired, never an id that a person would have to read."""

import re

import pytest

import content
from bot.core.grounds import deciding, grounds
from bot.core.rules import Facts
from bot.core.triage import Answers, assess
from bot.render import Words
from bot.render.why import why
from content.conditions import ways
from content.schema import FactTest

CONTENT = content.load()
TRIAGE = CONTENT.triage
WORDS = Words(CONTENT, "en")


def atoms(way: frozenset[str]) -> tuple[frozenset[str], Facts]:
    """The signs of a way, and the facts that its comparisons ask for."""
    tests = [FactTest.model_validate_json(atom) for atom in way if atom.startswith("{")]
    facts = Facts(**{each.fact: each.equals if each.at_least is None else each.at_least for each in tests})  # type: ignore[arg-type]
    return frozenset(atom for atom in way if not atom.startswith("{")), facts


@pytest.mark.parametrize("rule", TRIAGE.rules, ids=lambda rule: rule.id)
def test_every_way_to_fire_a_rule_is_told_by_what_it_met(rule: content.schema.Rule) -> None:
    for way in ways(rule.when, TRIAGE):
        tokens, facts = atoms(way)
        found = grounds(rule.when, tokens, facts, TRIAGE)
        assert found
        assert {each for each in found if isinstance(each, str)} <= tokens
        assert not grounds(rule.when, frozenset(), Facts(), TRIAGE)


@pytest.mark.parametrize("rule", TRIAGE.rules, ids=lambda rule: rule.id)
def test_why_says_each_rule_in_words_with_its_pages(rule: content.schema.Rule) -> None:
    tokens, facts = atoms(min(ways(rule.when, TRIAGE), key=sorted))
    given = Answers(flags=tokens, facts=facts)
    assessment = assess(given, CONTENT)
    met = deciding(given, assessment, CONTENT)
    text = why(WORDS, 1, assessment, met).text
    assert text.count("My rule: “") == min(len(met), 4) > 0
    assert not re.search(r"[a-z]_[a-z]|said-|why-", text)
    assert len(text) < 1200
