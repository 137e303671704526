"""What one person has answered so far, and what it comes to."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from bot.core.rules import Facts, Level
from bot.core.triage import Answers, Assessment, assess
from content import Content

TOPIC, FACT, SKIPPED = "topic:", "fact:", "skipped:"
_PLAIN = ("screen", "version", "done", "revising", "told", "of", "urged")


class Mark(StrEnum):
    """What was said about a sign. No mark means no; LONG is "had it for long, unchanged"."""

    YES = "yes"
    NOT_SURE = "not_sure"
    LONG = "long"


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Checkup:
    """Where a person is. `version` rises by one with every change.

    `marks`: by sign, or `fact:` or `topic:` row. `numbers`: what was chosen, such as pain (0-10), hours since it began.
    `answered`, `skipped`: ids of screens. `known`: what was known of the person before and waits to be confirmed.
    `revising`: one answer is being changed, and only what is new is asked. `told`: it holds what was typed, not only
    what was tapped. `of`: "other" when it is about somebody with the writer. `urged`: the route that a yes to "is any of
    this happening?" takes, where nobody said which.
    """

    screen: str
    version: int = 0
    marks: Mapping[str, Mark] = field(default_factory=_nothing)
    numbers: Mapping[str, int] = field(default_factory=_nothing)
    done: bool = False
    answered: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()
    revising: bool = False
    told: bool = False
    of: Literal["me", "other"] = "me"
    urged: str | None = None

    @property
    def pain(self) -> int | None:
        return self.numbers.get("pain")

    @property
    def hours(self) -> int | None:
        return self.numbers.get("hours")

    def to_json(self) -> str:
        plain = {
            "marks": {sign: mark.value for sign, mark in self.marks.items()},
            "numbers": dict(self.numbers),
        }
        plain |= {
            "answered": sorted(self.answered),
            "skipped": sorted(self.skipped),
            "known": list(self.known),
        }
        return json.dumps(plain | {name: getattr(self, name) for name in _PLAIN})

    @classmethod
    def from_json(cls, text: str) -> "Checkup":
        """What `to_json` wrote. Raises ValueError for anything else."""
        try:
            saved = _as_now(json.loads(text))
            saved["marks"] = MappingProxyType({sign: Mark(mark) for sign, mark in saved["marks"].items()})
            saved["numbers"] = MappingProxyType(
                {name: int(value) for name, value in saved["numbers"].items()}
            )
            saved |= {"answered": frozenset(saved["answered"]), "skipped": frozenset(saved["skipped"])}
            return cls(**saved | {"known": tuple(saved["known"])})
        except (TypeError, AttributeError, KeyError) as error:
            raise ValueError("this is not a saved checkup") from error


def _as_now(saved: Any) -> dict[str, Any]:
    """The first version saved a list, with fewer things in it."""
    if not isinstance(saved, list):
        return dict(saved)
    screen, version, marks, pain, hours, done = saved
    numbers = {name: value for name, value in (("pain", pain), ("hours", hours)) if value is not None}
    now = {"screen": screen, "version": version, "marks": marks, "numbers": numbers, "done": done}
    return now | {"answered": [], "skipped": [], "known": []}


def answers(checkup: Checkup, content: Content) -> Answers:
    """What triage is to judge. Signs that content no longer has are left out."""
    known = {sign: mark for sign, mark in checkup.marks.items() if _is_known(sign, content)}
    signs = {sign: mark for sign, mark in known.items() if not sign.startswith((TOPIC, FACT))}
    marked = {mark: frozenset(sign for sign, m in signs.items() if m is mark) for mark in Mark}
    return Answers(
        flags=marked[Mark.YES],
        long_standing=marked[Mark.LONG],
        not_sure=marked[Mark.NOT_SURE],
        facts=_facts(checkup, content),
        others=frozenset(sign for sign in known if sign.startswith(TOPIC)) | _skips(checkup, content),
    )


def _facts(checkup: Checkup, content: Content) -> Facts:
    rows = content.questionnaire.facts
    marked = [
        rows[row.removeprefix(FACT)]
        for row in checkup.marks
        if row.startswith(FACT) and _is_known(row, content)
    ]
    numbers = {name: value for name, value in checkup.numbers.items() if name in asdict(Facts())}
    return Facts(**{button.fact: button.value for button in marked} | numbers)  # type: ignore[arg-type]


def _skips(checkup: Checkup, content: Content) -> frozenset[str]:
    skipped = (content.questionnaire.screen(screen) for screen in checkup.skipped)
    return frozenset(f"{SKIPPED}{screen.skip}" for screen in skipped if screen and screen.skip)


def assess_so_far(checkup: Checkup, content: Content) -> Assessment:
    """Judge what has been answered, whether or not the checkup is done."""
    found = assess(answers(checkup, content), content)
    if checkup.urged is not None and found.level < Level.EMERGENCY:
        found = replace(found, level=Level.EMERGENCY, route=checkup.urged, cards=(), reminders=(), reasons=())
    return replace(found, of=checkup.of, told=checkup.told)


def is_emergency(checkup: Checkup, content: Content) -> bool:
    """True when the answers so far are an emergency: also for a checkup that was left half-way."""
    return assess_so_far(checkup, content).level is Level.EMERGENCY


def to_remember(checkup: Checkup, content: Content) -> tuple[str, ...] | None:
    """What is to be known of the person from now on; None when this checkup did not get an answer to that."""
    questions = content.questionnaire
    about = {screen.id for screen in questions.screens if screen.skip}
    if questions.confirm not in checkup.answered or checkup.skipped & about:
        return None
    return tuple(sign for sign in questions.remember if sign in checkup.marks)


def with_marks(checkup: Checkup, marks: Mapping[str, Mark]) -> Checkup:
    return replace(checkup, marks=MappingProxyType(dict(marks)), version=checkup.version + 1)


def _is_known(sign: str, content: Content) -> bool:
    if sign in content.questionnaire.rows:
        return True
    base, _, variant = sign.partition(":")
    found = content.triage.signs.get(base)
    return found is not None and (not variant or variant in found.variants)
