"""`python -m bot read`: JSON lines in, JSON lines out, whatever comes in."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from bot.read_lines import run

CONTENT = content.load()


def answers_to(*lines: str) -> list[dict[str, object]]:
    written: list[str] = []
    run(lines, written.append, CONTENT)
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in written)
    return [json.loads(line) for line in written]


def test_a_line_says_what_is_to_be_done_and_why() -> None:
    assert answers_to('{"text": "i cant pee and my bum is numb"}') == [
        {
            "action": "alarm",
            "level": "emergency",
            "flags": ["saddle_numbness", "urinary_retention"],
            "intent": None,
            "trigger": None,
        }
    ]


def test_messages_in_a_row_are_one_line() -> None:
    (found,) = answers_to('{"text": ["my back", "and now my legs", "are numb"]}')
    assert (found["action"], found["flags"]) == ("alarm", ["bilateral_leg_symptoms"])


def test_small_talk_is_chat_and_what_is_not_understood_is_asked_about() -> None:
    chat, foreign = answers_to('{"text": "good morning"}', '{"text": "не могу помочиться"}')
    assert (chat["action"], foreign["action"]) == ("chat", "ask")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("[]", "a line must be a JSON object"),
        ("{", "this line is not JSON"),
        ("[" * 100_000, "this line is not JSON"),
        ('{"texts": "hi"}', "unknown key 'texts'"),
        ("{}", "text must be a text, or a list of texts"),
        ('{"text": 5}', "text must be a text, or a list of texts"),
        ('{"text": []}', "text must be a text, or a list of texts"),
    ],
)
def test_a_bad_line_is_reported_and_does_not_stop_the_run(line: str, error: str) -> None:
    assert answers_to("", line, '{"text": "hi"}')[0] == {"error": error, "line": 2}


json_values = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=4)
lines = st.text() | json_values.map(json.dumps) | st.fixed_dictionaries({"text": json_values}).map(json.dumps)


@settings(max_examples=50, deadline=None)
@given(st.lists(lines, max_size=4))
def test_no_input_raises_and_every_line_has_its_answer(given_lines: list[str]) -> None:
    found = answers_to(*given_lines)
    assert len(found) == sum(bool(line.strip()) for line in given_lines)
    assert all(("action" in answer) != ("error" in answer) for answer in found)
