"""Which cards of /learn the last check speaks against."""

from bot.core.rules import Level
from bot.core.triage import Assessment
from content import Content
from content.conditions import base_of, is_milder, members
from content.schema import GroupRef
from content.topics import LearnCard


def held_back(assessment: Assessment, content: Content) -> frozenset[str]:
    """Ids of the cards that now say to ask a doctor first."""
    found = _as_they_count(assessment, content)
    return frozenset(
        card.id for card in content.learn.cards if _is_held_back(card, assessment, found, content)
    )


def _is_held_back(card: LearnCard, assessment: Assessment, found: set[str], content: Content) -> bool:
    if card.until is not None and assessment.level > Level.of(card.until):
        return True
    if card.until == "self_care" and assessment.not_sure:
        return True
    return any(not found.isdisjoint(_tokens(part, content)) for part in card.ask_first)


def _tokens(part: str | GroupRef, content: Content) -> frozenset[str]:
    return members(part.group, content.triage) if isinstance(part, GroupRef) else frozenset({part})


def _as_they_count(assessment: Assessment, content: Content) -> set[str]:
    """A sign with a qualifier counts as the plain sign too, unless it is a milder form."""
    signs = content.triage.signs
    plain = {base_of(flag) for flag in assessment.flags if not is_milder(flag, signs)}
    return plain | set(assessment.flags)
