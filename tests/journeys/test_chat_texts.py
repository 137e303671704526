"""What is said about red flags in what was typed, word for word: the questions, and urgent messages about somebody else."""

import re
from dataclasses import replace

from bot.core.alarms import Doubt
from bot.core.outgoing import Kind, Lane, Outgoing
from bot.core.people import Person
from bot.core.triage import Answers, assess
from bot.core.triggers import QuietHours
from bot.render import Reply, Words, doubt, urgent
from content import Content
from tests.conftest import NOON
from tests.journeys.test_medical_help import REASONS
from tests.transcript import assert_reads

ALICE = Person(1, 1, "en", "Europe/Berlin", QuietHours(NOON.time(), NOON.time()))
ASKED = {
    "one sign, at once": ("saddle_numbness",),
    "several signs": ("urinary_retention", "bilateral_leg_symptoms", "saddle_numbness", "leg_weakness"),
    "one sign, today": ("fever",),
    "somebody may harm themself": ("self_harm",),
    "nothing was understood": (),
}


def shown(reply: Reply) -> str:
    labels = "\n".join(" ".join(f"[{button.label}]" for button in row) for row in reply.buttons)
    return f"{re.sub('<[^>]+>', '', reply.text)}\n{labels}"


def test_each_question_and_its_repeat_say_exactly_this(known: Content) -> None:
    words, parts = Words(known, "en"), []
    outgoing = Outgoing(1, 1, Lane.URGENT, Kind.UNANSWERED, "7", NOON, 0, 0, checkup_id=None, hold_id=None)
    for name, signs in ASKED.items():
        asked = Doubt(7, 1, 1, signs, "me", None, NOON)
        parts.append(f"== {name} ==\n\n{shown(doubt.question(words, asked))}")
        again = doubt.unanswered(words, outgoing, asked, ALICE, NOON)
        parts.append(f"== {name}, after two minutes ==\n\n{shown(again)}")
        parts += [
            f"== {name}: {word} ==\n\n{shown(doubt.answered(words, word, signs))}" for word in ("yes", "no")
        ]
    assert_reads("chat/questions", "\n\n".join(parts) + "\n")


def test_each_urgent_message_about_somebody_else_says_exactly_this(known: Content) -> None:
    words, parts = Words(known, "en"), []
    outgoing = Outgoing(1, 1, Lane.URGENT, Kind.URGENT, "", NOON, 0, 0, checkup_id=1, hold_id=None)
    for route in (each.id for each in known.triage.routes):
        for told in REASONS[route]:
            signs = frozenset(told.replace("?", "").split())
            found = replace(assess(Answers(signs), known), of="other")
            parts.append(f"== {route}: {told} ==\n\n{shown(urgent.urgent(words, outgoing, found))}")
    assert_reads("chat/others", "\n\n".join(parts) + "\n")


def test_about_somebody_else_nobody_is_called_you_but_for_what_the_writer_does(known: Content) -> None:
    """What somebody else has is never told to the writer as theirs."""
    said = [
        key for key in known.texts.keys("en") if key.startswith("said-") and not key.startswith("said-fact")
    ]
    words = Words(known, "en")
    for key in said:
        text = words.label(f"{key}-other" if known.texts.has("en", f"{key}-other") else key)
        is_ours = key.endswith("-other") or key.startswith("said-topic")
        assert is_ours or not re.search(r"\byour?\b", text), key
