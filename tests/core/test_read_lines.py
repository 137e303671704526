"""`python -m bot read`: JSON lines in, JSON lines out, whatever comes in."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from bot.core import reading
from bot.core.understand import Context
from bot.core.understand.wish import Set
from bot.core.watch import Watch
from bot.read_lines import run

CONTENT = content.load()
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CONTEXT = Context(NOW, CONTENT.reminders.window)


def answers_to(*lines: str) -> list[dict[str, object]]:
    written: list[str] = []
    run(lines, written.append, CONTENT, NOW)
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


@pytest.mark.parametrize(
    ("text", "action", "intent", "trigger"),
    [
        ("check my back", "check", "start_check", None),
        ("where were we", "check", "continue_check", None),
        ("my back is killing me again, 7/10", "check", "flare", None),
        ("stretch at 7:30am on weekdays", "intent", "set_reminder",
         {"kind": "stretching", "type": "daily_at", "at": "07:30", "days": "mon tue wed thu fri"}),
        ("change water to every 3 hours", "intent", "change_reminder",
         {"kind": "hydration", "type": "every_within", "every_minutes": 180, "begin": "08:00", "end": "22:00"}),
        ("stretch tomorrow at 9am", "intent", "set_reminder",
         {"kind": "stretching", "type": "once", "at": "2026-11-26T09:00:00+00:00"}),
        ("snooze 20 min", "intent", "snooze", None),
        ("pause until monday", "intent", "pause", None),
        ("stop the water reminders", "intent", "stop", None),
        ("resume everything", "intent", "resume", None),
        ("quiet hours from 10pm to 7am", "intent", "quiet_hours", None),
        ("drank 2 glasses", "intent", "log", None),
        ("should i use ice or heat?", "intent", "question", None),
        ("open settings", "intent", "settings", None),
        ("every 2 hours", "intent", "ask_back", None),
        ("remind me to call mum at 9", "intent", "refused", None),
        ("hello there", "chat", None, None),
    ],
)  # fmt: skip
def test_a_wish_is_named_with_the_times_it_asks_for(
    text: str, action: str, intent: str | None, trigger: object
) -> None:
    (found,) = answers_to(json.dumps({"text": text}))
    assert found == {
        "action": action,
        "level": "self_care",
        "flags": [],
        "intent": intent,
        "trigger": trigger,
    }


def test_what_the_watch_hears_comes_before_any_wish() -> None:
    alarm, ask = answers_to(
        '{"text": "remind me to stretch at 8am, i cant pee and my bum is numb"}',
        '{"text": "remind me every 2 hours, my bum feels weird"}',
    )
    assert (alarm["action"], alarm["intent"]) == ("alarm", None)
    assert (ask["action"], ask["intent"]) == ("ask", None)


def test_a_clear_wish_is_heard_where_the_watch_understands_nothing_and_an_unclear_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "watch", lambda *_: Watch("unknown"))
    clear, unclear, talk = (
        reading.read(text, CONTEXT, CONTENT)
        for text in ("stretch on mondays at 8pm", "water every 2 hours day and night", "good morning")
    )
    assert isinstance(clear.wish, Set)
    assert (clear.asks_about_safety, unclear.asks_about_safety, talk.asks_about_safety) == (False, True, True)


def test_the_newest_message_has_the_wish() -> None:
    (found,) = answers_to('{"text": ["stop the water reminders", "thanks"]}')
    assert (found["action"], found["intent"]) == ("chat", None)


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
