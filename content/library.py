"""Loading the content: all files, all checks, one frozen object or every fault."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.errors import ContentError
from content import (
    checks,
    condition_checks,
    learn_checks,
    phrase_checks,
    screen_checks,
    text_checks,
    wish_checks,
)
from content.faults import Fault
from content.phrase_schema import (
    Contexts,
    Idioms,
    Ordinary,
    Phrases,
    Scorer,
    SignWords,
    Spelling,
    WordClasses,
)
from content.reading import located, read
from content.reminder_schema import Reminders, Stretch, Stretches
from content.schema import (
    Card,
    Cards,
    LevelMeaning,
    Levels,
    Place,
    Questionnaire,
    Source,
    Sources,
    Triage,
)
from content.texts import Texts, read_texts
from content.topics import Learn, Statements
from content.wish_checks import WishWords
from content.wish_schema import AnswerWords, Intents, ScheduleWords, Topics

SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "triage": TypeAdapter(Triage),
    "questionnaire": TypeAdapter(Questionnaire),
    "care_cards": TypeAdapter(Cards),
    "learn": TypeAdapter(Learn),
    "statements": TypeAdapter(Statements),
    "reminders": TypeAdapter(Reminders),
    "stretches": TypeAdapter(Stretches),
    "levels": TypeAdapter(Levels),
    "sources": TypeAdapter(Sources),
    "places": TypeAdapter(tuple[Place, ...]),
    "phrases/schedule": TypeAdapter(ScheduleWords),
    "phrases/intents": TypeAdapter(Intents),
    "phrases/topics": TypeAdapter(Topics),
    "phrases/answers": TypeAdapter(AnswerWords),
    "phrases/words": TypeAdapter(WordClasses),
    "phrases/signs": TypeAdapter(SignWords),
    "phrases/context": TypeAdapter(Contexts),
    "phrases/idioms": TypeAdapter(Idioms),
    "phrases/spelling": TypeAdapter(Spelling),
    "phrases/ordinary": TypeAdapter(Ordinary),
}
SCORER = "phrases/scorer.json"
Check = Callable[..., Iterable[Fault]]
# Checks of names come first: the later ones follow names and need them to lead somewhere.
NAME_CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (condition_checks.check_names, ("triage", "care_cards", "questionnaire")),
    (condition_checks.check_groups, ("triage",)),
    (condition_checks.check_only_adds, ("triage",)),
    (condition_checks.derived_base_is_plain, ("triage",)),
)
MEANING_CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (checks.check_shadows, ("triage",)),
    (phrase_checks.check_every_serious_sign_is_heard, ("phrases/signs", "triage")),
    (screen_checks.check_conditions, ("questionnaire", "triage")),
)
OTHER_CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (condition_checks.check_qualifiers, ("triage",)),
    (checks.check_sources, ("triage", "care_cards", "learn", "stretches", "sources")),
    (checks.check_rules, ("triage",)),
    (screen_checks.check_path, ("questionnaire", "triage")),
    (screen_checks.check_every_sign_can_be_told, ("questionnaire", "triage")),
    (screen_checks.check_remembered, ("questionnaire", "triage")),
    (checks.check_reminders, ("reminders", "care_cards")),
    (checks.check_stretches, ("stretches",)),
    (checks.check_levels, ("levels",)),
    (checks.check_also, ("levels", "triage")),
    (learn_checks.check_statements, ("statements", "learn", "triage")),
    (learn_checks.check_learn, ("learn", "sources", "triage")),
    (learn_checks.check_learn_texts, ("learn", "texts")),
    (checks.check_places, ("places",)),
    (wish_checks.check_schedule_words, ("phrases/schedule", "reminders")),
    (wish_checks.check_intents, ("phrases/intents", "reminders")),
    (wish_checks.check_topics, ("phrases/topics", "learn")),
    (wish_checks.check_answers, ("phrases/answers",)),
    (phrase_checks.check_words, ("phrases/words",)),
    (phrase_checks.check_contexts, ("phrases/context",)),
    (phrase_checks.check_idioms, ("phrases/idioms", "phrases/words")),
    (phrase_checks.check_sign_phrases, ("phrases/signs", "phrases/words", "triage")),
    (phrase_checks.check_scorer, (SCORER,)),
    (phrase_checks.check_spelling, ("phrases/spelling", "phrases/ordinary")),
    (text_checks.check_sign_keys, ("triage", "questionnaire", "texts")),
    (text_checks.check_screen_keys, ("questionnaire", "texts")),
    (text_checks.check_other_keys, ("care_cards", "reminders", "levels", "texts")),
    (text_checks.check_plan_keys, ("reminders", "stretches", "texts")),
    (text_checks.check_locales, ("texts",)),
    (text_checks.check_placeables, ("texts",)),
    (text_checks.check_forms, ("texts",)),
    (text_checks.check_toggles, ("questionnaire", "triage", "texts")),
)


@dataclass(frozen=True, eq=False)
class Content:
    """All that the product knows and says. `version` is a short hash of every content file."""

    version: str
    triage: Triage
    questionnaire: Questionnaire
    cards: tuple[Card, ...]
    learn: Learn
    statements: Statements
    reminders: Reminders
    stretches: tuple[Stretch, ...]
    levels: Mapping[str, LevelMeaning]
    sources: Mapping[int, Source]
    places: tuple[Place, ...]
    wish_words: WishWords
    phrases: Phrases
    texts: Texts

    @property
    def locales(self) -> frozenset[str]:
        return frozenset(self.texts.bundles)

    def say(self, locale: str, key: str, **args: str | int) -> str:
        """A message in Telegram's HTML; strings in `args` are escaped here, so callers never do.

        Raises KeyError for an unknown key, and for a safety text in an unknown language (other texts fall back to
        English); ValueError when a variable is missing.
        """
        return self.texts.say(locale, key, args)

    def label(self, locale: str, key: str, **args: str | int) -> str:
        """A plain text without HTML, for buttons and for words that go into `say`. Raises as `say` does."""
        return self.texts.label(locale, key, args)

    def keys(self, locale: str) -> frozenset[str]:
        """Every text key of a language; empty for an unknown one."""
        return self.texts.keys(locale)


def load(path: Path | None = None) -> Content:
    """The content in `path` (the package's own by default). Raises ContentError listing every fault."""
    folder = path or Path(__file__).parent
    faults: list[str] = []
    parts: dict[str, Any] = {
        name: read(folder, f"{name}.yaml", shape, faults) for name, shape in SHAPES.items()
    }
    parts[SCORER] = read(folder, SCORER, TypeAdapter(Scorer), faults)
    parts["texts"] = read_texts(folder / "locales", faults)
    faults += [located(folder, fault) for fault in _find(parts)]
    if faults:
        raise ContentError(faults)
    return Content(
        version=_version(folder),
        triage=parts["triage"],
        questionnaire=parts["questionnaire"],
        cards=parts["care_cards"].cards,
        learn=parts["learn"],
        statements=parts["statements"],
        reminders=parts["reminders"],
        stretches=parts["stretches"].stretches,
        levels=parts["levels"].levels,
        sources=parts["sources"].sources,
        places=parts["places"],
        wish_words=WishWords(
            *(parts[f"phrases/{name}"] for name in ("schedule", "intents", "topics", "answers"))
        ),
        phrases=Phrases(
            words=parts["phrases/words"],
            signs=parts["phrases/signs"],
            contexts=parts["phrases/context"],
            idioms=parts["phrases/idioms"],
            spelling=parts["phrases/spelling"],
            ordinary=parts["phrases/ordinary"],
            scorer=parts[SCORER],
        ),
        texts=parts["texts"],
    )


def _find(parts: Mapping[str, Any]) -> list[Fault]:
    names = _run(NAME_CHECKS, parts)
    return names + ([] if names else _run(MEANING_CHECKS, parts)) + _run(OTHER_CHECKS, parts)


def _run(some: Iterable[tuple[Check, tuple[str, ...]]], parts: Mapping[str, Any]) -> list[Fault]:
    """The checks whose files could all be read; a file that could not has its own fault already."""
    ready = ((check, [parts[name] for name in needs]) for check, needs in some)
    return [fault for check, args in ready if None not in args for fault in check(*args)]


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(
        [*folder.glob("**/*.yaml"), *folder.glob("**/*.json"), *folder.glob("locales/*/*.ftl")]
    ):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
