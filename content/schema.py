"""The shape of every content file, as frozen strict models. What the shapes mean together is in `checks.py`."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

LevelWord = Literal["self_care", "doctor", "urgent", "emergency"]
FactName = Literal["pain", "hours", "worsening", "tried_self_care", "onset", "age", "weeks_pregnant"]

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
Token = Annotated[str, Field(pattern=r"^[a-z0-9_]+(:[a-z0-9_]+)?$")]
TextKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Words = Annotated[str, Field(min_length=1)]
Minutes = Annotated[int, Field(gt=0)]
Statement = Annotated[str, Field(pattern=r"^S([1-9]|[1-3]\d|4[0-6])$")]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


class Reviewed(Model):
    """A clinical file. `reviewed_by` stays null until a named clinician signs it."""

    reviewed_by: str | None


class AllOf(Model):
    all: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Model):
    any: tuple["Condition", ...] = Field(min_length=1)


class NotOf(Model):
    """Allowed only in the gating of care cards: a rule with `not` could lower a level when a sign is added."""

    negated: "Condition" = Field(alias="not")


class GroupRef(Model):
    group: Id


class FactTest(Model):
    """One comparison with one fact. A fact that was not given never holds."""

    fact: FactName
    at_least: int | None = None
    below: int | None = None
    equals: Literal[True, "sudden", "gradual"] | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _compares_once_and_sensibly(self) -> "FactTest":
        given = [self.at_least, self.below, self.equals]
        if sum(value is not None for value in given) != 1:
            raise ValueError("a fact needs exactly one of at_least, below, is")
        if self.below is not None and self.fact != "age":
            raise ValueError("below is for age only: more of anything else must never lower a level")
        expected = {"onset": str, "worsening": bool, "tried_self_care": bool}.get(self.fact, int)
        if type(next(value for value in given if value is not None)) is not expected:
            raise ValueError(f"{self.fact} cannot be compared like this")
        return self


def _kind_of_condition(value: Any) -> str:
    """Tells a union member by its key, so that a fault speaks of one shape and not of six."""
    if isinstance(value, dict):
        return next((key for key in ("all", "any", "not", "group", "fact") if key in value), "all")
    return "sign"


Condition = Annotated[
    Annotated[Token, Tag("sign")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NotOf, Tag("not")]
    | Annotated[GroupRef, Tag("group")]
    | Annotated[FactTest, Tag("fact")],
    Discriminator(_kind_of_condition),
]
GroupMember = Annotated[
    Annotated[Token, Tag("sign")] | Annotated[GroupRef, Tag("group")], Discriminator(_kind_of_condition)
]


class Variant(Model):
    """A qualifier that says more than the plain sign (`x:v` counts as `x` too) or, if `milder`, less."""

    meaning: Words
    aliases: tuple[Id, ...] = ()
    milder: bool = False


class Sign(Model):
    """`same` are qualifiers that mean the plain sign; `long_standing` says that an unchanged one counts for less."""

    meaning: Words
    long_standing: bool = False
    same: tuple[Id, ...] = ()
    article: tuple[Statement, ...] = ()
    sources: tuple[int, ...] = ()
    variants: dict[Id, Variant] = {}


class Derived(Model):
    sign: Token
    when: Condition


class Route(Model):
    """One urgent message; `level` is the level whose rules may use it."""

    id: Id
    level: Literal["emergency", "urgent"]


class Default(Model):
    id: Id
    level: LevelWord


class Rule(Model):
    id: Id
    level: LevelWord
    when: Condition
    route: Id | None = None
    article: tuple[Statement, ...] = ()
    sources: tuple[int, ...] = ()
    unverified: Words | None = None


class Triage(Reviewed):
    signs: dict[Id, Sign] = Field(min_length=1)
    groups: dict[Id, tuple[GroupMember, ...]]
    derived: tuple[Derived, ...]
    routes: tuple[Route, ...] = Field(min_length=1)
    default: Default
    rules: tuple[Rule, ...] = Field(min_length=1)


class Option(Model):
    id: Id
    value: int


class FactButton(Model):
    """A row that is no sign: marking it gives one fact this value."""

    fact: Literal["onset", "tried_self_care", "age"]
    value: Literal[True, "sudden"] | int


class Screen(Model):
    """Rows to mark, a choice that sets one `fact`, or both.

    `signs`: the rows, each a sign of triage.yaml (`x` or `x:variant`), `fact:<id>` or `topic:<id>`. `show_when`: asked only
    when this holds. `ask_until`: asked only while the answers so far are below this level. `skip`: may be skipped, which
    is kept as `skipped:<skip>` and is not a no.
    """

    id: Id
    show_when: Condition | None = None
    ask_until: Literal["urgent", "emergency"] = "emergency"
    skip: Id | None = None
    signs: tuple[Token, ...] = Field(default=(), max_length=10)
    fact: Literal["pain", "hours", "weeks_pregnant"] | None = None
    options: tuple[Option, ...] = ()
    next: Id

    @model_validator(mode="after")
    def _asks_something(self) -> "Screen":
        if not (self.signs or self.options) or bool(self.fact) != bool(self.options):
            raise ValueError("a screen has signs, or a fact with options, or both")
        return self


class Questionnaire(Reviewed):
    """`topics` open a follow-up screen and mean nothing else. `confirm` is the screen about the person, where what is
    known of them (`remember`) is shown for confirming. `not_asked`: signs without a button, each with the reason."""

    start: Id
    topics: tuple[Id, ...] = ()
    facts: dict[Id, FactButton] = {}
    confirm: Id
    remember: tuple[Token, ...]
    not_asked: dict[Token, Words] = {}
    screens: tuple[Screen, ...] = Field(min_length=1)

    def screen(self, screen_id: str) -> Screen | None:
        return next((screen for screen in self.screens if screen.id == screen_id), None)

    @property
    def rows(self) -> frozenset[str]:
        """What a screen may list beside the signs."""
        return frozenset(
            {*(f"topic:{topic}" for topic in self.topics), *(f"fact:{fact}" for fact in self.facts)}
        )

    @property
    def skips(self) -> frozenset[str]:
        """What conditions of cards and screens may ask about skipped questions."""
        return frozenset(f"skipped:{screen.skip}" for screen in self.screens if screen.skip)


class Card(Model):
    """Advice for home; not shown when `hide_when` holds. Texts: card-<id>-title and card-<id>-body.

    Without a source it says why in `unverified`.
    """

    id: Id
    article: tuple[Statement, ...] = ()
    sources: tuple[int, ...] = ()
    unverified: Words | None = None
    hide_when: Condition | None = None

    @model_validator(mode="after")
    def _rests_on_something(self) -> "Card":
        if not (self.sources or self.unverified):
            raise ValueError("a card has sources, or says in `unverified` why not")
        return self


class Cards(Reviewed):
    cards: tuple[Card, ...] = Field(min_length=1)


CheckBack = Annotated[str, Field(pattern=r"^([1-9]\d*[mhd]|morning)$")]


class LevelMeaning(Model):
    """`by_day`: a check-back that would come in quiet hours waits for the morning.

    `also`: for whom a sign is true, one more text of what to watch for.
    """

    hold: bool
    by_day: bool = False
    check_backs: tuple[CheckBack, ...]
    result: TextKey | None = None
    safety_net: TextKey | None = None
    also: dict[str, TextKey] = {}


class Levels(Reviewed):
    levels: dict[LevelWord, LevelMeaning]


class Source(Model):
    """`checked`: the day a named person compared our reading with the page, or null. `plain`: its name for anybody."""

    title: Words
    plain: Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    checked: date | None


class Sources(Reviewed):
    sources: dict[int, Source] = Field(min_length=1)


class Place(Model):
    """A place a person can recognise, standing for its IANA time zone."""

    zone: Words
    name: Words
