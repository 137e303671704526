"""The rules of content, ready to be asked: conditions become functions over signs and facts, once per content."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Literal

from content import Content
from content.condition_checks import LONG_STANDING_QUALIFIERS, NEW_QUALIFIERS
from content.conditions import LONG_STANDING, base_of, is_milder, members, mentioned, tokens_of
from content.schema import AllOf, AnyOf, Condition, FactTest, GroupRef, NotOf, Triage


class Level(IntEnum):
    """How soon medical help is needed. `word` is the name used in content and outside the program."""

    SELF_CARE = 0
    DOCTOR = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Level":
        """Raises KeyError for a word that is no level."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was answered in numbers; None means not given. Pain 0-10, hours since it began, age in years."""

    pain: float | None = None
    hours: float | None = None
    worsening: bool | None = None
    tried_self_care: bool | None = None
    onset: Literal["sudden", "gradual"] | None = None
    age: float | None = None
    weeks_pregnant: float | None = None


Tokens = AbstractSet[str]
Test = Callable[[Tokens, Facts], bool]


@dataclass(frozen=True, slots=True)
class ReadyRule:
    id: str
    level: Level
    route: str | None
    holds: Test
    mentions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadyCard:
    id: str
    hidden: Test


@dataclass(frozen=True, eq=False)
class RuleBook:
    """`names`: every accepted spelling of a sign to its canonical id; `rules` go from the highest level down; `shown` says by
    screen when it is asked."""

    names: dict[str, str]
    milder: frozenset[str]
    order: dict[str, int]
    derived: tuple[tuple[str, Test], ...]
    rules: tuple[ReadyRule, ...]
    routes: tuple[str, ...]
    default_rule: str
    default_level: Level
    cards: tuple[ReadyCard, ...]
    shown: dict[str, Test]


@lru_cache(maxsize=4)
def rule_book(content: Content) -> RuleBook:
    triage = content.triage
    tokens = tokens_of(triage)
    rules = [
        ReadyRule(r.id, Level.of(r.level), r.route, _test(r.when, triage), mentioned(r.when, triage))
        for r in triage.rules
    ]
    return RuleBook(
        names=_names(triage),
        milder=frozenset(token for token in tokens if is_milder(token, triage.signs)),
        order=_order(triage),
        derived=tuple((derived.sign, _test(derived.when, triage)) for derived in triage.derived),
        rules=tuple(sorted(rules, key=lambda rule: -rule.level)),
        routes=tuple(route.id for route in triage.routes),
        default_rule=triage.default.id,
        default_level=Level.of(triage.default.level),
        cards=tuple(
            ReadyCard(c.id, _test(c.hide_when, triage) if c.hide_when else _never) for c in content.cards
        ),
        shown={
            s.id: _test(s.show_when, triage) if s.show_when else _always
            for s in content.questionnaire.screens
        },
    )


def _names(triage: Triage) -> dict[str, str]:
    """x, x:variant and every alias; x:long_standing where the sign has none means the plain sign, without relief."""
    names: dict[str, str] = {}
    for sign_id, sign in triage.signs.items():
        names[sign_id] = sign_id
        names |= {f"{sign_id}:{word}": sign_id for word in (*NEW_QUALIFIERS, *sign.same)}
        unchanged = f"{sign_id}:{LONG_STANDING}" if sign.long_standing else sign_id
        names |= {f"{sign_id}:{word}": unchanged for word in LONG_STANDING_QUALIFIERS}
        for variant_id, variant in sign.variants.items():
            names |= {
                f"{sign_id}:{word}": f"{sign_id}:{variant_id}" for word in (variant_id, *variant.aliases)
            }
    return names


def _order(triage: Triage) -> dict[str, int]:
    """Signs as content lists them, each with its variants after it."""
    listed = {sign_id: position for position, sign_id in enumerate(triage.signs)}
    ordered = sorted(tokens_of(triage), key=lambda token: (listed[base_of(token)], token))
    return {token: position for position, token in enumerate(ordered)}


def _never(_tokens: Tokens, _facts: Facts) -> bool:
    return False


def _always(_tokens: Tokens, _facts: Facts) -> bool:
    return True


def _test(condition: Condition, triage: Triage) -> Test:
    match condition:
        case AllOf(all=parts):
            return _every([_test(part, triage) for part in parts])
        case AnyOf():
            return _any(condition, triage)
        case NotOf(negated=part):
            inner = _test(part, triage)
            return lambda tokens, facts: not inner(tokens, facts)
        case GroupRef(group=group):
            return _one_of(members(group, triage))
        case FactTest():
            return _fact(condition)
        case str(token):
            return lambda tokens, _facts: token in tokens


def _one_of(wanted: frozenset[str]) -> Test:
    return lambda tokens, _facts: not wanted.isdisjoint(tokens)


def _any(condition: AnyOf, triage: Triage) -> Test:
    """One look at a set where it can be: most rules ask for any of a few signs."""
    if all(isinstance(part, str | GroupRef) for part in condition.any):
        return _one_of(mentioned(condition, triage))
    return _some([_test(part, triage) for part in condition.any])


def _every(tests: list[Test]) -> Test:
    return lambda tokens, facts: all(test(tokens, facts) for test in tests)


def _some(tests: list[Test]) -> Test:
    return lambda tokens, facts: any(test(tokens, facts) for test in tests)


def _fact(test: FactTest) -> Test:
    return lambda _tokens, facts: meets(test, facts)


def meets(test: FactTest, facts: Facts) -> bool:
    """Whether the fact holds; one that was not given never does."""
    value = getattr(facts, test.fact)
    if value is None:
        return False
    if test.at_least is not None:
        return bool(value >= test.at_least)
    return bool(value < test.below) if test.below is not None else bool(value == test.equals)
