"""Answers in, assessment out: how soon medical help is needed, why, and what may be offered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.core.rules import Facts, Level, ReadyRule, RuleBook, Tokens, rule_book
from content import Content
from content.conditions import LONG_STANDING, base_of

__all__ = ["Answers", "Assessment", "Facts", "Level", "UnknownSign", "assess", "canonical"]


class UnknownSign(ValueError):
    """A sign that content does not know. `sign` is what was given."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        super().__init__(f"unknown sign {sign[:60]!r}")


@dataclass(frozen=True, slots=True)
class Answers:
    """`flags`: present now; `long_standing`: present but old and unchanged; `not_sure`: counts as yes.

    `others`: what no rule judges (`topic:pee`, `skipped:person`), though screens and cards may depend on it.
    """

    flags: frozenset[str] = frozenset()
    long_standing: frozenset[str] = frozenset()
    not_sure: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=Facts)
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers come to.

    `flags` are canonical ids, most serious first, with those that follow from facts; `not_sure` those of them that were
    marked so. `reasons` are the flags that decided the level. `rules` are all that fired, highest level first. `route`
    names the urgent message (None below URGENT). `cards` and `reminders` may be offered (none from URGENT up). `forbidden`
    are the kinds of reminders that the answers speak against at any level: they stay off also when a hold is over. `of`:
    "other" when all of it is about somebody with the writer. `told`: some of it was typed, not tapped.
    """

    level: Level
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    not_sure: tuple[str, ...]
    rules: tuple[str, ...]
    route: str | None
    cards: tuple[str, ...]
    reminders: tuple[str, ...]
    forbidden: tuple[str, ...]
    content_version: str
    of: Literal["me", "other"] = "me"
    told: bool = False


def canonical(sign: str, content: Content) -> str:
    """The id that content uses for a sign as callers may write it. Raises UnknownSign."""
    return _canonical(sign, rule_book(content))


def _canonical(sign: str, book: RuleBook) -> str:
    tidy = sign if sign in book.names else sign.strip().lower().replace("-", "_").replace(" ", "_")
    try:
        return book.names[tidy]
    except KeyError:
        raise UnknownSign(sign) from None


def assess(answers: Answers, content: Content) -> Assessment:
    """Judge the answers by content's rules. Raises UnknownSign for a sign that content does not have."""
    book = rule_book(content)
    reported, unsure = _reported(answers, book)
    facts = answers.facts
    tokens, derived = _tokens(reported, facts, book)
    fired = tuple(rule for rule in book.rules if rule.holds(tokens, facts))
    level = fired[0].level if fired else book.default_level
    flags = _most_serious_first(_without_plain_bases(reported, derived, book), fired, book)
    fitting = tuple(card.id for card in book.cards if not card.hidden(tokens | answers.others, facts))
    allowed = [kind.id for kind in content.reminders.kinds if set(kind.needs) <= set(fitting)]
    at_home = level < Level.URGENT
    top = tuple(rule for rule in fired if rule.level == level)
    return Assessment(
        level=level,
        flags=flags,
        reasons=tuple(flag for flag in flags if any(_speaks_of(rule, flag, book) for rule in top)),
        not_sure=tuple(flag for flag in flags if flag in unsure),
        rules=tuple(rule.id for rule in fired) or (book.default_rule,),
        route=_route(top, book),
        cards=fitting if at_home else (),
        reminders=tuple(allowed) if at_home else (),
        forbidden=tuple(kind.id for kind in content.reminders.kinds if kind.id not in allowed),
        content_version=content.version,
    )


def holding(answers: Answers, content: Content) -> tuple[Tokens, Facts]:
    """What conditions may ask about: signs as they count, with those that follow from the facts. Raises UnknownSign."""
    book = rule_book(content)
    reported, _ = _reported(answers, book)
    tokens, _ = _tokens(reported, answers.facts, book)
    return tokens | answers.others, answers.facts


def _reported(answers: Answers, book: RuleBook) -> tuple[set[str], set[str]]:
    """Canonical tokens as they count, and those among them that are there because someone was not sure.

    An unsure sign counts in full: doubt never brings the relief of a milder form. A sign called long-standing gets that
    relief also when it is among the flags, but not when someone was unsure of it or reported something heavier.
    """
    flags = {_canonical(sign, book) for sign in answers.flags}
    old = {_unchanged(_canonical(sign, book), book) for sign in answers.long_standing}
    unsure = {_in_full(_canonical(sign, book), book) for sign in answers.not_sure}
    relieved = {base_of(sign) for sign in old if sign.endswith(f":{LONG_STANDING}")}
    return (flags - relieved) | old | unsure, unsure


def _unchanged(sign: str, book: RuleBook) -> str:
    """The long-standing form of a plain sign; a variant stays what it is."""
    return sign if ":" in sign else book.names[f"{sign}:{LONG_STANDING}"]


def _in_full(sign: str, book: RuleBook) -> str:
    return base_of(sign) if sign in book.milder else sign


def _tokens(reported: set[str], facts: Facts, book: RuleBook) -> tuple[set[str], list[str]]:
    """What rules may ask about, and the signs among it that follow from the facts."""
    tokens = set().union(*(_counts_as(sign, book) for sign in reported))
    derived: list[str] = []
    for sign, holds in book.derived:
        if holds(tokens, facts):
            derived.append(sign)
            tokens |= _counts_as(sign, book)
    return tokens, derived


def _counts_as(sign: str, book: RuleBook) -> set[str]:
    """`x:v` counts as `x` too, unless it is a milder form, which stands alone."""
    return {sign} if sign in book.milder else {sign, base_of(sign)}


def _without_plain_bases(reported: set[str], derived: Iterable[str], book: RuleBook) -> set[str]:
    """Derived signs join what was reported; of x and x:v only the fuller one is kept unless both were reported."""
    every = reported | set(derived)
    fuller = {base_of(sign) for sign in every if ":" in sign and sign not in book.milder}
    return {sign for sign in every if sign in reported or sign not in fuller}


def _speaks_of(rule: ReadyRule, flag: str, book: RuleBook) -> bool:
    return not rule.mentions.isdisjoint(_counts_as(flag, book))


def _most_serious_first(flags: set[str], fired: tuple[ReadyRule, ...], book: RuleBook) -> tuple[str, ...]:
    def rank(flag: str) -> tuple[int, int]:
        return -next((rule.level for rule in fired if _speaks_of(rule, flag, book)), -1), book.order[flag]

    return tuple(sorted(flags, key=rank))


def _route(top: tuple[ReadyRule, ...], book: RuleBook) -> str | None:
    used = {rule.route for rule in top}
    return next((route for route in book.routes if route in used), None)
