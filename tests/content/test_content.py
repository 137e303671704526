"""The content that ships: it is good, it says what it must, and it never promises too much."""

import re

import pytest

import content
from content.conditions import tokens_of
from content.text_checks import key_of
from tests.content.reading_ease import grade

CONTENT = content.load()
SAFETY = sorted(CONTENT.texts.safety_keys)
# /learn speaks of causes and medicines by name, and has bans of its own (content/learn_checks.py).
ON_SIGNS = [key for key in SAFETY if not key.startswith("learn-")]
VARIABLES = (
    "label",
    "said",
    "unsure",
    "screen",
    "sign",
    "others",
    "means",
    "count",
    "titles",
    "version",
    "names",
)
ROUTES = {route.id: route.level for route in CONTENT.triage.routes}


def raw(key: str) -> str:
    """A text with its variables filled with a word."""
    return CONTENT.say("en", key, **dict.fromkeys((*VARIABLES, "time", "date"), "word"))


def test_the_content_of_the_project_is_good() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", CONTENT.version)
    assert CONTENT.locales == {"en"}


def test_loading_twice_gives_the_same_version() -> None:
    assert content.load().version == CONTENT.version


def test_no_clinician_has_signed_yet_and_the_content_says_so() -> None:
    assert CONTENT.triage.reviewed_by is None
    assert CONTENT.questionnaire.reviewed_by is None
    assert CONTENT.reminders.reviewed_by is None
    assert {source.checked for source in CONTENT.sources.values()} == {None}


# --- saying things


def test_what_people_type_is_escaped_and_what_we_write_is_not() -> None:
    said = CONTENT.say("en", "urgent-confirm-not-happening", said="<b>legs</b> & back")
    assert "&lt;b&gt;legs&lt;/b&gt; &amp; back" in said
    assert said.startswith("<b>Just to be sure.</b>")


def test_a_label_is_plain_text() -> None:
    assert CONTENT.label("en", "toggle-yes", label="a < b & c") == "✅ Yes: a < b & c"


def test_an_unknown_key_is_an_error_not_a_gap() -> None:
    with pytest.raises(KeyError, match="no-such-text"):
        CONTENT.say("en", "no-such-text")


def test_a_missing_variable_is_an_error_not_a_gap() -> None:
    with pytest.raises(ValueError, match="urgent-reason"):
        CONTENT.say("en", "urgent-reason")


def test_a_safety_text_is_never_borrowed_from_another_language() -> None:
    with pytest.raises(KeyError, match="no safety text in 'xx'"):
        CONTENT.say("xx", "urgent-hospital-action")


def test_other_texts_fall_back_to_english() -> None:
    other = sorted(CONTENT.keys("en") - CONTENT.texts.safety_keys)
    plain = next(key for key in other if _needs_nothing(key))
    assert CONTENT.say("xx", plain) == CONTENT.say("en", plain)


def _needs_nothing(key: str) -> bool:
    try:
        CONTENT.say("en", key)
    except ValueError:
        return False
    return True


def test_an_unknown_language_has_no_keys() -> None:
    assert CONTENT.keys("xx") == frozenset()


# --- what the safety texts say


@pytest.mark.parametrize("route", [*ROUTES, "doctor"])
def test_an_urgent_message_begins_with_one_action_in_bold(route: str) -> None:
    action = raw(f"urgent-{route}-action")
    assert re.fullmatch(r"<b>[^<]+[.]</b>", action)
    assert action.count(".") == 1


@pytest.mark.parametrize("route", [*ROUTES, "doctor"])
def test_an_urgent_message_gives_the_number_as_text_and_a_way_without_a_phone(route: str) -> None:
    number = raw(f"urgent-{route}-number")
    assert "your local emergency number" in number.lower()
    assert "often 112, 911 or 999" in number
    assert "If you cannot call, ask someone near you." in number


@pytest.mark.parametrize("key", [key for key in SAFETY if key.startswith("check-back-")])
def test_a_check_back_repeats_the_number_and_never_says_it_is_over(key: str) -> None:
    assert "often 112, 911 or 999" in raw(key)
    assert "If you cannot call, ask someone near you." in raw(key)


@pytest.mark.parametrize("when", ["10m", "1h", "morning"])
def test_a_check_back_moves_nobody_who_was_told_to_wait_for_an_ambulance(when: str) -> None:
    said = raw(f"check-back-emergency-{when}")
    assert said.index("emergency number") < said.index("Did I send you to a hospital?")


FORBIDDEN = re.compile(
    r"cauda|syndrome|aneurysm|sepsis|kidney infection|ectopic|labour|diagnos|you are fine|nothing serious|probably|"
    r"don't worry|ibuprofen|paracetamol|magnesium|gel pack|buy|corrector",
    re.IGNORECASE,
)


@pytest.mark.parametrize("key", ON_SIGNS)
def test_no_text_names_a_diagnosis_a_product_or_says_that_all_is_well(key: str) -> None:
    said = raw(key)
    if key.startswith("card-magnesium-food"):
        said = re.sub("magnesium", "", said, flags=re.IGNORECASE)  # in food, which is no product
    assert not FORBIDDEN.search(said)


@pytest.mark.parametrize("key", [key for key in SAFETY if key.startswith(("urgent-", "check-back-"))])
def test_an_urgent_text_has_no_care_for_home(key: str) -> None:
    assert not re.search(r"stretch|\bpack\b|water|massage|\bbath\b|sip", raw(key), re.IGNORECASE)


@pytest.mark.parametrize("word", ["doctor", "self-care"])
def test_a_safety_net_says_what_to_watch_for_what_to_do_and_how_soon(word: str) -> None:
    net = raw(f"safety-net-{word}")
    for sign in ("cannot pee", "numb between your legs", "leg gets weak", "fever", "chest pain"):
        assert sign in net
    for action in ("emergency department now", "often 112, 911 or 999", "the same day", "2 days", "/check"):
        assert action in net


def test_the_cards_carry_their_cautions() -> None:
    cold, warm = raw("card-compress-cold-body"), raw("card-compress-warm-body")
    for card, minutes in ((cold, "12 to 15 minutes"), (warm, "10 to 15 minutes")):
        for words in (minutes, "cloth", "after 5 minutes", "numb or broken skin", "diabetes"):
            assert words in card
    assert "2 days at most" in cold
    for words in ("Not with a fever", "Not on a fresh injury", "pregnancy", "3 times a day"):
        assert words in warm
    assert "told to drink less" in raw("card-hydration-body")
    assert "do not stay in bed" in raw("card-keep-moving-body")


@pytest.mark.parametrize("line", [line for kind in CONTENT.reminders.kinds for line in kind.lines])
def test_a_reminder_line_is_short_and_carries_its_caution(line: str) -> None:
    kind = line.split("-")[1]
    said = raw(line)
    assert len(said) <= 200
    said += raw("stretch-stop") if kind == "stretching" else ""  # which is said with each of them
    needed = {
        "hydration": "thirst|feel like it",
        "cold": "(?=.*12 to 15)(?=.*5 minutes)(?=.*numb)",
        "warm": "(?=.*10 to 15)(?=.*5 minutes)(?=.*numb)(?=.*fever)",
        "stretching": "",  # each comes with `stretch-stop`
    }
    assert re.search(needed[kind], said)


def test_a_stretch_says_once_when_to_stop() -> None:
    assert all(word in raw("stretch-stop") for word in ("Stop if", "sharp", "leg", "numb or weak", "/check"))
    assert not any(
        "stop" in raw(line).lower()
        for kind in CONTENT.reminders.kinds
        if kind.stretches
        for line in kind.lines
    )


# --- reading age: short sentences of short words (the Flesch-Kincaid grade that a nine-year-old reads is about 4)

LONGER = re.compile(
    r"(screen|safety-net|result|check-back)-|card-.*-body|urgent-.*-meanwhile|remind-.*-(about|\d)"
)


@pytest.mark.parametrize("route", [*ROUTES, "doctor"])
def test_an_urgent_message_reads_easily(route: str) -> None:
    whole = "\n".join(raw(f"urgent-{route}-{part}") for part in ("action", "why", "meanwhile", "number"))
    assert grade(whole) <= 5


@pytest.mark.parametrize("key", [key for key in SAFETY if LONGER.match(key)])
def test_a_longer_safety_text_reads_easily(key: str) -> None:
    assert grade(raw(key)) <= 5


# --- every sign can be spoken about


@pytest.mark.parametrize("token", sorted(tokens_of(CONTENT.triage)))
def test_a_sign_fits_on_a_button_and_into_a_sentence(token: str) -> None:
    assert len(CONTENT.label("en", key_of("sign", token))) <= 38
    said = CONTENT.label("en", key_of("said", token))
    assert said[0].islower()
    assert not said.endswith(".")


def test_every_check_back_of_a_level_has_its_words() -> None:
    wanted = {key_of("check-back", w, b) for w, level in CONTENT.levels.items() for b in level.check_backs}
    assert wanted <= CONTENT.keys("en")
    assert CONTENT.levels["emergency"].check_backs == ("10m", "1h", "morning")
