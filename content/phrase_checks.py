"""What the files of content/phrases mean together: words that exist, signs that exist, and no sign without words."""

from collections.abc import Iterable, Iterator

from content.conditions import base_of, mentioned, tokens_of
from content.faults import Fault
from content.phrase_schema import (
    BUCKETS,
    NUMBERS,
    BadPattern,
    Contexts,
    Idioms,
    Ordinary,
    Scorer,
    SignWords,
    Spelling,
    WordClasses,
    forms,
    parse,
)
from content.schema import Triage

WORDS, SIGNS = "phrases/words.yaml", "phrases/signs.yaml"
CONTEXT, IDIOMS, SPELLING = "phrases/context.yaml", "phrases/idioms.yaml", "phrases/spelling.yaml"
SCORER = "phrases/scorer.json"
CALLS_FOR_HELP = ("emergency", "urgent")
Loc = tuple[int | str, ...]


def check_words(words: WordClasses) -> Iterator[Fault]:
    """Every phrase can be read and is in its class once; no class is in two sections."""
    sections = {"body": words.body, "problems": words.problems, "others": words.others}
    seen: set[str] = set()
    for section, classes in sections.items():
        for name, said in classes.items():
            if name in seen or name in NUMBERS or name in Contexts.model_fields:
                yield Fault(WORDS, (section, name), f"there is another class {name}")
            seen.add(name)
            yield from _phrases(WORDS, (section, name), said)


def check_contexts(contexts: Contexts) -> Iterator[Fault]:
    for name, said in contexts:
        if name != "reviewed_by":
            yield from _phrases(CONTEXT, (name,), said)


def _phrases(file: str, loc: Loc, said: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, phrase in enumerate(said):
        try:
            forms(phrase)
        except BadPattern as error:
            yield Fault(file, (*loc, i), str(error))
        if phrase in seen:
            yield Fault(file, (*loc, i), f"{phrase!r} is there twice")
        seen.add(phrase)


def check_idioms(idioms: Idioms, words: WordClasses) -> Iterator[Fault]:
    for name in ("harmless", "softened"):
        yield from _patterns(IDIOMS, (name,), getattr(idioms, name), words)


def check_sign_phrases(signs: SignWords, words: WordClasses, triage: Triage) -> Iterator[Fault]:
    """Every sign exists and is told from its phrases; no phrase is there twice for one sign."""
    known = tokens_of(triage)
    for sign, said in signs.signs.items():
        loc: Loc = ("signs", sign)
        if sign not in known:
            yield Fault(SIGNS, loc, f"{sign} is not a sign of triage.yaml")
        if not (said.sure or said.ask):
            yield Fault(SIGNS, loc, f"{sign} has no phrase")
        yield from _patterns(SIGNS, (*loc, "sure"), said.sure, words)
        yield from _patterns(SIGNS, (*loc, "ask"), said.ask, words)
        for i, text in enumerate(said.ask):
            if text in said.sure:
                yield Fault(SIGNS, (*loc, "ask", i), f"{text!r} is sure already")
    for sign in signs.combined:
        if sign not in known:
            yield Fault(SIGNS, ("combined", sign), f"{sign} is not a sign of triage.yaml")


def _patterns(file: str, loc: Loc, said: Iterable[str], words: WordClasses) -> Iterator[Fault]:
    classes = {*words.classes, *NUMBERS}
    seen: set[str] = set()
    for i, text in enumerate(said):
        yield from (Fault(file, (*loc, i), why) for why in _pattern_faults(text, classes))
        if text in seen:
            yield Fault(file, (*loc, i), f"{text!r} is there twice")
        seen.add(text)


def _pattern_faults(text: str, classes: set[str]) -> Iterator[str]:
    try:
        names = [name for part in parse(text).parts for name in part]
        for name in names:
            if name.startswith("="):
                forms(name[1:])
    except BadPattern as error:
        yield str(error)
        return
    for name in names:
        if not name.startswith("=") and name not in classes:
            yield f"{text!r}: there is no class {name}"


def check_every_serious_sign_is_heard(signs: SignWords, triage: Triage) -> Iterator[Fault]:
    """A sign that by itself calls for help must be heard in free text, or say why it need not."""
    heard = {*signs.signs, *signs.combined}
    for rule in triage.rules:
        if rule.level in CALLS_FOR_HELP and isinstance(rule.when, str) and rule.when not in heard:
            yield Fault(
                "triage.yaml", ("signs", base_of(rule.when)), f"no phrase of {SIGNS} means {rule.when}"
            )
    for sign in triage.signs:
        serious = any(r.level in CALLS_FOR_HELP and sign in mentioned(r.when, triage) for r in triage.rules)
        if serious and not any(base_of(other) == sign for other in heard):
            yield Fault("triage.yaml", ("signs", sign), f"no phrase of {SIGNS} means {sign}")


def check_scorer(scorer: Scorer) -> Iterator[Fault]:
    if len(scorer.weights) != BUCKETS:
        yield Fault(SCORER, ("weights",), f"has {len(scorer.weights)} weights, not {BUCKETS}")


def check_spelling(spelling: Spelling, ordinary: Ordinary) -> Iterator[Fault]:
    """What is written out is no everyday word, and what it is written out to is not written out again."""
    for word, said in spelling.written_out.items():
        loc: Loc = ("written_out", word)
        if word in said.split(" "):
            yield Fault(SPELLING, loc, f"{word} is written out to itself")
    yield from _phrases(SPELLING, ("not_typos",), spelling.not_typos)
    yield from _phrases("phrases/ordinary.yaml", ("words",), ordinary.words)
