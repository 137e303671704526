"""What /learn must hold: every statement is carried, every card says what it rests on, and nothing is said that harms."""

import re
from collections.abc import Iterator

from fluent.syntax import ast

from content.conditions import tokens_of
from content.faults import Fault
from content.patterns import Outcomes, visible
from content.schema import GroupRef, Sources, Triage
from content.text_checks import LABEL_LIMIT, key_of
from content.texts import TextFile, Texts
from content.topics import Learn, LearnCard, Statements

FILE = "learn.yaml"
EVERY_STATEMENT = tuple(f"S{number}" for number in range(1, 47))
# Those that ask for medical help: rules of triage.yaml carry them.
MEDICAL_HELP = frozenset(f"S{number}" for number in range(12, 24))
SENTENCES = range(2, 6)
MOST_WORDS = 26
MOST_CHARACTERS = 900  # of a whole card: about one screen of a phone
# No verdict, no promise, no dose, no shop: and no word that sounds like one.
NEVER_SAID = re.compile(
    r"\b(diagnos\w*|cur(?:e|es|ed|ing)|treat(?:s|ed|ing)?|heals?|you are fine|you’?'?re fine|nothing serious"
    r"|nothing to worry about|do(?:n’t|n't| not) worry|probably|promise\w*|guarantee\w*|always works"
    r"|relaxbackpro|meridian|gel packs?|posture corrector|inflammation cream"
    r"|\d+ ?(?:mg|mcg|grams?|ml|litres?|liters?|glasses|cups))\b",
    re.IGNORECASE,
)
STAY_IN_BED = re.compile(r"(?<!do not )\b(?:stay|lie|remain) in bed", re.IGNORECASE)


def check_statements(statements: Statements, learn: Learn, triage: Triage) -> Iterator[Fault]:
    """All statements are there, and each is carried where it belongs."""
    in_cards = {statement for card in learn.cards for statement in card.article}
    in_rules = {statement for rule in triage.rules for statement in rule.article}
    for statement in EVERY_STATEMENT:
        if statement not in statements:
            yield Fault("statements.yaml", (), f"{statement} is missing")
        elif statement in MEDICAL_HELP and statement not in in_rules:
            yield Fault("triage.yaml", (), f"no rule carries {statement}")
        elif statement not in MEDICAL_HELP and statement not in in_cards:
            yield Fault(FILE, (), f"no card carries {statement}")


def check_learn(learn: Learn, sources: Sources, triage: Triage) -> Iterator[Fault]:
    """Ids are single, topics and cards apart; every card is honest about what it rests on; conditions lead somewhere."""
    seen: set[str] = set()
    for i, topic in enumerate(learn.topics):
        if topic.id in seen:
            yield Fault(FILE, ("topics", i), f"{topic.id} is there twice")
        seen.add(topic.id)
        for j, card in enumerate(topic.cards):
            messages = [f"{card.id} is there twice"] if card.id in seen else []
            messages += [*_source_faults(card, sources), *_name_faults(card, triage)]
            yield from (Fault(FILE, ("topics", i, "cards", j), message) for message in messages)
            seen.add(card.id)
    for number in sorted(
        {number for card in learn.cards for number in card.sources} & sources.sources.keys()
    ):
        if sources.sources[number].plain is None:
            yield Fault("sources.yaml", ("sources", number), "needs a `plain` name: people read it in /learn")


def _source_faults(card: LearnCard, sources: Sources) -> Iterator[str]:
    if not (card.sources or card.unverified):
        yield f"card {card.id} has neither a source nor an `unverified`"
    for number in card.sources:
        if number not in sources.sources:
            yield f"source {number} is not in sources.yaml"


def _name_faults(card: LearnCard, triage: Triage) -> Iterator[str]:
    known = tokens_of(triage)
    for part in card.ask_first:
        if isinstance(part, GroupRef):
            if part.group not in triage.groups:
                yield f"{part.group} is not a group"
        elif part not in known:
            yield f"{part} is not a sign"


def check_learn_texts(learn: Learn, texts: Texts) -> Iterator[Fault]:
    """Every card has its texts and no text is left over; each is short, plain and says nothing it must not."""
    needed = {key_of("learn", topic.id, "title"): f"topic {topic.id}" for topic in learn.topics}
    for card in learn.cards:
        parts = ("title", "body", "caution") if card.caution else ("title", "body")
        needed |= {key_of("learn", card.id, part): f"card {card.id}" for part in parts}
    for locale in sorted(texts.bundles):
        said = {m.id.name: (f, m) for f in texts.files if f.locale == locale for m in f.messages()}
        for key in needed.keys() - said.keys():
            yield Fault(f"locales/{locale}", (), f"the text {key} is missing (needed by {needed[key]})")
        outcomes = Outcomes(texts, locale)
        for key, (file, message) in said.items():
            if key.startswith("learn-"):
                words = " ".join(outcomes.of(message))
                yield from (_at(file, message, why) for why in _text_faults(key, words, key in needed))
        for card in learn.cards:
            yield from _too_long(card, outcomes, locale)


def _text_faults(key: str, words: str, is_needed: bool) -> Iterator[str]:
    part = key.rpartition("-")[2]
    if part in ("title", "body", "caution") and key != "learn-caution" and not is_needed:
        yield "belongs to no topic or card of learn.yaml"
    if banned := NEVER_SAID.search(words) or STAY_IN_BED.search(words):
        yield f"says {banned.group()!r}, which /learn never says"
    if part == "title" and (visible(words) > LABEL_LIMIT or re.search(r"[<>&\n]", words)):
        yield f"is a button too: one line of {LABEL_LIMIT} characters at most, without HTML"
    if part in ("body", "caution"):
        yield from _sentence_faults(part, words)


def _sentence_faults(part: str, words: str) -> Iterator[str]:
    sentences = [each for each in re.split(r"[.!?]+(?:\s|$)", words) if each.strip()]
    if part == "body" and len(sentences) not in SENTENCES:
        yield f"has {len(sentences)} sentences, {SENTENCES.start} to {SENTENCES.stop - 1} are wanted"
    longest = max((len(line.split()) for each in sentences for line in each.split("\n")), default=0)
    if longest > MOST_WORDS:
        yield f"has a sentence of {longest} words, {MOST_WORDS} is the limit"


def _too_long(card: LearnCard, outcomes: Outcomes, locale: str) -> Iterator[Fault]:
    size = sum(outcomes.longest(key_of("learn", card.id, part)) for part in ("title", "body", "caution"))
    if size > MOST_CHARACTERS:
        why = f"card {card.id} is {size} characters long, {MOST_CHARACTERS} is the limit"
        yield Fault(f"locales/{locale}", (), why)


def _at(file: TextFile, message: ast.Message | ast.Term, why: str) -> Fault:
    return Fault(f"{file.place}:{file.line(message.id)}", (), f"{message.id.name} {why}")
