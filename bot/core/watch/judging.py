"""From signs and what stands around them to what is to be done: alarm, ask, or nothing.

The rules say what is there, the scorer how sure one can be of it. What the rules are sure of is at least asked about, and an
alarm is never talked out of: later steps of the program may add to it, and never take it away.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.core.rules import Level
from bot.core.triage import Answers, assess
from bot.core.watch.context import Context, context, longest
from bot.core.watch.english import is_english
from bot.core.watch.lexicon import Hit, Lexicon, lexicon
from bot.core.watch.matching import Field, Match
from bot.core.watch.numbers import numbers
from bot.core.watch.people import People
from bot.core.watch.scorer import pieces, score
from bot.core.watch.text import Words, split
from bot.core.watch.weighing import PERHAPS, SURE, Sign, weigh
from content import Content
from content.conditions import base_of
from content.phrase_schema import Contexts, Scorer

Action = Literal["alarm", "ask", "calm", "unknown"]
CUES = frozenset(Contexts.model_fields) - {"reviewed_by"}
# Cues of a message that may be about another time, or about nobody.
DOUBTS = frozenset(CUES & {"far", "perhaps", "fiction", "dream", "mention", "asks", "animal", "elsewhere"})
DOUBTS |= {"long_past", "over", "for_years"}
FEW = 10  # words of a message that says one thing
_STRENGTH = {"ask": 1, "alarm": 2}  # calm or unknown is what the newest message itself is
CRISES = frozenset({"self_harm", "overdose"})
MOST_MESSAGES = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of message number `message`."""

    message: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Watch:
    """`flags` are what is there (alarm) or may be there (ask), `level` what they come to. `crisis`: someone may harm
    themself, which has its own answer. "unknown": neither understood nor plainly small talk."""

    action: Action
    flags: tuple[str, ...] = ()
    who: Literal["me", "other"] = "me"
    level: Level = Level.SELF_CARE
    route: str | None = None
    crisis: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found in messages: phrases, what they mean, and what stands around them."""

    around: Context
    hits: list[Hit]
    signs: list[Sign]
    idioms: list[Match]

    @property
    def words(self) -> Words:
        return self.around.words

    @property
    def is_one(self) -> bool:
        """Whether all of it is in one message."""
        return all(word.message == 0 for word in self.words.words)

    @property
    def is_clear(self) -> bool:
        """A few words, none of which speaks of another time, a story, a question or a figure of speech."""
        return len(self.words.words) <= FEW and not (
            DOUBTS & self.around.cues.keys() or self.idioms or self.words.asked
        )


def watch(texts: str | Sequence[str], content: Content) -> Watch:
    """Read a message, or the last few of one person with the newest last: signs must reach into the newest one, and what came
    before it may add to what it says, never take from it."""
    messages = [texts] if isinstance(texts, str) else list(texts)[-MOST_MESSAGES:]
    alone = _read(messages[-1:], content)
    together = _read(messages, content) if len(messages) > 1 else alone
    if _weight(together) > _weight(alone):
        return together
    return replace(alone, spans=tuple(replace(span, message=len(messages) - 1) for span in alone.spans))


def _weight(heard: Watch) -> tuple[int, int]:
    return _STRENGTH.get(heard.action, 0), heard.level if heard.flags else 0


def _read(messages: Sequence[str], content: Content) -> Watch:
    heard = hear(messages, content)
    newest = [sign for sign in heard.signs if _is_newest(sign.match, heard.words, messages)]
    return _judged(newest, heard, content)


def hear(messages: Sequence[str], content: Content) -> Heard:
    book = lexicon(content)
    return _found(book.read(split(messages)), book)


def sounds(heard: Heard, scorer: Scorer) -> float:
    """How much it all sounds like somebody who reports a red flag of their own, now."""
    return score(pieces(heard.around, heard.hits, len(heard.idioms)), scorer)


def _judged(signs: list[Sign], heard: Heard, content: Content) -> Watch:
    """What the rules are sure of is at least asked about; what they are not sure of, and what they did not hear, as it sounds."""
    scorer = content.phrases.scorer
    likely = sounds(heard, scorer)
    sure = likely + (scorer.clear if heard.is_clear else 0)
    found = by_rules(signs, heard.words, content)
    if found is None or found.action == "calm":
        explained = scorer.heard if signs else 0
        unclear = likely >= scorer.ask + explained or not _is_understood(signs, heard, content)
        return Watch("unknown") if unclear else found or Watch("calm")
    if found.action == "alarm":
        sure = likely if found.who == "other" else sure
        return found if sure + scorer.heard_sure >= scorer.alarm else replace(found, action="ask")
    # Of several messages only the words decide: what was unsure is no surer for being said twice.
    if heard.is_one and likely >= scorer.alarm and (alarm := _plainly(signs, heard.words, content)):
        return alarm
    firm = any(sign.match.rule.sure and sign.weight >= PERHAPS for sign in signs)
    known = likely + (scorer.heard_sure if firm else scorer.heard)
    return found if known >= scorer.ask else Watch("calm")


def _plainly(signs: list[Sign], words: Words, content: Content) -> Watch | None:
    """The alarm for the writer's own signs whose words are not sure, and on which nothing else casts a doubt. A part of the body
    that is only named may be the beginning of anything."""
    body = lexicon(content).body
    told = [sign for sign in signs if any(hit.name not in body for hit in sign.match.hits)]
    plain = [sign for sign in told if sign.weight >= PERHAPS and not (sign.doubted or sign.other)]
    alarm = _watch("alarm", plain, words, content) if plain else None
    return alarm if alarm and alarm.level >= Level.URGENT else None


def _is_understood(signs: list[Sign], heard: Heard, content: Content) -> bool:
    said = [word.text for word in heard.words.words]
    return is_english(said, bool(signs or heard.idioms), content)


def _is_newest(match: Match, words: Words, messages: Sequence[str]) -> bool:
    return words.words[match.end - 1].message == len(messages) - 1


def by_rules(signs: list[Sign], words: Words, content: Content) -> Watch | None:
    """The alarm if what is sure calls for help, else the question if what is possible would."""
    sure = [sign for sign in signs if sign.weight >= SURE]
    if sure and (alarm := _watch("alarm", sure, words, content)).level >= Level.URGENT:
        return alarm
    possible = [sign for sign in signs if sign.weight >= PERHAPS]
    if possible and (ask := _watch("ask", possible, words, content)).level >= Level.URGENT:
        return ask
    return _watch("calm", sure, words, content) if sure else None


def _watch(action: Action, signs: list[Sign], words: Words, content: Content) -> Watch:
    """The writer's own signs, or else those of whom they write; whether an old one is unchanged is asked."""
    told = [sign for sign in signs if not sign.other] or signs
    new = frozenset(sign.id for sign in told if action == "ask" or not sign.old)
    old = frozenset(sign.id for sign in told if sign.old and base_of(sign.id) not in new) - new
    judged = assess(Answers(flags=new, long_standing=old), content)
    return Watch(
        action=action,
        flags=judged.flags,
        who="other" if told[0].other else "me",
        level=judged.level,
        route=judged.route,
        crisis=any(flag in CRISES for flag in judged.flags),
        spans=tuple(sorted({_span(hit, words) for sign in told for hit in sign.match.hits}, key=_place)),
    )


def _span(hit: Hit, words: Words) -> Span:
    first, last = words.words[hit.start], words.words[hit.end - 1]
    end = last.end if last.message == first.message else first.end
    return Span(first.message, first.start, end)


def _place(span: Span) -> tuple[int, int, int]:
    return span.message, span.start, span.end


def _found(words: Words, book: Lexicon) -> Heard:
    """The signs with their weights, also where that is nothing, and the idioms."""
    hits = [*book.hits(words.words), *numbers(words.words)]
    around = context(words, hits, book, CUES)
    found = [hit for hit in hits if hit.name not in CUES]
    idioms = list(Field(_outermost(found, book), around.part, words, book.body).matches(book.idioms))
    harmless, softened = _covered(idioms, True), _covered(idioms, False)
    meant = [hit for hit in found if not _touches(hit, harmless)]
    matches = Field(meant, around.part, words, book.body).matches(book.signs)
    people = People(around.cues)
    signs = [
        weigh(match, around, people, book, any(_touches(hit, softened) for hit in match.hits))
        for match in matches
    ]
    return Heard(around, hits, signs, idioms)


def _outermost(hits: list[Hit], book: Lexicon) -> list[Hit]:
    """Idioms take phrases as a whole: the "legs" of "both legs" and the "diet" of "without a diet" explain nothing."""
    body, problems = longest(hits, book.body), longest(hits, book.problems)

    def inner(hit: Hit) -> bool:
        by = body if hit.name in book.body else problems
        return all(by.get(place, 0) > hit.end - hit.start for place in range(hit.start, hit.end))

    return [hit for hit in hits if hit.name.startswith("=") or not inner(hit)]


def _covered(idioms: Iterable[Match], sure: bool) -> frozenset[int]:
    return frozenset(
        place
        for match in idioms
        if match.rule.sure == sure
        for hit in match.hits
        for place in range(hit.start, hit.end)
    )


def _touches(hit: Hit, places: frozenset[int]) -> bool:
    return any(place in places for place in range(hit.start, hit.end))
