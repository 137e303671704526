"""How much a sign weighs: 2 when its words are sure, 1 when they are not, less for all that casts doubt on it.

From 2 on there is an alarm, at 1 a question.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.watch.context import Context
from bot.core.watch.lexicon import Lexicon
from bot.core.watch.matching import Match
from bot.core.watch.people import People

SURE, PERHAPS = 2, 1


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as found: how sure it is, whose it is, whether it is old and unchanged, and whether anything casts doubt on it."""

    id: str
    weight: int
    other: bool
    old: bool
    doubted: bool
    match: Match


def weigh(match: Match, around: Context, people: People, book: Lexicon, soft: bool) -> Sign:
    sign = match.rule.sign or ""
    weight = SURE if match.rule.sure else PERHAPS
    who = people.of(match)
    doubts = (*_against(match, around, people, book), *_elsewhere(match, around, who), int(soft))
    old = around.near("for_years", match) and not around.near("came_back", match)
    return Sign(sign, weight - sum(doubts), who in ("other", "animal"), old, any(doubts), match)


def _against(match: Match, around: Context, people: People, book: Lexicon) -> Iterator[int]:
    """What is denied, over, long past or only talked about."""
    history = match.rule.sign in book.history
    if around.is_denied(match, book.problems) or (around.is_over(match) and not history):
        yield SURE
    now = around.near("now", match)
    if not (now or history):
        yield SURE * around.near("long_past", match) + PERHAPS * around.near("short_past", match)
    if not around.beside("confirms", match):
        yield SURE * around.before("far", match) + PERHAPS * around.before("perhaps", match)
        yield SURE * around.before("mention", match) + SURE * around.before("dream", match)
    if _is_question(match, around) and not people.says_me(match):
        yield SURE


def _is_question(match: Match, around: Context) -> bool:
    sentence = around.words.sentence[match.start]
    first = bisect_left(around.words.sentence, sentence)
    marked = sentence in around.words.asked
    cues = (*around.cues.get("asks", ()), *(around.cues.get("asks_marked", ()) if marked else ()))
    return any(first <= hit.start <= first + 2 * marked for hit in cues)


def _elsewhere(match: Match, around: Context, who: str) -> Iterator[int]:
    """Someone else: sure when they are here now, asked about when not, and nothing when it was long ago or a story."""
    if who == "animal" or (who != "me" and around.before("fiction", match)):
        yield SURE
    if who == "you":
        yield PERHAPS
    if who == "other":
        here = around.beside("here", match)
        yield PERHAPS * (not here) + PERHAPS * around.before("elsewhere", match)
        yield PERHAPS * (around.near("was", match) and not here)
