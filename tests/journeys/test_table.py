"""Every row of the triage table, told through the buttons by a person, and what it brings."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

import content
from bot.store.tables import message
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
ALICE = 101
KNOWN = content.load()
SCREENS = {screen.id: screen for screen in KNOWN.questionnaire.screens}
TABLE = Path(__file__).parents[1] / "data" / "triage_table.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
TYPED = {"self_harm", "overdose"}
LONG = "long-standing and unchanged"

# What a person marks for a row that takes more than its own button; `pain=9` and `since=...` are choices.
TOLD = {
    ("walking_difficulty", "only from pain"): "walking_difficulty:only_from_pain",
    ("sexual_dysfunction_new", "with any other nerve or bladder sign"): "sexual_dysfunction_new leg_numbness",
    ("leg_numbness", "spreading or getting worse"): "leg_numbness:spreading",
    ("foot_drop", "with any bladder bowel or saddle sign"): "foot_drop bowel_difficulty",
    ("bowel_difficulty", "with saddle or bladder or both-leg signs"): "bowel_difficulty urinary_change",
    ("sports_injury", "cannot move or swelling"): "sports_injury:cannot_move",
    ("sudden_severe_pain", "alone"): "fact:suddenly pain=8",
    (
        "sudden_severe_pain",
        "with faintness, clamminess, collapse or pulsing tummy, or age 60 and over",
    ): "fact:suddenly pain=8 fact:over_60",
    ("pulsating_abdomen", "with sudden or severe pain"): "pulsating_abdomen pain=8",
    ("rigors", "with flank pain or pregnancy or weak immune system"): "rigors immunosuppressed",
    ("flank_pain", "with fever or painful urination"): "flank_pain painful_urination",
    ("flank_pain", "with fever and pregnancy, vomiting or weak immune system"): "flank_pain fever pregnant",
    ("flank_pain", "severe or in waves to the groin"): "flank_pain:severe",
    ("vomiting", "with flank pain or fever"): "vomiting flank_pain",
    ("dark_urine", "with statin or after extreme exercise"): "dark_urine:after_exercise",
    ("reduced_urine", "none all day"): "reduced_urine:none",
    ("blood_in_stool", "black or dark red"): "blood_in_stool:black",
    ("blood_in_stool", "heavy, clots, does not stop"): "blood_in_stool:heavy",
    ("cancer_history", "with new weakness, walking, bladder or bowel change"): "cancer_history foot_drop",
    ("immunosuppressed", "with fever or weakness"): "immunosuppressed fever",
    ("ivdu", "with fever or weakness"): "ivdu foot_drop",
    ("recent_infection", "with fever or worse pain"): "recent_infection worsening",
    ("recent_spinal_procedure", "with fever or weakness or numbness"): "recent_spinal_procedure leg_numbness",
    ("anticoagulant", "with a fall"): "anticoagulant:fall",
    ("anticoagulant", "with any leg or bladder sign"): "anticoagulant leg_numbness",
    ("preterm_labour_signs", "with pregnancy"): "preterm_labour_signs",
    ("pregnancy_bleeding", "heavy or with constant severe pain"): "pregnancy_bleeding:heavy",
    ("possible_ectopic", "with dizziness or fainting or sudden sharp pain"): "possible_ectopic:faint",
    ("period_pain", "severe or changed"): "period_pain:severe",
    ("child", "with fever, night pain, limp, weakness, or under 6"): "child:under_6",
    ("statin", "with dark urine or weakness"): "statin dark_urine",
    ("severe_pain", "alone"): "pain=8",
    ("severe_pain", "9-10 and not eased by anything"): "pain=9 fact:tried_care",
    ("persisting", ""): "fact:tried_care since=days_3_7",
}
MORE = [
    ("sudden_severe_pain", "aaa_suspected", "emergency"),
    ("sudden_severe_pain", "fact:suddenly pain=9 pulsating_abdomen", "emergency"),
    ("rigors", "rigors pregnant", "emergency"),
    ("flank_pain", "flank_pain fever vomiting", "emergency"),
    ("statin", "dark_urine statin", "urgent"),
    ("child", "child:limp", "urgent"),
    ("child", "child night_pain", "urgent"),
    ("possible_ectopic", "possible_ectopic fact:suddenly", "emergency"),
    ("pregnancy_bleeding", "pregnancy_bleeding pain=8", "emergency"),
    ("leg_numbness", "leg_numbness worsening", "urgent"),
    ("recent_infection", "recent_infection fever", "urgent"),
]
CASES = [
    pytest.param(
        TOLD.get((row["id"], row["qualifier"]), row["id"]), row, id=f"{row['id']}-{row['qualifier'] or 'any'}"
    )
    for row in ROWS
    if row["id"] not in TYPED
]
CASES += [
    pytest.param(told, {"id": name, "qualifier": "", "tier": tier}, id=told) for name, told, tier in MORE
]


def label(sign: str) -> str:
    return KNOWN.label("en", content.key_of("sign", sign))


def with_what_opens_it(told: str) -> set[str]:
    """The marks on the way: the topic or the sign that brings a follow-up screen up."""
    marks = {word for word in told.split() if "=" not in word}
    while True:
        opened_by = {
            str(screen.show_when)
            for screen in SCREENS.values()
            if screen.show_when and marks & set(screen.signs)
        }
        if opened_by <= marks:
            return marks
        marks |= opened_by


async def tell(world: World, told: str, *, times: int = 1) -> tuple[int, int]:
    """Answer a check as somebody for whom just this is true; how many taps and screens that took."""
    marks, choices = with_what_opens_it(told), dict(w.split("=") for w in told.split() if "=" in w)
    await world.say(ALICE, "/check")
    shown, taps, screens = world.messages(ALICE)[-1], 0, 0
    while "/check" not in shown.text and "This check is done" not in shown.text:
        screens += 1
        for sign in marks:
            if f"☐ {label(sign)}" in world.labels(shown):
                for _ in range(times):
                    row = next(each for each in world.labels(shown) if label(sign) in each)
                    await world.tap(ALICE, row)
                    taps += 1
        await world.tap(ALICE, _onward(world.labels(shown), choices))
        taps += 1
    return taps, screens


def _onward(labels: list[str], choices: dict[str, str]) -> str:
    if "Today" in labels:
        return KNOWN.label("en", content.key_of("choice", "since", choices.get("since", "today")))
    if "10" in labels:
        return choices.get("pain", "3")
    return next(each for each in ("Continue", "None of these", "No", "20 to 36 weeks") if each in labels)


async def planned(world: World) -> list[tuple[str, str]]:
    async with world.store.reading() as tx:
        rows = await tx.conn.execute(select(message.c.kind, message.c.part).order_by(message.c.due_at))
        return [(row.kind, row.part) for row in rows]


@pytest.mark.parametrize(("told", "row"), CASES)
async def test_a_row_is_told_through_the_buttons_and_gets_its_tier(
    world: World, told: str, row: dict[str, str]
) -> None:
    long = row["qualifier"] == LONG
    taps, _ = await tell(world, told, times=3 if long else 1)
    tier = {"selfcare": "self_care"}.get(row["tier"], row["tier"])
    meaning = KNOWN.levels[tier]
    rows = await planned(world)
    assert [part for kind, part in rows if kind == "check_back"] == list(meaning.check_backs)
    own = [kind for kind, _ in rows if kind != "check_back"]
    assert own == {"self_care": [], "doctor": ["doctor"]}.get(tier, ["urgent"])
    if own:
        assert_is_said(world, tier)
    await world.say(ALICE, "/reminders")
    assert ("on hold" in world.last(ALICE)) == meaning.hold
    if tier == "emergency" and told in set(SCREENS["emergency_1"].signs) | set(SCREENS["emergency_2"].signs):
        assert taps <= 3


def assert_is_said(world: World, tier: str) -> None:
    """The message: its action first, and the way to reach help as text."""
    result, said = world.messages(ALICE)[0].text, world.last(ALICE)
    routes = ["doctor"] if tier == "doctor" else [r.id for r in KNOWN.triage.routes if r.level == tier]
    actions = {KNOWN.label("en", f"urgent-{route}-action") for route in routes}
    assert f"<b>{said.splitlines()[0]}</b>" in actions
    assert "112, 911 or 999" in said
    assert "You told me: " in said
    assert ("in the next day or two" in result) == (tier == "doctor")


async def test_nothing_wrong_takes_seven_screens_and_eight_taps_with_the_first(world: World) -> None:
    taps, screens = await tell(world, "")
    assert (taps + 1, screens) == (8, 7)
    assert world.messages(ALICE)[-1].text.startswith("You can look after this at home")


STATEMENTS = [f"S{number}" for number in range(12, 24)]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_call_for_medical_help_in_the_article_has_a_rule_that_gives_a_message(statement: str) -> None:
    rules = [rule for rule in KNOWN.triage.rules if statement in rule.article]
    assert [rule for rule in rules if rule.level in {"doctor", "urgent", "emergency"}]


def test_every_case_belongs_to_a_row_and_each_row_has_one() -> None:
    assert TOLD.keys() <= {(row["id"], row["qualifier"]) for row in ROWS}
    assert {row["id"] for row in ROWS if row["id"] in TYPED} == TYPED <= KNOWN.questionnaire.not_asked.keys()
