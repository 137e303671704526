"""Every row of the triage table gives its tier, in each way that a caller can say it."""

import csv
from pathlib import Path

import pytest

import content
from bot.core.triage import Answers, Assessment, Facts, Level, assess

TABLE = Path(__file__).parents[1] / "data" / "triage_table.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
CONTENT = content.load()
NERVE_COMPANIONS = [
    "saddle_numbness",
    "saddle_numbness:long_standing",
    "urinary_retention",
    "urinary_retention:long_standing",
    "urinary_incontinence",
    "urinary_incontinence:long_standing",
    "bladder_sensation_loss",
    "bowel_incontinence",
    "bowel_incontinence:long_standing",
    "bowel_sensation_loss",
    "urinary_change",
    "reduced_urine",
]

# How each row can be said, beside the plain id: signs with a space between them, then facts. A row that is not here is
# said by its id alone (or as long-standing).
SAID: dict[tuple[str, str], list[str | tuple[str, Facts]]] = {
    ("walking_difficulty", "only from pain"): [
        f"walking_difficulty:{q}" for q in ("only_from_pain", "from_pain", "pain_only", "limping")
    ],
    ("sexual_dysfunction_new", "with any other nerve or bladder sign"): [
        f"sexual_dysfunction_new {sign}"
        for sign in [
            *NERVE_COMPANIONS,
            "leg_numbness",
            "foot_drop",
            "bowel_difficulty",
            "leg_weakness:long_standing",
        ]
    ],
    ("leg_numbness", "stable"): ["leg_numbness", "leg_numbness:stable", "leg_numbness:long_standing"],
    ("leg_numbness", "spreading or getting worse"): [
        "leg_numbness:spreading",
        "leg_numbness:worsening",
        "leg_numbness:getting_worse",
        "leg_numbness worsening",
        ("leg_numbness", Facts(worsening=True)),
    ],
    ("foot_drop", "with any bladder bowel or saddle sign"): [
        f"foot_drop {sign}" for sign in [*NERVE_COMPANIONS, "bowel_difficulty"]
    ],
    ("bowel_difficulty", "with saddle or bladder or both-leg signs"): [
        f"bowel_difficulty {sign}"
        for sign in [*NERVE_COMPANIONS, "bilateral_leg_symptoms", "bilateral_leg_symptoms:long_standing"]
        if sign
        != "bowel_incontinence:long_standing"  # a bowel sign, so not one of the companions the table names
    ],
    ("sports_injury", "cannot move or swelling"): [
        f"sports_injury:{q}" for q in ("cannot_move", "swelling", "cannot_move_or_swelling")
    ],
    ("sudden_severe_pain", "alone"): ["sudden_severe_pain", ("", Facts(onset="sudden", pain=8))],
    ("sudden_severe_pain", "with faintness, clamminess, collapse or pulsing tummy, or age 60 and over"): [
        *(f"sudden_severe_pain:{q}" for q in ("faint", "faintness", "clammy", "clamminess", "dizzy")),
        "sudden_severe_pain collapse",
        "sudden_severe_pain pulsating_abdomen",
        ("sudden_severe_pain", Facts(age=60)),
        ("", Facts(onset="sudden", pain=9, age=71)),
    ],
    ("pulsating_abdomen", "with sudden or severe pain"): [
        "pulsating_abdomen sudden_severe_pain",
        "pulsating_abdomen severe_pain",
        ("pulsating_abdomen", Facts(pain=8)),
        ("pulsating_abdomen", Facts(onset="sudden")),
    ],
    ("rigors", "with flank pain or pregnancy or weak immune system"): [
        "rigors flank_pain",
        "rigors pregnant",
        "rigors immunosuppressed",
        "rigors preterm_labour_signs",
        ("rigors", Facts(weeks_pregnant=12)),
    ],
    ("flank_pain", "with fever or painful urination"): ["flank_pain fever", "flank_pain painful_urination"],
    ("flank_pain", "with fever and pregnancy, vomiting or weak immune system"): [
        "flank_pain fever pregnant",
        "flank_pain fever vomiting",
        "flank_pain fever immunosuppressed",
        ("flank_pain fever", Facts(weeks_pregnant=30)),
    ],
    ("flank_pain", "severe or in waves to the groin"): [
        *(f"flank_pain:{q}" for q in ("severe", "waves", "waves_to_groin", "severe_or_waves")),
        ("flank_pain", Facts(pain=8)),
    ],
    ("vomiting", "with flank pain or fever"): ["vomiting flank_pain", "vomiting fever"],
    ("dark_urine", "with statin or after extreme exercise"): [
        *(f"dark_urine:{q}" for q in ("after_exercise", "after_extreme_exercise", "extreme_exercise")),
        "dark_urine statin",
    ],
    ("reduced_urine", "none all day"): ["reduced_urine:none_all_day", "reduced_urine:none"],
    ("blood_in_stool", "a little bright red"): [
        "blood_in_stool",
        *(
            f"blood_in_stool:{q}"
            for q in ("little", "a_little", "a_little_bright_red", "bright_red", "small")
        ),
    ],
    ("blood_in_stool", "black or dark red"): [
        f"blood_in_stool:{q}" for q in ("black", "dark", "dark_red", "black_or_dark_red")
    ],
    ("blood_in_stool", "heavy, clots, does not stop"): [
        f"blood_in_stool:{q}" for q in ("heavy", "clots", "does_not_stop", "non_stop")
    ],
    ("cancer_history", "with new weakness, walking, bladder or bowel change"): [
        f"cancer_history {sign}"
        for sign in [
            "leg_weakness",
            "foot_drop",
            "bilateral_leg_symptoms",
            "walking_difficulty",
            "walking_difficulty:only_from_pain",
            "urinary_change",
            "reduced_urine",
            "bowel_difficulty",
            "urinary_retention",
            "bowel_incontinence",
        ]
    ],
    ("immunosuppressed", "with fever or weakness"): ["immunosuppressed fever", "immunosuppressed foot_drop"],
    ("ivdu", "with fever or weakness"): ["ivdu fever", "ivdu foot_drop", "ivdu leg_weakness"],
    ("recent_infection", "with fever or worse pain"): [
        "recent_infection fever",
        "recent_infection worsening",
        ("recent_infection", Facts(worsening=True)),
        "recent_infection:worse_pain",
        "recent_infection:fever",
    ],
    ("recent_spinal_procedure", "with fever or weakness or numbness"): [
        f"recent_spinal_procedure {sign}" for sign in ("fever", "foot_drop", "leg_weakness", "leg_numbness")
    ],
    ("anticoagulant", "with a fall"): [
        "anticoagulant:fall",
        "anticoagulant:with_fall",
        "anticoagulant minor_trauma_fragility",
        "anticoagulant sports_injury",
    ],
    ("anticoagulant", "with any leg or bladder sign"): [
        f"anticoagulant {sign}"
        for sign in [
            "leg_numbness",
            "foot_drop",
            "leg_weakness",
            "urinary_change",
            "reduced_urine",
            "urinary_retention",
        ]
    ],
    ("pregnant", "alone"): ["pregnant", "pregnant:alone", ("", Facts(weeks_pregnant=8))],
    ("preterm_labour_signs", "with pregnancy"): ["preterm_labour_signs pregnant", "preterm_labour_signs"],
    ("pregnancy_bleeding", "heavy or with constant severe pain"): [
        *(f"pregnancy_bleeding:{q}" for q in ("heavy", "constant_pain", "constant_severe_pain")),
        "pregnancy_bleeding severe_pain",
        ("pregnancy_bleeding", Facts(pain=9)),
    ],
    ("possible_ectopic", "with dizziness or fainting or sudden sharp pain"): [
        *(f"possible_ectopic:{q}" for q in ("dizzy", "dizziness", "faint", "fainting", "sudden_sharp_pain")),
        "possible_ectopic sudden_severe_pain",
        "possible_ectopic collapse",
    ],
    ("period_pain", "severe or changed"): [
        *(f"period_pain:{q}" for q in ("severe", "changed", "severe_or_changed")),
        ("period_pain", Facts(pain=8)),
    ],
    ("child", "alone"): ["child", ("", Facts(age=15)), ("", Facts(age=6))],
    ("child", "with fever, night pain, limp, weakness, or under 6"): [
        "child fever",
        "child night_pain",
        "child:limp",
        "child walking_difficulty:only_from_pain",
        "child foot_drop",
        "child:under_6",
        ("", Facts(age=5)),
    ],
    ("statin", "with dark urine or weakness"): ["statin dark_urine", "statin foot_drop"],
    ("severe_pain", "alone"): ["severe_pain", ("", Facts(pain=8)), ("", Facts(pain=10))],
    ("severe_pain", "9-10 and not eased by anything"): [
        *(f"severe_pain:{q}" for q in ("not_eased", "not_eased_by_anything", "uncontrolled")),
        ("", Facts(pain=9, tried_self_care=True)),
        ("persisting", Facts(pain=10)),
    ],
    ("worsening", "alone"): ["worsening", ("", Facts(worsening=True))],
    ("persisting", ""): ["persisting", ("", Facts(hours=48, tried_self_care=True))],
}


def ways_to_say(row: dict[str, str]) -> list[tuple[str, Answers]]:
    if row["qualifier"].startswith("long-standing"):
        listed = Answers(long_standing=frozenset({row["id"]}))
        inline = Answers(frozenset({f"{row['id']}:unchanged"}))
        return [("as long-standing", listed), ("as a variant", inline)]
    said = SAID.get((row["id"], row["qualifier"]), [row["id"], f"{row['id']}:new"])
    pairs = [(way, Facts()) if isinstance(way, str) else way for way in said]
    return [(f"{signs} {facts}", Answers(frozenset(signs.split()), facts=facts)) for signs, facts in pairs]


CASES = [
    pytest.param(row, answers, id=f"{row['id']}-{row['qualifier'] or 'any'}-{position}")
    for row in ROWS
    for position, (_, answers) in enumerate(ways_to_say(row))
]


def judged(answers: Answers) -> Assessment:
    return assess(answers, CONTENT)


def tier(row: dict[str, str]) -> Level:
    return Level.of({"selfcare": "self_care"}.get(row["tier"], row["tier"]))


@pytest.mark.parametrize(("row", "answers"), CASES)
def test_each_row_gives_its_tier(row: dict[str, str], answers: Answers) -> None:
    # A companion may be worse than the row itself (a saddle sign with foot drop); it may never be milder.
    alone = [
        judged(Answers(frozenset({sign}))).level for sign in answers.flags if not sign.startswith(row["id"])
    ]
    assert judged(answers).level is max([tier(row), *alone])


@pytest.mark.parametrize(("row", "answers"), CASES)
def test_the_rules_that_fire_carry_the_sources_of_the_row(row: dict[str, str], answers: Answers) -> None:
    fired = [rule for rule in CONTENT.triage.rules if rule.id in judged(answers).rules]
    assert {int(number) for number in row["sources"].split()} <= {s for rule in fired for s in rule.sources}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['qualifier'] or 'any'}")
def test_the_sign_knows_its_statements_of_the_article(row: dict[str, str]) -> None:
    sign = CONTENT.triage.signs[row["id"]]
    assert set(row["article"].split()) <= set(sign.article)


def test_every_case_written_here_belongs_to_a_row() -> None:
    assert SAID.keys() <= {(row["id"], row["qualifier"]) for row in ROWS}


def test_the_content_knows_exactly_the_signs_of_the_table() -> None:
    assert set(CONTENT.triage.signs) == {row["id"] for row in ROWS}
