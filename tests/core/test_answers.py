"""What counts as a typed answer to "is this happening now?": a yes with whatever is said beside it, a no alone."""

import pytest

from bot.core.understand.answers import answer_in
from content import Content


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes", "yes"),
        ("Yeah since this morning", "yes"),
        ("yes my husband is driving me to hospital", "yes"),
        ("not sure", "yes"),
        ("👍", "yes"),
        ("my wife", "other"),
        ("yes, my wife", "other"),
        ("no, not me, my wife", "other"),
        ("It’s my dad!", "other"),
        ("nope", "no"),
        ("No, thanks", "no"),
        ("its not happening", "no"),
        ("no no", "no"),
        ("my husband is driving me", None),
        ("no but my legs are weak", None),
        ("it's not nothing", None),
        ("no, it's not all good", None),
        ("thanks", None),
        ("i can pee fine", None),
        ("", None),
        ("?!", None),
    ],
)
def test_an_answer_is_what_was_said_and_nothing_is_read_into_it(
    known: Content, text: str, answer: str | None
) -> None:
    assert answer_in(text, known) == answer
