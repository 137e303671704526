"""JSON lines in, JSON lines out, whatever comes in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from bot.triage_lines import run

CONTENT = content.load()


def answers_to(*lines: str) -> list[dict[str, object]]:
    written: list[str] = []
    run(lines, written.append, CONTENT)
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in written)
    return [json.loads(line) for line in written]


def test_a_line_gives_level_flags_rules_and_cards() -> None:
    line = '{"flags": ["saddle_numbness", "blood_in_stool:heavy"], "facts": {"pain": 9, "worsening": true}}'
    assert answers_to(line) == [
        {
            "level": "emergency",
            "flags": ["saddle_numbness", "blood_in_stool:heavy", "severe_pain", "worsening"],
            "rules": [
                "saddle_numbness",
                "heavy_blood_in_stool",
                "blood_in_stool",
                "severe_pain",
                "worsening",
            ],
            "cards": [],
        }
    ]


def test_an_empty_object_is_self_care() -> None:
    (found,) = answers_to("{}")
    assert (found["level"], found["flags"], found["rules"]) == ("self_care", [], ["no_sign"])
    assert "hydration" in list(found["cards"])


def test_null_means_not_given() -> None:
    line = '{"flags": null, "long_standing": null, "not_sure": null, "facts": {"pain": null, "onset": null, "age": null}}'
    assert answers_to(line, '{"facts": null}') == answers_to("{}", "{}")


def test_long_standing_and_not_sure_are_read() -> None:
    old, unsure = answers_to('{"long_standing": ["saddle_numbness"]}', '{"not_sure": ["saddle_numbness"]}')
    assert (old["level"], unsure["level"]) == ("doctor", "emergency")


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert answers_to("", "  \n", "nonsense\n") == [{"error": "this line is not JSON", "line": 3}]


def test_a_bad_line_does_not_stop_the_run() -> None:
    bad, good = answers_to('{"flags": ["dragon"]}', '{"flags": ["fever"]}')
    assert bad == {"error": "unknown sign 'dragon'", "line": 1}
    assert good["level"] == "urgent"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("[]", "a line must be a JSON object"),
        ('"fever"', "a line must be a JSON object"),
        ("{", "this line is not JSON"),
        ("[" * 100_000, "this line is not JSON"),
        ('{"flag": ["fever"]}', "unknown key 'flag'"),
        ('{"flags": "fever"}', "flags must be a list of sign ids"),
        ('{"flags": [1]}', "flags must be a list of sign ids"),
        ('{"not_sure": {"fever": 1}}', "not_sure must be a list of sign ids"),
        ('{"facts": []}', "facts must be an object"),
        ('{"facts": {"pains": 3}}', "unknown key 'pains'"),
        ('{"facts": {"pain": 11}}', "pain must be a number from 0 to 10"),
        ('{"facts": {"pain": true}}', "pain must be a number from 0 to 10"),
        ('{"facts": {"pain": "8"}}', "pain must be a number from 0 to 10"),
        ('{"facts": {"pain": NaN}}', "pain must be a number from 0 to 10"),
        ('{"facts": {"hours": -1}}', "hours must be a number from 0 to 1000000"),
        ('{"facts": {"hours": Infinity}}', "hours must be a number from 0 to 1000000"),
        ('{"facts": {"worsening": 1}}', "worsening must be true or false"),
        ('{"facts": {"onset": "slow"}}', 'onset must be "sudden" or "gradual"'),
        ('{"facts": {"onset": ["sudden"]}}', 'onset must be "sudden" or "gradual"'),
        ('{"facts": {"age": 400}}', "age must be a number from 0 to 130"),
    ],
)
def test_what_cannot_be_judged_is_named_in_a_plain_sentence(line: str, error: str) -> None:
    assert answers_to(line) == [{"error": error, "line": 1}]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
known_keys = st.sampled_from(["flags", "long_standing", "not_sure", "facts"])
fact_names = st.sampled_from(
    ["pain", "hours", "worsening", "tried_self_care", "onset", "age", "weeks_pregnant"]
)
lists = st.lists(st.sampled_from(sorted(CONTENT.triage.signs)) | st.text(max_size=9), max_size=4)
near_lines = st.dictionaries(
    known_keys, lists | json_values | st.dictionaries(fact_names, json_values), max_size=4
)


@given(st.lists(st.text() | json_values.map(json.dumps) | near_lines.map(json.dumps), max_size=4))
def test_no_input_raises_and_every_line_has_its_answer(lines: list[str]) -> None:
    found = answers_to(*lines)
    assert len(found) == sum(bool(line.strip()) for line in lines)
    assert all(("level" in answer) != ("error" in answer) for answer in found)
