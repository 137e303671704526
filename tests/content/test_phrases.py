"""Broken phrases: each fault is named with its file and line, and no serious sign goes unheard."""

import json
import shutil
from pathlib import Path

import pytest

import content
from bot.errors import ContentError
from content.reading import _as_json, _yaml

SHIPPED = Path(content.__file__).parent
FEVER = '  fever: {meaning: "high temperature with back pain", sources: [1, 2]}\n'
FEVER_RULE = "  - {id: fever, level: urgent, route: today, when: fever, sources: [1, 2]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "content", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return tmp_path / "content"


def faults_after(folder: Path, name: str, old: str, new: str) -> list[str]:
    """What is wrong when `old` in a file is replaced; an empty `old` is put at the end."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
    try:
        content.load(folder)
    except ContentError as error:
        return list(error.faults)
    return []


SIGNS, WORDS, IDIOMS = "phrases/signs.yaml", "phrases/words.yaml", "phrases/idioms.yaml"
ONE_FAULT = {
    "a sign that does not exist": (
        SIGNS,
        "  saddle_numbness:\n",
        "  sadle_numbness:\n",
        "sadle_numbness is not a sign",
    ),
    "a class that does not exist": (SIGNS, '"{wet_self}"', '"{wet_selves}"', "there is no class wet_selves"),
    "a pattern that is none": (SIGNS, '"{wet_self}"', '"{wet_self"', "neither {class} nor plain words"),
    "two orders at once": (SIGNS, '"{wet_self}"', '"{numb} + {pee} > {poo}"', "must use either + or >"),
    "a phrase that is there twice": (
        SIGNS,
        '"{wet_self}"',
        '"{wet_self}"\\n      - "{wet_self}"',
        "is there twice",
    ),
    "an idiom of a class that does not exist": (
        IDIOMS,
        '"killing me"',
        '"{killing} + me"',
        "there is no class killing",
    ),
    "a capital letter": (WORDS, "  fever:\n    [", "  fever:\n    [Fever, ", "should match pattern"),
    "a phrase twice in a class": (
        WORDS,
        "  fever:\n    [",
        "  fever:\n    [pyrexia, ",
        "'pyrexia' is there twice",
    ),
    "too many ways": (
        WORDS,
        "  fever:\n    [",
        f"  fever:\n    [{' '.join(['a/b/c'] * 8)}, ",
        "in too many ways",
    ),
    "a scorer cut short": ("phrases/scorer.json", '"weights":[', '"weights":[0,', "weights, not 16384"),
    "a missing context": ("phrases/context.yaml", "joins:", "join:", "joins: Field required"),
}


@pytest.mark.parametrize("change", ONE_FAULT.values(), ids=ONE_FAULT)
def test_a_fault_names_its_file_its_line_and_what_is_wrong(
    folder: Path, change: tuple[str, str, str, str]
) -> None:
    name, old, new, said = change
    faults = faults_after(folder, name, old, new.replace("\\n", "\n"))
    assert [fault for fault in faults if fault.startswith(f"{name}:") and said in fault]
    assert all(fault.split(":")[1].isdigit() for fault in faults)


def test_a_serious_sign_without_a_phrase_is_reported_where_it_is_defined(folder: Path) -> None:
    faults = faults_after(folder, "triage.yaml", FEVER, FEVER + FEVER.replace("fever:", "new_sign:"))
    path = folder / "triage.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            FEVER_RULE,
            FEVER_RULE
            + FEVER_RULE.replace("id: fever", "id: new_sign").replace("when: fever", "when: new_sign"),
        ),
        encoding="utf-8",
    )
    faults = faults_after(folder, "triage.yaml", "", "\n")
    line = 1 + path.read_text(encoding="utf-8").splitlines().index(
        FEVER.replace("fever:", "new_sign:").rstrip()
    )
    assert f"triage.yaml:{line}: no phrase of phrases/signs.yaml means new_sign" in faults


def test_no_clinician_has_signed_the_phrases_yet() -> None:
    phrases = content.load().phrases
    assert {phrases.words.reviewed_by, phrases.signs.reviewed_by, phrases.contexts.reviewed_by} == {None}
    assert {phrases.idioms.reviewed_by, phrases.scorer.reviewed_by} == {None}


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_read_quickly_is_what_the_yaml_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert json.loads(_as_json(text)) == json.loads(json.dumps(_yaml().load(text), default=str))
