"""Broken content: every fault is named, all at once, and none is a traceback."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import content
from bot.errors import ContentError
from content.__main__ import main

SHIPPED = Path(content.__file__).parent
Break = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that ships."""
    for path in [*SHIPPED.glob("**/*.yaml"), *SHIPPED.glob("**/*.json"), *SHIPPED.glob("locales/*/*.ftl")]:
        copy = tmp_path / path.relative_to(SHIPPED)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


@pytest.fixture
def broken(folder: Path) -> Break:
    """Replaces text in files (name, old, new; old "" appends) and gives the faults that follow."""

    def replace(*changes: tuple[str, str, str]) -> list[str]:
        for name, old, new in changes:
            path = folder / (name if name.endswith(".yaml") else f"locales/en/{name}")
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
        return faults_of(folder)

    return replace


def faults_of(folder: Path) -> list[str]:
    try:
        content.load(folder)
    except ContentError as error:
        return list(error.faults)
    return []


def test_an_unchanged_copy_is_good(folder: Path) -> None:
    assert faults_of(folder) == []


FEVER = "  - {id: fever, level: urgent, route: today, when: fever, sources: [1, 2]}\n"
CHILD_DERIVED = "  - {sign: child, when: {fact: age, below: 16}}\n"

ONE_FAULT = {
    # triage.yaml
    "a key is there twice": (
        "triage.yaml",
        "default:",
        "routes: []\ndefault:",
        'found duplicate key "routes"',
    ),
    "a key nobody knows": ("triage.yaml", FEVER, FEVER.replace("level", "levle"), "levle: Extra inputs"),
    "an unknown level": ("triage.yaml", FEVER, FEVER.replace("urgent", "soon"), "level: Input should be"),
    "a number for a word": (
        "triage.yaml",
        'meaning: "fainted or collapsed"',
        "meaning: 7",
        "meaning: Input should be a valid string",
    ),
    "an unknown sign in a rule": (
        "triage.yaml",
        FEVER,
        FEVER.replace("when: fever", "when: feverr"),
        "feverr is not a sign",
    ),
    "an unknown variant in a rule": (
        "triage.yaml",
        "when: fever",
        'when: "fever:high"',
        "fever:high is not a sign",
    ),
    "an unknown group in a rule": (
        "triage.yaml",
        "{group: walking_change}, {group: weakness_any}]",
        "{group: walk}, {group: weakness_any}]",
        "walk is not a group",
    ),
    "an unknown sign in a group": (
        "triage.yaml",
        "feverish: [fever, rigors]",
        "feverish: [fever, rigours]",
        "rigours is not a sign",
    ),
    "an empty group": ("triage.yaml", "feverish: [fever, rigors]", "feverish: []", "group feverish is empty"),
    "a group inside itself": (
        "triage.yaml",
        "feverish: [fever, rigors]",
        "feverish: [{group: feverish}]",
        "feverish contains itself",
    ),
    "an empty condition": (
        "triage.yaml",
        "when: fever, ",
        "when: {any: []}, ",
        "should have at least 1 item",
    ),
    "a condition of no kind": (
        "triage.yaml",
        "when: fever, ",
        "when: {maybe: fever}, ",
        "when.all: Field required",
    ),
    "not in a rule": (
        "triage.yaml",
        "when: fever, ",
        "when: {all: [fever, {not: rigors}]}, ",
        "rule fever uses `not`",
    ),
    "not in a derived sign": (
        "triage.yaml",
        "{fact: age, below: 6}",
        "{not: fever}",
        "child:under_6 uses `not`",
    ),
    "a fact compared twice": (
        "triage.yaml",
        "{fact: age, below: 6}",
        "{fact: age, below: 6, at_least: 1}",
        "exactly one of",
    ),
    "a fact that would lower": (
        "triage.yaml",
        "{fact: age, below: 6}",
        "{fact: pain, below: 6}",
        "below is for age only",
    ),
    "a fact compared with a word": (
        "triage.yaml",
        "{fact: age, below: 6}",
        "{fact: age, is: sudden}",
        "age cannot be compared",
    ),
    "derived in the wrong order": (
        "triage.yaml",
        "{fact: age, below: 16}",
        '{all: ["child:under_6"]}',
        "which is only derived after it",
    ),
    "a milder sign derived": (
        "triage.yaml",
        "{sign: child, ",
        '{sign: "leg_weakness:long_standing", ',
        "cannot be derived",
    ),
    "a rule without a source": (
        "triage.yaml",
        FEVER,
        FEVER.replace(", sources: [1, 2]", ""),
        "rule fever has no source",
    ),
    "an unknown source": (
        "triage.yaml",
        FEVER,
        FEVER.replace("[1, 2]", "[1, 999]"),
        "source 999 is not in sources.yaml",
    ),
    "an unknown statement": ("triage.yaml", "article: [S9]", "article: [S99]", "String should match pattern"),
    "an urgent rule without a route": (
        "triage.yaml",
        FEVER,
        FEVER.replace("route: today, ", ""),
        "rule fever is urgent and needs a route",
    ),
    "a route of another level": (
        "triage.yaml",
        FEVER,
        FEVER.replace("today", "hospital"),
        "hospital is not a route for urgent",
    ),
    "a route nobody takes": (
        "triage.yaml",
        "default:",
        "  - {id: fax, level: urgent}\ndefault:",
        "no rule uses the route fax",
    ),
    "the same rule id": (
        "triage.yaml",
        FEVER,
        FEVER.replace("id: fever", "id: rigors"),
        "rigors is there twice",
    ),
    "the same rule twice": (
        "triage.yaml",
        FEVER,
        FEVER + FEVER.replace("id: fever", "id: hot"),
        "rule hot fires exactly when fever does",
    ),
    "a rule that can never decide": (
        "triage.yaml",
        "",
        "  - {id: x, level: urgent, route: today, when: {all: [collapse, fever]}, sources: [1]}\n",
        "rule x is shadowed",
    ),
    "a sign without a level": ("triage.yaml", FEVER, "", "no rule gives fever a level by itself"),
    "a default above self-care": (
        "triage.yaml",
        "no_sign, level: self_care",
        "no_sign, level: doctor",
        "must be self_care",
    ),
    "a qualifier with two meanings": (
        "triage.yaml",
        "same: [stable, one_leg]",
        "same: [stable, worse]",
        "the qualifier worse has two meanings",
    ),
    "a built-in qualifier": (
        "triage.yaml",
        "same: [stable, one_leg]",
        "same: [stable, new]",
        "the qualifier new is built in",
    ),
    "a sign without texts": (
        "triage.yaml",
        "  vomiting_blood: {",
        '  hiccups: {meaning: "hiccups"}\n  vomiting_blood: {',
        "said-hiccups is missing (needed by hiccups)",
    ),
    "a route without texts": (
        "triage.yaml",
        "{id: today, level: urgent}\n",
        "{id: today, level: urgent}\n  - {id: nurse, level: urgent}\n",
        "urgent-nurse-action is missing",
    ),
    # questionnaire.yaml
    "an unknown sign on a screen": (
        "questionnaire.yaml",
        "- chest_pain",
        "- chest_ache",
        "chest_ache is not a sign",
    ),
    "a long-standing sign on a screen": (
        "questionnaire.yaml",
        "- leg_weakness",
        '- "leg_weakness:long_standing"',
        "is not a sign of triage.yaml",
    ),
    "a sign asked twice": (
        "questionnaire.yaml",
        "- chest_pain",
        "- saddle_numbness",
        "saddle_numbness is asked twice",
    ),
    "screens in a loop": ("questionnaire.yaml", "next: end", "next: pain", "go round in a loop at pain"),
    "a path to nowhere": (
        "questionnaire.yaml",
        "next: end",
        "next: the_end",
        "the path does not end in a level",
    ),
    "a screen never reached": (
        "questionnaire.yaml",
        "next: same_day_2",
        "next: pain",
        "screen same_day_2 is never reached",
    ),
    "options without a fact": (
        "questionnaire.yaml",
        "    fact: hours\n",
        "",
        "a screen has signs, or a fact with options",
    ),
    "a screen that asks nothing": (
        "questionnaire.yaml",
        'signs: ["flank_pain:severe"]',
        "signs: []",
        "a screen has signs, or a fact with options",
    ),
    "a sign that nobody can say": (
        "questionnaire.yaml",
        "      - chest_pain\n",
        "",
        "nobody can say chest_pain",
    ),
    "a variant that nobody can say": (
        "questionnaire.yaml",
        '"anticoagulant:fall"',
        "vomiting_blood",
        "nobody can say anticoagulant:fall",
    ),
    "an asked sign among those not asked": (
        "questionnaire.yaml",
        "  overdose:",
        '  fever: "why not"\n  overdose:',
        "fever is asked, so it is not under not_asked",
    ),
    "an unknown sign among those not asked": (
        "questionnaire.yaml",
        "  overdose:",
        '  hiccups: "why not"\n  overdose:',
        "hiccups is not a sign",
    ),
    "a topic that opens nothing": (
        "questionnaire.yaml",
        "topics: [pee,",
        "topics: [sleep, pee,",
        "topic sleep opens no screen",
    ),
    "a topic on no screen": (
        "questionnaire.yaml",
        "      - topic:poo\n",
        "",
        "topic:poo is on no screen",
    ),
    "a row that is unknown": (
        "questionnaire.yaml",
        "- fact:tried_care",
        "- fact:tried_tea",
        "fact:tried_tea is not a sign of triage.yaml, a fact or a topic",
    ),
    "a fact button of the wrong kind": (
        "questionnaire.yaml",
        "{fact: onset, value: sudden}",
        "{fact: mood, value: sudden}",
        "facts.suddenly.fact: Input should be",
    ),
    "an unknown sign shows a screen": (
        "questionnaire.yaml",
        "show_when: flank_pain",
        "show_when: flanks",
        "flanks is not a sign",
    ),
    "a screen that nothing before it can open": (
        "questionnaire.yaml",
        "show_when: flank_pain",
        "show_when: statin",
        "screen flank is dead: nothing before it asks about statin",
    ),
    "a screen after a fact that comes later": (
        "questionnaire.yaml",
        "show_when: flank_pain",
        "show_when: {fact: hours, at_least: 48}",
        "screen flank is dead: nothing before it asks for hours",
    ),
    "not in a screen": (
        "questionnaire.yaml",
        "show_when: flank_pain",
        "show_when: {not: fever}",
        "screen flank uses `not`",
    ),
    "a skipped question in a rule": (
        "triage.yaml",
        "when: fever, ",
        'when: {any: [fever, "skipped:person"]}, ',
        "skipped:person is not a sign",
    ),
    "an unknown skip hides a card": (
        "care_cards.yaml",
        'liver_disease, child, "skipped:person"',
        'liver_disease, child, "skipped:weather"',
        "skipped:weather is not a sign",
    ),
    "something remembered that is not about the person": (
        "questionnaire.yaml",
        "remember:\n",
        "remember:\n  - fever\n",
        "fever is not asked about the person",
    ),
    "something about the person that is forgotten": (
        "questionnaire.yaml",
        "  - statin\n  - nsaid_use\n\n",
        "  - nsaid_use\n\n",
        "statin would be lost when the person is confirmed",
    ),
    "a screen to confirm on that may not be skipped": (
        "questionnaire.yaml",
        "confirm: person",
        "confirm: pain",
        "must be a screen that is always asked and may be skipped",
    ),
    "a follow-up without words": (
        "check.ftl",
        "screen-flank =\n",
        "screen-side =\n",
        "screen-flank is missing (needed by screen flank)",
    ),
    "a screen without a name among the answers": (
        "check.ftl",
        "button-ask-leg = The numb leg\n",
        "",
        "button-ask-leg is missing",
    ),
    "a skip without words": (
        "check.ftl",
        "check-skipped-person =",
        "check-skipped =",
        "check-skipped-person is missing",
    ),
    "a fact button without words": (
        "check.ftl",
        "sign-fact-over-60 = 60 or older\n",
        "",
        "sign-fact-over-60 is missing",
    ),
    "a doctor message missing": (
        "urgent.ftl",
        "urgent-doctor-why = This should be looked at, even if it gets better.\n",
        "",
        "urgent-doctor-why is missing (needed by the level doctor)",
    ),
    "a doctor message that is not asked about": (
        "levels.yaml",
        "check_backs: [2d]",
        "check_backs: []",
        "doctor is never asked about again",
    ),
    "an urgent level without a hold": (
        "levels.yaml",
        "urgent: {hold: true",
        "urgent: {hold: false",
        "urgent must hold the reminders",
    ),
    "a long-standing sign too long when marked": (
        "check.ftl",
        "sign-leg-weakness-long-standing = A leg weak for a long time",
        "sign-leg-weakness-long-standing = A leg weak for a very, very long time",
        "sign-leg-weakness-long-standing is 45 characters long when marked",
    ),
    "an option twice": (
        "questionnaire.yaml",
        '{id: "2", value: 2}',
        '{id: "2", value: 3}',
        "option 3 is there twice",
    ),
    "too many signs for a screen": (
        "questionnaire.yaml",
        "- chest_pain",
        "\n".join(["- chest_pain", *(f"      - x{i}" for i in range(9))]),
        "at most 10 items",
    ),
    # the other files
    "an unknown sign hides a card": (
        "care_cards.yaml",
        "any: [kidney_disease",
        "any: [kidneys",
        "kidneys is not a sign",
    ),
    "a card without sources": (
        "care_cards.yaml",
        "sources: [66]",
        "sources: []",
        "a card has sources, or says in `unverified` why not",
    ),
    "a card twice": (
        "care_cards.yaml",
        "- id: rest_position",
        "- id: keep_moving",
        "keep_moving is there twice",
    ),
    "a reminder of no card": (
        "reminders.yaml",
        "needs: [hydration]",
        "needs: [soup]",
        "soup is not a care card",
    ),
    "a reminder without lines": (
        "reminders.yaml",
        "lines: [remind-cold-1, remind-cold-2, remind-cold-3]",
        "lines: []",
        "should have at least 1 item",
    ),
    "a reminder line without a text": (
        "reminders.yaml",
        "[remind-cold-1",
        "[remind-cold-9",
        "remind-cold-9 is missing",
    ),
    "quiet hours of no length": (
        "reminders.yaml",
        'quiet_hours: {start: "22:00", end: "08:00"}',
        'quiet_hours: {start: "22:00", end: "22:00"}',
        "starts and ends at the same time",
    ),
    "a time that is none": (
        "reminders.yaml",
        '"22:00"',
        '"25:00"',
        "window.end: Input should be in a valid time format",
    ),
    "a level missing": (
        "levels.yaml",
        "  urgent: {hold: true, check_backs: [3h, morning]}\n",
        "",
        "level urgent is missing",
    ),
    "a level without a safety net": (
        "levels.yaml",
        ", safety_net: safety-net-doctor",
        "",
        "doctor needs a result and a safety_net",
    ),
    "more to watch for with a sign there is not": (
        "levels.yaml",
        "also: {pregnant:",
        "also: {expecting:",
        "expecting is no sign of triage.yaml",
    ),
    "more to watch for without words": (
        "levels.yaml",
        "also: {pregnant: safety-net-pregnant}",
        "also: {pregnant: safety-net-expecting}",
        "the text safety-net-expecting is missing (needed by level doctor)",
    ),
    "a hold nobody asks about": (
        "levels.yaml",
        "check_backs: [3h, morning]",
        "check_backs: []",
        "urgent holds reminders but is never asked",
    ),
    "a check-back at no time": ("levels.yaml", "[3h, morning]", "[soon]", "String should match pattern"),
    "a check-back without words": (
        "levels.yaml",
        "[3h, morning]",
        "[4h, morning]",
        "check-back-urgent-4h is missing",
    ),
    "a source nobody uses": (
        "sources.yaml",
        "",
        '  99: {title: "x", url: "https://example.org", checked: null}\n',
        "nothing uses this source",
    ),
    "a source that is no address": (
        "sources.yaml",
        'url: "https://nidirect',
        'url: "nidirect',
        "String should match pattern",
    ),
    # learn.yaml and statements.yaml
    "a statement missing": ("statements.yaml", "S12: ", "S13: ", 'found duplicate key "S13"'),
    "a statement left out": (
        "statements.yaml",
        'S10: "Many of these causes are hard to avoid."\n',
        "",
        "S10 is missing",
    ),
    "a statement that is none": ("statements.yaml", "S10: ", "S47: ", "String should match pattern"),
    "a statement in no card": ("learn.yaml", "[S1, S10]", "[S1]", "no card carries S10"),
    "a statement in no rule": (
        "triage.yaml",
        "when: worsening, article: [S14]",
        "when: worsening",
        "no rule carries S14",
    ),
    "a topic without cards": (
        "learn.yaml",
        "",
        "  - {id: topic_empty, cards: []}\n",
        "should have at least 1 item",
    ),
    "no topics": (
        "learn.yaml",
        "topics:",
        "topics: []\nothers:",
        "topics: Tuple should have at least 1 item",
    ),
    "a topic twice": ("learn.yaml", "id: topic_food", "id: topic_moving", "topic_moving is there twice"),
    "a card to learn from twice": ("learn.yaml", "{id: sleep,", "{id: massage,", "massage is there twice"),
    "a card called like a topic": (
        "learn.yaml",
        "{id: sleep,",
        "{id: topic_home,",
        "topic_home is there twice",
    ),
    "a card that rests on nothing": (
        "learn.yaml",
        ', unverified: "general words of the article"}\n      - {id: hidden',
        "}\n      - {id: hidden",
        "card many_causes has neither a source nor an `unverified`",
    ),
    "a card of no statement": ("learn.yaml", "article: [S45]", "article: []", "should have at least 1 item"),
    "a card with an unknown source": (
        "learn.yaml",
        "[14, 47]",
        "[14, 4747]",
        "source 4747 is not in sources.yaml",
    ),
    "a source without a plain name": (
        "sources.yaml",
        'plain: "the maker of a heat pack", ',
        "",
        "needs a `plain` name",
    ),
    "a card after an unknown sign": (
        "learn.yaml",
        "ask_first: [kidney_disease, {group: pregnancy}, osteoporosis, child]",
        "ask_first: [kidneys]",
        "kidneys is not a sign",
    ),
    "a card after an unknown group": (
        "learn.yaml",
        "ask_first: [kidney_disease, {group: pregnancy}, osteoporosis, child]",
        "ask_first: [{group: expecting}]",
        "expecting is not a group",
    ),
    "a card said at any level": ("learn.yaml", "until: self_care", "until: urgent", "until: Input should be"),
    "a topic without a name": (
        "learn.ftl",
        "learn-topic-food-title = Food and drink\n",
        "",
        "learn-topic-food-title is missing (needed by topic topic_food)",
    ),
    "a card without a body": (
        "learn.ftl",
        "learn-shoes-body = ",
        "learn-shoe-body = ",
        "learn-shoes-body is missing (needed by card shoes)",
    ),
    "a card without its caution": (
        "learn.ftl",
        "learn-statins-caution = ",
        "learn-statins-careful = ",
        "learn-statins-caution is missing",
    ),
    "a text of no card": (
        "learn.ftl",
        "",
        "learn-tea-title = Tea\n",
        "learn-tea-title belongs to no topic or card",
    ),
    "a caution nobody reads": (
        "learn.ftl",
        "",
        "learn-shoes-caution = Do not fall.\n",
        "learn-shoes-caution belongs to no topic or card",
    ),
    "a card title too long": (
        "learn.ftl",
        "learn-shoes-title = High heels",
        f"learn-shoes-title = {'High ' * 9}",
        "learn-shoes-title is a button too",
    ),
    "a card title with HTML": (
        "learn.ftl",
        "learn-shoes-title = High heels",
        "learn-shoes-title = <b>High</b> heels",
        "learn-shoes-title is a button too",
    ),
    "a card of one sentence": (
        "learn.ftl",
        " A therapist may suggest that you leave them out. See if flat shoes feel better.",
        "",
        "learn-shoes-body has 1 sentences, 2 to 5 are wanted",
    ),
    "a card of many sentences": (
        "learn.ftl",
        " See if flat shoes feel better.",
        " Try it. Wait. See. Rest.",
        "learn-shoes-body has 6 sentences",
    ),
    "a long sentence in a card": (
        "learn.ftl",
        "See if flat shoes feel better.",
        f"See if {'very ' * 24}flat shoes help.",
        "learn-shoes-body has a sentence of 29 words",
    ),
    "a card longer than a screen": (
        "learn.ftl",
        "See if flat shoes feel better.",
        f"See {'shoes' * 200}.",
        "card shoes is",
    ),
    **{
        f"/learn says {words}": (
            "learn.ftl",
            "See if flat shoes feel better.",
            f"See: {words} now.",
            f"says {words!r}, which /learn never says",
        )
        for words in (
            "diagnosis",
            "Cures",
            "treats",
            "you are fine",
            "You’re fine",
            "do not worry",
            "probably",
            "promise",
            "RelaxBackPro",
            "gel pack",
            "Posture Corrector",
            "Inflammation Cream",
            "350 mg",
            "2 litres",
            "8 glasses",
            "stay in bed",
        )
    },
    "an unknown zone": ("places.yaml", "Europe/", "Eurpe/", "is not the time zone of a place"),
    "an offset as a zone": (
        "places.yaml",
        "",
        '- {zone: "Etc/GMT+3", name: "Boat"}\n',
        "Etc/GMT+3 is not the time zone of a place",
    ),
    # texts
    "Fluent that is none": ("check.ftl", "button-none = None", "button-none None", "cannot be understood"),
    "a text missing": ("check.ftl", "button-back = Back\n", "", "the text button-back is missing"),
    "an urgent text missing": (
        "urgent.ftl",
        "urgent-today-why = This should be checked today.\n",
        "",
        "urgent-today-why is missing (needed by route today)",
    ),
    "a text twice": ("check.ftl", "", "button-called = Called\n", "button-called is there twice"),
    "a text that uses itself": (
        "check.ftl",
        "button-back = Back",
        "button-back = { button-back }",
        "button-back is empty, or uses itself",
    ),
    "a text that uses nothing": (
        "check.ftl",
        "button-back = Back",
        "button-back = { back-word }",
        "uses back-word, which is not a text",
    ),
    "an unknown function": (
        "check.ftl",
        "button-back = Back",
        'button-back = Back { SHOUT("x") }',
        "uses the function SHOUT",
    ),
    "an unknown variable": (
        "check.ftl",
        "button-back = Back",
        "button-back = Back { $where }",
        "uses $where, which its comment does not explain",
    ),
    "a button too long": (
        "check.ftl",
        "button-back = Back",
        f"button-back = {'Back ' * 9}",
        "is 44 characters long, 40 is the limit",
    ),
    "a sign too long when marked": (
        "check.ftl",
        "sign-chest-pain = Chest pain",
        f"sign-chest-pain = {'ow ' * 10}",
        "sign-chest-pain is 41 characters long when marked",
    ),
    "a button with HTML": (
        "check.ftl",
        "button-back = Back",
        "button-back = <b>Back</b>",
        "is a button: one line, without HTML",
    ),
    "two buttons that read alike": (
        "check.ftl",
        "sign-fever = Fever, or hot and shivery",
        "sign-fever = I am throwing up",
        "reads like sign-",
    ),
    "a message too long": ("urgent.ftl", "This should be checked today.", "long " * 900, "4096 is the limit"),
    "HTML left open": (
        "urgent.ftl",
        "<b>Has someone seen you?</b>",
        "<b>Has someone seen you?",
        "is not HTML that Telegram takes",
    ),
    "HTML Telegram refuses": (
        "urgent.ftl",
        "<b>Has someone seen you?</b>",
        "<h1>Has someone seen you?</h1>",
        "is not HTML that Telegram takes",
    ),
    "a bare ampersand": (
        "urgent.ftl",
        "Has someone seen you?",
        "You & me?",
        "is not HTML that Telegram takes",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_named_with_its_file(broken: Break, case: str) -> None:
    name, old, new, expected = ONE_FAULT[case]
    found = broken((name, old, new))
    matching = [fault for fault in found if expected in fault]
    assert matching, found
    assert matching[0].startswith((name, "locales/en"))


def test_a_fault_names_the_line_it_is_on(broken: Break, folder: Path) -> None:
    (fault,) = broken(("triage.yaml", FEVER, FEVER.replace("today", "hospital")))
    lines = (folder / "triage.yaml").read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("  - {id: fever,"))
    assert fault.startswith(f"triage.yaml:{number}: rule fever")


def test_all_faults_are_listed_at_once_across_files(broken: Break) -> None:
    found = broken(
        ("triage.yaml", FEVER, FEVER.replace("[1, 2]", "[1, 777]")),
        ("questionnaire.yaml", "next: end", "next: nowhere"),
        ("levels.yaml", "hold: true", "hold: maybe"),
        ("check.ftl", "button-back = Back", "button-back Back"),
        ("places.yaml", "Europe/", "Eurpe/"),
    )
    for part in ("source 777", "no screen nowhere", "emergency.hold", "cannot be understood", "places.yaml:"):
        assert any(part in fault for fault in found), part


def test_a_missing_file_and_an_empty_list_are_faults(folder: Path) -> None:
    (folder / "levels.yaml").unlink()
    (folder / "places.yaml").write_text("[]\n", encoding="utf-8")
    found = faults_of(folder)
    assert "levels.yaml: cannot be read (No such file or directory)" in found
    assert "places.yaml: is empty" in found


def test_a_second_language_must_say_the_same_things(folder: Path) -> None:
    shutil.copytree(folder / "locales/en", folder / "locales/de")
    check = folder / "locales/de/check.ftl"
    text = check.read_text(encoding="utf-8")
    text = text.replace("button-back = Back", "button-zurueck = Zurück").replace(
        "✅ Yes: { $label }", "✅ Ja"
    )
    check.write_text(text, encoding="utf-8")
    found = faults_of(folder)
    for part in ("button-back is missing", "button-zurueck is not in en", "toggle-yes has other variables"):
        assert any(fault.startswith("locales/de") and part in fault for fault in found), part


def test_a_folder_that_is_no_language_is_a_fault(folder: Path) -> None:
    shutil.copytree(folder / "locales/en", folder / "locales/not-a-language-1234567890")
    assert any("is not the name of a language" in fault for fault in faults_of(folder))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        "a: &x [*x]",
        "a: 2026-99-99",
        "[a]: b",
        "? {a: b}\n: c",
        "\t- x",
        "a: !!binary x",
        "[" * 5000,
        "a: .nan",
    ],
)
@pytest.mark.parametrize("name", ["triage.yaml", "places.yaml", "sources.yaml"])
def test_a_file_that_is_not_what_it_should_be_is_a_fault_and_no_traceback(
    folder: Path, name: str, text: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert any(fault.startswith(name) for fault in faults_of(folder))


@pytest.mark.parametrize("name", ["triage.yaml", "locales/en/urgent.ftl"])
def test_bytes_that_are_no_text_are_a_fault(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe\x00bad")
    assert any(fault.startswith(name) for fault in faults_of(folder))


SMALL = ["levels.yaml", "reminders.yaml", "questionnaire.yaml", "locales/en/urgent.ftl"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SMALL), st.floats(0, 1), st.integers(0, 40), st.text(max_size=12))
def test_damage_anywhere_ends_in_content_or_in_faults(
    folder: Path, name: str, where: float, cut: int, junk: str
) -> None:
    path = folder / name
    good = path.read_bytes()
    at = int(where * len(good))
    path.write_bytes(good[:at] + junk.encode("utf-8", "surrogatepass") + good[at + cut :])
    try:
        assert all(faults_of(folder))  # any other error than ContentError fails the test
    finally:
        path.write_bytes(good)


def test_the_version_changes_with_any_file(folder: Path) -> None:
    before = content.load(folder).version
    with (folder / "locales/en/urgent.ftl").open("a", encoding="utf-8") as file:
        file.write("\n# one more comment\n")
    assert content.load(folder).version != before


def test_the_command_counts_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out.startswith("content is good: 64 signs, ")


def test_the_command_prints_every_fault_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "places.yaml").write_text("[]", encoding="utf-8")
    (folder / "levels.yaml").write_text("x: 1", encoding="utf-8")
    assert main([str(folder)]) == 1
    printed = capsys.readouterr().err.splitlines()
    assert printed == faults_of(folder)
    assert len(printed) >= 3
