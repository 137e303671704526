"""The screens of /check: the path ends, nothing on it is dead, and every sign can be told."""

from collections.abc import Iterator

from content.checks import repeated
from content.condition_checks import has_not
from content.conditions import facts_in, mentioned, tokens_of, walk
from content.faults import Fault
from content.schema import GroupRef, Questionnaire, Screen, Triage

FILE = "questionnaire.yaml"


def check_path(questionnaire: Questionnaire, triage: Triage) -> Iterator[Fault]:
    """Screens follow each other to the end without a loop, each is reached, and what they list exists once."""
    screens = {screen.id: screen for screen in questionnaire.screens}
    yield from repeated(FILE, "screens", (screen.id for screen in questionnaire.screens))
    seen: list[str] = []
    here = questionnaire.start
    while here in screens and here not in seen:
        seen.append(here)
        here = screens[here].next
    if here in seen:
        yield Fault(FILE, ("screens",), f"the screens go round in a loop at {here}")
    elif here != "end":
        yield Fault(FILE, ("screens",), f"there is no screen {here}: the path does not end in a level")
    for i, screen in enumerate(questionnaire.screens):
        if screen.id not in seen:
            yield Fault(FILE, ("screens", i), f"screen {screen.id} is never reached")
        yield from _repeated_options(i, [option.id for option in screen.options])
        yield from _repeated_options(i, [str(option.value) for option in screen.options])
    yield from _asked_rows(questionnaire, triage)


def _repeated_options(screen: int, values: list[str]) -> Iterator[Fault]:
    for value in {value for value in values if values.count(value) > 1}:
        yield Fault(FILE, ("screens", screen, "options"), f"option {value} is there twice")


def _asked_rows(questionnaire: Questionnaire, triage: Triage) -> Iterator[Fault]:
    known = askable(questionnaire, triage)
    asked: set[str] = set()
    for i, screen in enumerate(questionnaire.screens):
        for sign in screen.signs:
            if sign not in known:
                yield Fault(
                    FILE, ("screens", i, "signs"), f"{sign} is not a sign of triage.yaml, a fact or a topic"
                )
            if sign in asked:
                yield Fault(FILE, ("screens", i, "signs"), f"{sign} is asked twice")
            asked.add(sign)
    for row in sorted(questionnaire.rows - asked):
        yield Fault(FILE, (), f"{row} is on no screen")


def askable(questionnaire: Questionnaire, triage: Triage) -> frozenset[str]:
    """What a row may be: long-standing forms are a state of their sign's row."""
    return (
        frozenset(token for token in tokens_of(triage) if not token.endswith(":long_standing"))
        | questionnaire.rows
    )


def check_every_sign_can_be_told(questionnaire: Questionnaire, triage: Triage) -> Iterator[Fault]:
    """By a button, by what follows from the facts, or `not_asked` says why not."""
    asked = {sign for screen in questionnaire.screens for sign in screen.signs}
    told = asked | {derived.sign for derived in triage.derived}
    signs = askable(questionnaire, triage) - questionnaire.rows
    for sign in sorted(signs - told - questionnaire.not_asked.keys()):
        yield Fault(FILE, (), f"nobody can say {sign}: no screen asks it, and not_asked does not say why")
    for sign in questionnaire.not_asked:
        if sign not in signs:
            yield Fault(FILE, ("not_asked", sign), f"{sign} is not a sign of triage.yaml")
        elif sign in asked:
            yield Fault(FILE, ("not_asked", sign), f"{sign} is asked, so it is not under not_asked")


def check_conditions(questionnaire: Questionnaire, triage: Triage) -> Iterator[Fault]:
    """A `show_when` asks only about what earlier screens can bring, and never with `not`; every topic opens a screen."""
    before: set[str] = {derived.sign for derived in triage.derived}
    facts: set[str] = set()
    for i, screen in enumerate(questionnaire.screens):
        yield from (
            Fault(FILE, ("screens", i), why) for why in _condition_faults(screen, before, facts, triage)
        )
        before |= {*screen.signs, *({f"skipped:{screen.skip}"} if screen.skip else ())}
        facts |= {screen.fact or ""} | {
            f.fact for name, f in questionnaire.facts.items() if f"fact:{name}" in screen.signs
        }
    used = {part for screen in questionnaire.screens if screen.show_when for part in walk(screen.show_when)}
    for i, topic in enumerate(questionnaire.topics):
        if f"topic:{topic}" not in used:
            yield Fault(FILE, ("topics", i), f"topic {topic} opens no screen")


def _condition_faults(screen: Screen, before: set[str], facts: set[str], triage: Triage) -> Iterator[str]:
    if screen.show_when is None:
        return
    if has_not(screen.show_when):
        yield f"screen {screen.id} uses `not`, which only care cards may"
    for part in walk(screen.show_when):
        if isinstance(part, (str, GroupRef)) and not mentioned(part, triage) & before:
            yield f"screen {screen.id} is dead: nothing before it asks about {part if isinstance(part, str) else part.group}"
    for fact in sorted(facts_in(screen.show_when) - facts):
        yield f"screen {screen.id} is dead: nothing before it asks for {fact}"


def check_remembered(questionnaire: Questionnaire, triage: Triage) -> Iterator[Fault]:
    """What is remembered is asked about the person, where it can be skipped, and nowhere else."""
    confirm = questionnaire.screen(questionnaire.confirm)
    if confirm is None or confirm.skip is None or confirm.show_when is not None:
        yield Fault(FILE, ("confirm",), "must be a screen that is always asked and may be skipped")
        return
    of_person = {
        sign for screen in questionnaire.screens if screen.skip == confirm.skip for sign in screen.signs
    }
    yield from repeated(FILE, "remember", questionnaire.remember)
    for i, sign in enumerate(questionnaire.remember):
        if sign not in of_person:
            yield Fault(FILE, ("remember", i), f"{sign} is not asked about the person")
    for sign in sorted(
        of_person - {f"topic:{topic}" for topic in questionnaire.topics} - set(questionnaire.remember)
    ):
        yield Fault(
            FILE, ("remember",), f"{sign} would be lost when the person is confirmed: it is not remembered"
        )
