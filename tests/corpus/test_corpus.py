"""The corpora are what their README says: every line whole, every label known, nothing twice."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.core.triggers import EveryWithin, to_json, trigger_from_json

REPORTING = Path(__file__).parent / "reporting"
TABLE = Path(__file__).parents[1] / "data" / "triage_table.csv"
FEWEST = {"red_flags": 400, "hard_negatives": 400, "schedules": 150, "chat": 200}
KINDS = {
    "denied",
    "past",
    "idiom",
    "question",
    "hypothetical",
    "fiction",
    "animal",
    "other",
    "harmless",
    "topic",
}
UNTIL = re.compile(
    r"\d{2}:\d{2}|\d+ (hours|days|weeks?)|"
    r"((mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|\d{1,2} [a-z]+)( \d{2}:\d{2})?"
)


def _lines(name: str) -> list[dict[str, Any]]:
    text = (REPORTING / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


CORPUS = {name: _lines(name) for name in FEWEST}
with TABLE.open(encoding="utf-8", newline="") as table:
    TIERS = {(row["id"], row["tier"]) for row in csv.DictReader(table)}
IDS = {sign for sign, _ in TIERS}
CRISIS = {"self_harm", "overdose"}


@pytest.mark.parametrize("name", FEWEST)
def test_each_file_has_its_fewest_messages_and_each_message_a_text_that_can_be_sent(name: str) -> None:
    texts = [line["text"] for line in CORPUS[name]]
    assert len(texts) >= FEWEST[name]
    assert [text for text in texts if text != text.strip() or not 0 < len(text) <= 4096] == []


def test_no_text_stands_twice_within_or_across_the_files() -> None:
    said = Counter(
        " ".join(re.findall(r"[^\W_]+", line["text"].lower())) or line["text"]
        for lines in CORPUS.values()
        for line in lines
    )
    assert [text for text, times in said.items() if times > 1] == []


def test_a_red_flag_has_exactly_its_fields_and_signs_and_a_tier_of_the_table() -> None:
    for line in CORPUS["red_flags"]:
        assert line.keys() == {"text", "tier", "flags", "who", "plain"}, line
        flags = line["flags"]
        assert flags, line
        assert len(flags) == len(set(flags)), line
        assert set(flags) <= IDS, line
        if line["tier"] == "crisis":
            assert set(flags) <= CRISIS, line
        else:
            assert not set(flags) & CRISIS, line
            assert any((sign, line["tier"]) in TIERS for sign in flags), line
        assert line["who"] in {"me", "other"}, line
        assert isinstance(line["plain"], bool), line
        assert not (line["plain"] and line["who"] == "other"), line


def test_every_sign_of_the_table_is_reported_several_times_at_each_serious_tier_it_has() -> None:
    reported = Counter(
        (sign, "emergency" if line["tier"] == "crisis" else line["tier"])
        for line in CORPUS["red_flags"]
        for sign in line["flags"]
    )
    serious = {pair for pair in TIERS if pair[1] in {"emergency", "urgent"}}
    assert sorted(pair for pair in serious if reported[pair] < 3) == []


def test_a_hard_negative_has_exactly_a_text_and_a_known_kind() -> None:
    for line in CORPUS["hard_negatives"]:
        assert line.keys() == {"text", "kind"}, line
        assert line["kind"] in KINDS, line


def test_everyday_chat_has_only_a_text() -> None:
    assert [line for line in CORPUS["chat"] if line.keys() != {"text"}] == []


def test_a_schedule_is_either_ambiguous_with_a_reason_or_has_exactly_the_reading_of_its_action() -> None:
    for line in CORPUS["schedules"]:
        assert line["kind"] in {"hydration", "cold", "warm", "stretching", None}, line
        fields = line.keys() - {"text", "action", "kind"}
        if "ambiguous" in line:
            assert fields == {"ambiguous", "why"}, line
            assert line["ambiguous"] is True, line
            assert line["why"], line
            assert line["action"] in {"set", "change", "snooze", "pause", "stop", "resume"}, line
            continue
        assert (
            fields - {"days", "usual_window"}
            == {
                "set": {"trigger"},
                "change": {"trigger"},
                "snooze": {"minutes"},
                "pause": {"until"},
                "stop": set(),
                "resume": set(),
            }[line["action"]]
        ), line


def test_about_a_fifth_of_the_schedules_or_more_would_be_misread_if_anything_were_stored() -> None:
    ambiguous = sum("ambiguous" in line for line in CORPUS["schedules"])
    assert 5 * ambiguous >= len(CORPUS["schedules"])


def test_the_readings_of_schedules_are_triggers_days_minutes_and_ends_that_can_be_stored() -> None:
    for line in CORPUS["schedules"]:
        if "trigger" in line:
            trigger = trigger_from_json(line["trigger"])
            assert to_json(trigger) == line["trigger"], line
            assert line.get("usual_window", True) is True, line
            assert isinstance(trigger, EveryWithin) or "usual_window" not in line, line
        else:
            assert not {"days", "usual_window"} & line.keys(), line
        days = line.get("days", [0])
        assert days == sorted(set(days)), line
        assert set(days) <= set(range(7)), line
        assert 0 < line.get("minutes", 1) < 24 * 60, line
        assert UNTIL.fullmatch(line.get("until", "monday")), line
