"""What is said when medical help is needed, word for word: each route, each question that follows, each answer to it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.core.outgoing import Kind, Lane, Outgoing
from bot.core.triage import Answers, Level, assess
from bot.render import Words, urgent
from content import Content
from tests.conftest import NOON
from tests.transcript import GOLDEN, assert_reads, rows_of
from tests.world import World, open_world

ALICE = 101
# route -> who says what; "?" before a sign: not sure. What nobody is asked for is told to the rules themselves.
REASONS: dict[str, tuple[str, ...]] = {
    "ambulance": (
        "chest_pain",
        "?chest_pain",
        "major_trauma",
        "collapse aaa_suspected",
        "sepsis_signs ?chest_pain",
        "vomiting_blood",
        "blood_in_stool:heavy",
        "pulsating_abdomen sudden_severe_pain",
        "possible_ectopic:faint",
    ),
    "hospital": (
        "saddle_numbness",
        "?saddle_numbness",
        "urinary_retention urinary_incontinence",
        "bowel_incontinence ?bladder_sensation_loss",
        "bilateral_leg_symptoms leg_weakness walking_difficulty",
        "reduced_urine:none",
        "foot_drop bowel_difficulty",
        "cancer_history leg_weakness",
        "saddle_numbness pregnant",
    ),
    "crisis": ("self_harm", "overdose", "?self_harm"),
    "maternity": (
        "pregnant preterm_labour_signs",
        "pregnant ?preterm_labour_signs",
        "pregnant pregnancy_bleeding",
        "pregnant reduced_movements",
    ),
    "today": (
        "fever",
        "?fever",
        "kidney_disease painful_urination",
        "blood_in_urine ?reduced_urine",
        "foot_drop",
        "sports_injury:cannot_move",
        "night_pain weight_loss",
        "child fever",
        "anticoagulant:fall",
        "severe_pain:not_eased",
    ),
    "doctor": (
        "leg_numbness",
        "?leg_numbness",
        "leg_numbness:long_standing",
        "sports_injury",
        "pregnant",
        "pregnant bowel_difficulty",
        "statin",
        "period_pain:severe",
        "persisting worsening",
    ),
}
NUMB = ("Numb between", "Continue")
FEVER = ("None", "None", "Fever", "Continue", "None", "3", "None")
SORE = ("None", "None", "None", "None", "8", "None", "Today")
ANSWERS = {
    "called": ("I have called",),
    "seen": ("I have been seen",),
    "not_happening": ("It is not happening", "Yes, none of it is happening"),
    "happening": ("It is not happening", "It is happening"),
    "booked": ("I have booked",),
    "better": ("It is better",),
}
HELD = ("called", "seen", "not_happening", "happening")
ASKED = {
    "emergency_10m": (NUMB, {"minutes": 10}, HELD),
    "emergency_1h": (NUMB, {"hours": 1}, HELD),
    "emergency_morning": (NUMB, {"hours": 24}, HELD),
    "urgent_3h": (FEVER, {"hours": 3}, HELD),
    "urgent_morning": (FEVER, {"hours": 24}, HELD),
    "doctor_2d": (SORE, {"days": 2}, ("booked", "better")),
}


def message(known: Content, told: str) -> tuple[str, str]:
    """The route, and what a person with these signs is told."""
    signs = told.replace("?", "").split()
    long = {sign.removesuffix(":long_standing") for sign in signs if sign.endswith(":long_standing")}
    now = {sign for sign in signs if not sign.endswith(":long_standing")}
    unsure = {sign[1:] for sign in told.split() if sign.startswith("?")}
    assessment = assess(Answers(frozenset(now), frozenset(long), frozenset(unsure)), known)
    outgoing = Outgoing(1, 1, Lane.URGENT, Kind.URGENT, "", NOON, 0, 0, checkup_id=1, hold_id=1)
    render = urgent.doctor if assessment.level is Level.DOCTOR else urgent.urgent
    text = render(Words(known, "en"), outgoing, assessment).text
    return assessment.route or assessment.level.word, re.sub("<[^>]+>", "", text)


@pytest.mark.parametrize("route", REASONS)
def test_each_message_says_exactly_this(known: Content, route: str) -> None:
    messages = [(told, *message(known, told)) for told in REASONS[route]]
    assert {taken for _, taken, _ in messages} == {route}
    assert_reads(
        f"medical_help/{route}", "\n".join(f"== {told} ==\n\n{text}\n" for told, _, text in messages)
    )


def test_every_route_is_read(known: Content) -> None:
    assert REASONS.keys() == {route.id for route in known.triage.routes} | {"doctor"}
    wanted = {f"{word}_{when}" for word, level in known.levels.items() for when in level.check_backs}
    assert ASKED.keys() == wanted
    kept = {file.stem for file in (GOLDEN / "medical_help").iterdir()}
    assert kept == REASONS.keys() | {f"asked_{each}" for each in ASKED}


def shown(world: World) -> str:
    newest = world.messages(ALICE)[-1]
    return "\n".join([newest.text, *rows_of(newest)])


async def asked(world: World, taps: tuple[str, ...], after: dict[str, int]) -> str:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, *taps)
    await world.live_until(NOON + timedelta(**after))
    return shown(world)


@pytest.mark.parametrize("which", ASKED)
async def test_each_question_and_each_answer_to_it_say_exactly_this(
    which: str, tmp_path: Path, known: Content
) -> None:
    taps, after, answers = ASKED[which]
    parts = []
    for answer in answers:
        async with open_world(tmp_path / f"{answer}.db", ManualClock(NOON), known) as world:
            question = await asked(world, taps, after)
            parts = parts or [question]
            for label in ANSWERS[answer]:
                await world.tap(ALICE, label)
                parts.append(f"== taps [{label}] ==\n\n{shown(world)}")
    assert_reads(f"medical_help/asked_{which}", "\n\n".join(parts) + "\n")
