"""The cards of /learn: all of the article is in them, each reads easily, and none says what must not be said."""

import re

import pytest

import content
from bot.core.triage import Answers, assess
from content.learn_checks import EVERY_STATEMENT, MEDICAL_HELP
from content.text_checks import key_of
from content.topics import LearnCard
from tests.content.reading_ease import grade

CONTENT = content.load()
CARDS = {card.id: card for card in CONTENT.learn.cards}
TO_LEARN = [statement for statement in EVERY_STATEMENT if statement not in MEDICAL_HELP]


def said(card: str, *parts: str) -> str:
    """A card as a person reads it: its title, body and caution, or some of them."""
    shown = parts or (("title", "body", "caution") if CARDS[card].caution else ("title", "body"))
    return "\n".join(CONTENT.label("en", key_of("learn", card, part)) for part in shown)


def carriers(statement: str) -> list[LearnCard]:
    return [card for card in CONTENT.learn.cards if statement in card.article]


# What a reader would look for: a card that carries a statement must also say it.
SAYS = {
    "S1": "common.*muscles, nerves, the spine",
    "S2": "accident or hard exercise",
    "S3": "[Nn]erve.*illness that lasts",
    "S4": "spinal stenosis",
    "S5": "magnesium and potassium",
    "S6": "Muscles need water",
    "S7": "kidney stone or an infection",
    "S8": "medicines can affect your muscles",
    "S9": "womb tightens to shed its lining",
    "S10": "hard to avoid",
    "S11": "nothing to do with what sets it off",
    "S24": "For most causes, some rest helps",
    "S25": "unwind",
    "S26": "need magnesium to relax",
    "S27": "Drinking water helps your muscles work",
    "S28": "Carbohydrates are fuel",
    "S29": "reset how you hold yourself",
    "S30": "wrong nerve signals",
    "S31": "12 to 15 minutes, every 2 hours",
    "S32": "more blood and oxygen",
    "S33": "do not let your back go stiff",
    "S34": "simple care works well",
    "S35": "most cramps go away by themselves",
    "S36": "talk to your doctor",
    "S37": "change it or give you less",
    "S38": "muscle relaxant.*amitriptyline",
    "S39": "Ibuprofen",
    "S40": "Diabetes.*B12",
    "S41": "nothing to do with your back",
    "S42": "physical therapist looks at how you stand and move",
    "S43": "High heels",
    "S44": "sore backs",
    "S45": "spondylolisthesis.*scoliosis",
    "S46": "last resort.*Cortisone",
}
ALL_OF = {
    "S25": ("warm_bath", "massage", "sleep"),
    "S39": ("anti_inflammatory", "anti_inflammatory_not", "natural_products"),
    "S43": ("shoes", "work_place"),
    "S44": ("mattress", "smoking", "weight", "relief_products", "lifting", "exercise"),
}


@pytest.mark.parametrize("statement", TO_LEARN)
def test_each_statement_is_said_by_a_card_that_carries_it(statement: str) -> None:
    texts = [said(card.id) for card in carriers(statement)]
    assert any(re.search(SAYS[statement], text, re.DOTALL) for text in texts), texts


@pytest.mark.parametrize("statement", ALL_OF)
def test_a_statement_of_several_things_has_a_card_for_each(statement: str) -> None:
    assert {card.id for card in carriers(statement)} >= set(ALL_OF[statement])


@pytest.mark.parametrize("statement", sorted(MEDICAL_HELP))
def test_each_statement_on_medical_help_is_carried_by_a_rule_that_sends_people_to_it(statement: str) -> None:
    levels = {rule.level for rule in CONTENT.triage.rules if statement in rule.article}
    assert levels
    assert levels <= {"doctor", "urgent", "emergency"}


def test_all_statements_are_kept_in_words_and_none_besides() -> None:
    assert tuple(CONTENT.statements) == EVERY_STATEMENT


# --- what guidelines ask


@pytest.mark.parametrize(
    "card", ["acupuncture", "flotation", "electric_devices", "belts_and_braces", "relief_products"]
)
def test_what_guidelines_do_not_support_is_told_and_never_suggested(card: str) -> None:
    body = said(card, "body")
    assert re.search(r"NICE.*says not to offer|I know of no guideline|No guideline I know of", body)
    assert re.search(r"I do not suggest it|I suggest none|I name none", body)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("cold_pack", ("cloth", "After 5 minutes", "awake", "2 days at most", "numb", "broken", "Raynaud", "cold allergy", "diabetes", "heart")),
        ("warm_pack", ("cloth", "boiling", "10 to 15 minutes", "3 times", "asleep", "fever", "numb", "broken", "pregnancy", "cancer", "skin or heart")),
        ("skin_first", ("If it is numb, use no pack",)),
        ("ease_off", ("do not stay in bed",)),
        ("gentle_stretch", ("Stop if the pain gets sharp", "runs down a leg", "numb or weak", "/check", "After a fall")),
        ("magnesium", ("kidney", "dialysis", "pregnant", "any medicine", "food comes first")),
        ("low_minerals", ("Do not take magnesium or potassium pills by yourself",)),
        ("water", ("thirsty", "told to drink less", "heart", "liver", "kidney", "do harm")),
        ("snack", ("diabetes",)),
        ("anti_inflammatory", ("Ask a pharmacist first",)),
        ("anti_inflammatory_not", ("pregnant", "ulcer", "kidney, liver or heart", "blood pressure", "stroke", "asthma", "Crohn", "blood thinners", "aspirin", "fever", "being sick", "short of water", "65", "Children", "poo black")),
        ("statins", ("Never stop a statin by yourself", "same day", "dark", "weak")),
        ("your_medicines", ("Never stop or change a medicine by yourself",)),
        ("nerve_medicines", ("Only a doctor", "hard to pee", "do not put new trouble down to a pill")),
        ("electric_devices", ("pacemaker", "epilepsy", "pregnant")),
        ("couple_of_days", ("couple of days", "few weeks", "talk to your doctor")),
    ],
)  # fmt: skip
def test_a_card_carries_what_its_advice_must_not_be_without(card: str, words: tuple[str, ...]) -> None:
    for each in words:
        assert each in said(card)


@pytest.mark.parametrize("card", CARDS)
def test_no_card_gives_a_dose_or_a_litre_or_the_order_to_lie_down(card: str) -> None:
    text = said(card).lower()
    assert not re.search(r"\d+ ?(mg|ml|g|l|litres?|glasses|tablets|pills)\b", text)
    assert not re.search(r"(?<!do not )(stay|rest|lie) in bed", text)


def test_that_simple_care_works_is_said_beside_no_warning_sign_and_only_while_all_is_calm() -> None:
    cards = carriers("S34")
    assert [card.until for card in cards] == ["self_care"]
    for card in cards:
        assert not re.search(r"numb|weak|pee|fever|emergency", said(card.id))


@pytest.mark.parametrize("card", [card.id for card in CARDS.values() if not card.sources])
def test_a_card_without_a_source_says_in_the_file_why(card: str) -> None:
    assert CARDS[card].unverified


def test_nobody_has_signed_the_cards_and_the_first_screen_says_so() -> None:
    assert CONTENT.learn.reviewed_by is None
    assert "no doctor has signed it off yet" in CONTENT.say("en", "learn-topics")


@pytest.mark.parametrize("card", CARDS)
def test_an_emergency_in_a_card_names_a_way_to_help(card: str) -> None:
    text = said(card)
    if "emergency number" in text:
        assert "often 112, 911 or 999" in text
    if "emergency department" in text:
        assert "Do not drive yourself" in text


# Where a card sends people for a sign, the check sends them too: by the words of the card, the sign, the level.
SENDS = [
    ("muscle_injury", "thin bones.*Call a doctor today", "minor_trauma_fragility", "urgent"),
    ("muscle_injury", "bad crash.*emergency number now", "major_trauma", "emergency"),
    ("muscle_injury", "sports\\? Let a doctor", "sports_injury", "doctor"),
    ("narrow_spine", "numb between.*emergency department now", "saddle_numbness", "emergency"),
    ("narrow_spine", "a leg newly weak.*emergency department now", "leg_weakness", "emergency"),
    ("narrow_spine", "both legs numb.*emergency department now", "bilateral_leg_symptoms", "emergency"),
    ("narrow_spine", "not pee.*emergency department now", "urinary_retention", "emergency"),
    ("narrow_spine", "not hold your pee or poo.*emergency department now", "bowel_incontinence", "emergency"),
    ("dehydration", "much less than usual\\? Call a doctor today", "reduced_urine", "urgent"),
    ("dehydration", "No pee all day\\? Go to a hospital", "reduced_urine:none", "emergency"),
    ("kidneys", "burn.*Call a doctor or medical helpline today", "painful_urination", "urgent"),
    ("kidneys", "blood.*Call a doctor or medical helpline today", "blood_in_urine", "urgent"),
    ("kidneys", "fever.*Call a doctor or medical helpline today", "fever", "urgent"),
    ("period_cramps", "very bad.*See a doctor", "period_pain:severe", "doctor"),
    ("period_cramps", "pain on one side.*Call a doctor today", "possible_ectopic", "urgent"),
    ("period_cramps", "faint or dizzy.*emergency number now", "possible_ectopic:faint", "emergency"),
    ("statins", "Is a leg newly weak\\? Go to a hospital", "leg_weakness", "emergency"),
    ("anti_inflammatory_not", "poo black\\? Call a doctor today", "black_stool", "urgent"),
    ("anti_inflammatory_not", "vomiting blood\\? Call your local emergency", "vomiting_blood", "emergency"),
    ("weight", "losing weight.*call a doctor today", "weight_loss", "urgent"),
    ("still_there", "With a fever, call a doctor today", "fever", "urgent"),
]


@pytest.mark.parametrize(("card", "words", "sign", "level"), SENDS)
def test_a_card_sends_people_where_the_check_sends_them(card: str, words: str, sign: str, level: str) -> None:
    assert re.search(words, said(card, "caution"), re.DOTALL)
    assert assess(Answers(frozenset({sign})), CONTENT).level.word == level


# --- reading age


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("part", ["body", "caution"])
def test_a_card_reads_easily(card: str, part: str) -> None:
    if part == "body" or CARDS[card].caution:
        assert grade(said(card, part)) <= 7


def test_the_cards_together_read_as_a_child_of_ten_reads() -> None:
    assert grade("\n".join(said(card, "body") for card in CARDS)) <= 5
