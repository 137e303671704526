"""Words people use are data: a slip in them is named with its file and line."""

import pytest

from tests.content.test_faults import Break, broken, folder

__all__ = ["broken", "folder"]

FAULTS = {
    "a phrase in two places": ("phrases/schedule.yaml", "hourly: [hourly,", "hourly: [hourly, daily,", "'daily' is in words."),
    "a capital letter": ("phrases/schedule.yaml", "[monday, mon,", "[Monday, mon,", "days.0.once.0"),
    "an accent": ("phrases/schedule.yaml", "noon: [noon,", "noon: [noön,", "must be written small and without accents"),
    "a kind nobody has": ("phrases/schedule.yaml", "kinds: [hydration]", "kinds: [lemonade]", "lemonade is no reminder kind"),
    "a joint of the grammar nobody knows": ("phrases/schedule.yaml", "  hourly: [", "  hourlyy: [", "words.hourlyy"),
    "a misspelt word that is not there": ("phrases/schedule.yaml", "misspelt: [except,", "misspelt: [evermore,", "'evermore' is in no other list"),
    "a card nobody wrote": ("phrases/topics.yaml", "cards: [massage]", "cards: [massages]", "massages is no card of learn.yaml"),
    "a wish nobody knows": ("phrases/intents.yaml", "wish: zone, says", "wish: clock, says", "wish: Input should be"),
    "a log without a deed": ("phrases/intents.yaml", "wish: log, deed: pack_on,", "wish: log,", "a log has a deed"),
    "a talk without a sort": ("phrases/intents.yaml", "wish: chat, sort: bye,", "wish: chat,", "needs a sort"),
    "a part of the day without times": ("phrases/schedule.yaml", 'offer: ["14:00", "15:00", "16:00"]', "offer: []", "parts.2.offer"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_slip_is_named_with_its_file_and_line(
    broken: Break, file: str, old: str, new: str, fault: str
) -> None:
    faults = broken((file, old, new))
    assert any(each.startswith(f"{file}:") and fault in each for each in faults), faults
    assert all(each.removeprefix(f"{file}:").split(":")[0].isdigit() for each in faults), faults
