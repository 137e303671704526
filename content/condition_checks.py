"""Conditions name what exists, groups do not contain themselves, and a rule can only be strengthened by a sign."""

from collections.abc import Iterator

from content.conditions import LONG_STANDING, base_of, tokens_of, walk
from content.faults import Fault
from content.schema import Cards, Condition, GroupRef, NotOf, Questionnaire, Triage

NEW_QUALIFIERS = frozenset({"new", "new_or_worse", "alone"})
LONG_STANDING_QUALIFIERS = frozenset({LONG_STANDING, "unchanged", "long_standing_and_unchanged"})


def check_names(triage: Triage, cards: Cards, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every sign and group named in a group, derived sign, rule, card or screen exists.

    Skipped questions may hide a card or show a screen; rules judge signs and facts alone.
    """
    tokens = tokens_of(triage)
    more = {
        "care_cards.yaml": questionnaire.skips,
        "questionnaire.yaml": questionnaire.skips | questionnaire.rows,
    }
    for file, loc, condition in _conditions(triage, cards, questionnaire):
        for part in walk(condition):
            if isinstance(part, str) and part not in tokens | more.get(file, frozenset()):
                yield Fault(file, loc, f"{part} is not a sign")
            elif isinstance(part, GroupRef) and part.group not in triage.groups:
                yield Fault(file, loc, f"{part.group} is not a group")


def _conditions(
    triage: Triage, cards: Cards, questionnaire: Questionnaire
) -> Iterator[tuple[str, tuple[int | str, ...], Condition]]:
    for name, group in triage.groups.items():
        yield from (("triage.yaml", ("groups", name), member) for member in group)
    for i, derived in enumerate(triage.derived):
        yield "triage.yaml", ("derived", i), derived.when
        yield "triage.yaml", ("derived", i), derived.sign
    for i, rule in enumerate(triage.rules):
        yield "triage.yaml", ("rules", i), rule.when
    for i, card in enumerate(cards.cards):
        if card.hide_when is not None:
            yield "care_cards.yaml", ("cards", i), card.hide_when
    for i, screen in enumerate(questionnaire.screens):
        if screen.show_when is not None:
            yield "questionnaire.yaml", ("screens", i), screen.show_when


def check_groups(triage: Triage) -> Iterator[Fault]:
    for name, group in triage.groups.items():
        if not group:
            yield Fault("triage.yaml", ("groups", name), f"group {name} is empty")
        if _contains_itself(name, triage, ()):
            yield Fault("triage.yaml", ("groups", name), f"group {name} contains itself")


def _contains_itself(name: str, triage: Triage, above: tuple[str, ...]) -> bool:
    if name in above:
        return True
    inner = [member.group for member in triage.groups.get(name, ()) if isinstance(member, GroupRef)]
    return any(_contains_itself(group, triage, (*above, name)) for group in inner)


def check_only_adds(triage: Triage) -> Iterator[Fault]:
    """No `not` in rules and derived signs, and derived signs in an order that one pass can follow."""
    for i, rule in enumerate(triage.rules):
        if has_not(rule.when):
            yield Fault("triage.yaml", ("rules", i), f"rule {rule.id} uses `not`, which only care cards may")
    for i, derived in enumerate(triage.derived):
        if has_not(derived.when):
            yield Fault(
                "triage.yaml", ("derived", i), f"{derived.sign} uses `not`, which only care cards may"
            )
        later = {other.sign for other in triage.derived[i:]} & {
            part for part in walk(derived.when) if isinstance(part, str)
        }
        for sign in sorted(later):
            yield Fault(
                "triage.yaml", ("derived", i), f"{derived.sign} needs {sign}, which is only derived after it"
            )


def has_not(condition: Condition) -> bool:
    return any(isinstance(part, NotOf) for part in walk(condition))


def check_qualifiers(triage: Triage) -> Iterator[Fault]:
    """One qualifier means one thing."""
    for name, sign in triage.signs.items():
        words = [
            *sign.same,
            *(word for v, variant in sign.variants.items() for word in (v, *variant.aliases)),
        ]
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield Fault("triage.yaml", ("signs", name), f"the qualifier {word} has two meanings")
        for word in sorted(set(words) & (NEW_QUALIFIERS | LONG_STANDING_QUALIFIERS)):
            yield Fault(
                "triage.yaml", ("signs", name), f"the qualifier {word} is built in and cannot be declared"
            )


def derived_base_is_plain(triage: Triage) -> Iterator[Fault]:
    """A derived sign stands beside what was reported: it may not be one that counts for less."""
    for i, derived in enumerate(triage.derived):
        base, _, variant = derived.sign.partition(":")
        sign = triage.signs.get(base_of(derived.sign))
        if variant == LONG_STANDING or (sign and variant in sign.variants and sign.variants[variant].milder):
            yield Fault(
                "triage.yaml",
                ("derived", i),
                f"{derived.sign} counts for less than {base}: it cannot be derived",
            )
