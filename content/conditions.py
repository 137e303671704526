"""Reading conditions as data: what they mention, and the combinations of signs that make them true."""

from collections.abc import Iterator, Mapping
from itertools import product

from content.schema import AllOf, AnyOf, Condition, FactTest, GroupRef, NotOf, Sign, Triage

LONG_STANDING = "long_standing"
# One way of making a condition true: the atoms (signs, and comparisons like "pain>=8") that must hold together.
Way = frozenset[str]


def base_of(token: str) -> str:
    return token.partition(":")[0]


def is_milder(token: str, signs: Mapping[str, Sign]) -> bool:
    """True for a token that stands instead of its plain sign: long-standing, or a variant declared milder."""
    base, _, variant = token.partition(":")
    return variant == LONG_STANDING or (
        variant in signs[base].variants and signs[base].variants[variant].milder
    )


def tokens_of(triage: Triage) -> frozenset[str]:
    """Every token a rule may name: x, x:variant, and x:long_standing where the sign declares it."""
    found = set(triage.signs)
    for sign_id, sign in triage.signs.items():
        found |= {f"{sign_id}:{variant}" for variant in sign.variants}
        if sign.long_standing:
            found.add(f"{sign_id}:{LONG_STANDING}")
    return frozenset(found)


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it; groups are not opened."""
    yield condition
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from walk(part)
        case NotOf(negated=part):
            yield from walk(part)


def members(group: str, triage: Triage) -> frozenset[str]:
    """The tokens in a group, nested groups opened. The groups must not contain themselves."""
    found: set[str] = set()
    for member in triage.groups[group]:
        found |= members(member.group, triage) if isinstance(member, GroupRef) else {member}
    return frozenset(found)


def mentioned(condition: Condition, triage: Triage) -> frozenset[str]:
    """Every token the condition looks at."""
    found: set[str] = set()
    for part in walk(condition):
        if isinstance(part, str):
            found.add(part)
        elif isinstance(part, GroupRef):
            found |= members(part.group, triage)
    return frozenset(found)


def facts_in(condition: Condition) -> frozenset[str]:
    """The names of the facts that the condition compares."""
    return frozenset(part.fact for part in walk(condition) if isinstance(part, FactTest))


def ways(condition: Condition, triage: Triage) -> frozenset[Way]:
    """All combinations that make a condition without `not` true. `x:v` brings its plain `x` along, as in a check."""
    match condition:
        case AllOf(all=parts):
            return frozenset(
                frozenset().union(*pick) for pick in product(*(ways(part, triage) for part in parts))
            )
        case AnyOf(any=parts):
            return frozenset().union(*(ways(part, triage) for part in parts))
        case GroupRef(group=group):
            return frozenset(_alone(token, triage) for token in members(group, triage))
        case FactTest():
            return frozenset({frozenset({condition.model_dump_json(exclude_none=True)})})
        case str():
            return frozenset({_alone(condition, triage)})
    raise ValueError("a condition with `not` has no list of ways")


def _alone(token: str, triage: Triage) -> Way:
    return frozenset({token} if is_milder(token, triage.signs) else {token, base_of(token)})
