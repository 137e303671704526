"""What holds for every text and every trigger: nothing raises, time grows with length, and what is said back reads as itself."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core import cadence
from bot.core.people import Person
from bot.core.schedule import QuietHours
from bot.core.triggers import EVERY_DAY, DailyAt, EveryWithin, Trigger
from bot.core.understand import Context, read_wish
from bot.core.understand.tokens import LONGEST, tokenise
from bot.core.understand.wish import Ask, Change, NotBefore, Pause, Resume, Set, Snooze, Stop, wish_to_json
from bot.core.zones import zone_named
from bot.render import Words
from bot.render.echo import echo
from content import load

CONTENT = load()
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
CONTEXT = Context(NOW, CONTENT.reminders.window, zone_named("Europe/Berlin"))
PERSON = Person(1, 1, "en", "Europe/Berlin", QuietHours(time(22), time(8)))
KINDS = [kind.id for kind in CONTENT.reminders.kinds]
WORDS = sorted(
    {
        *(phrase for phrases in CONTENT.wish_words.schedule.words.values() for phrase in phrases),
        *(phrase for each in CONTENT.wish_words.schedule.kinds for phrase in each.words),
        *(phrase for each in CONTENT.wish_words.schedule.days for phrase in (*each.once, *each.weekly)),
        *(phrase for each in CONTENT.wish_words.schedule.parts for phrase in each.words),
        *(phrase for phrases in CONTENT.wish_words.schedule.units.values() for phrase in phrases),
        *(
            "0",
            "1",
            "2",
            "5",
            "7",
            "9",
            "12",
            "18",
            "24",
            "25",
            "30",
            "60",
            "90",
            "7:30",
            "99999999",
            ":",
            ".",
            "-",
            ",",
        ),
    }
)

sentences = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
walls = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
days = st.one_of(st.just(EVERY_DAY), st.frozensets(st.integers(0, 6), min_size=1))


@st.composite
def series(draw: st.DrawFn) -> Trigger:
    begin = draw(st.integers(0, 1437))
    end = draw(st.integers(begin + 1, 1440)) % 1440
    every = timedelta(minutes=draw(st.integers(1, 1439)))
    window = time(begin // 60, begin % 60), time(end // 60, end % 60)
    return draw(
        st.one_of(
            st.builds(DailyAt, walls, days),
            st.builds(EveryWithin, st.just(every), *map(st.just, window), days),
        )
    )


def read_again(text: str) -> Trigger | None:
    wish = read_wish(text, CONTEXT, CONTENT)
    return wish.trigger if isinstance(wish, Set) else None


@settings(max_examples=300)
@given(st.text(max_size=4096), st.booleans())
@example("\U0001f9d8" * 4096, False)
@example("ﷺ" * 4096, False)
@example("a\u0301" * 2000, True)
def test_any_text_at_all_is_read_without_an_error(text: str, is_asked: bool) -> None:
    context = replace(CONTEXT, asked="stretching" if is_asked else None)
    wish_to_json(read_wish(text, context, CONTENT))


@settings(max_examples=600)
@given(sentences, st.sampled_from(["", "hydration"]), st.booleans())
def test_any_sentence_of_our_own_words_is_read_without_an_error(
    text: str, asked: str, has_zone: bool
) -> None:
    zone = CONTEXT.zone if has_zone else None
    wish = read_wish(text, replace(CONTEXT, asked=asked or None, zone=zone), CONTENT)
    wish_to_json(wish)
    for each in wish.options if isinstance(wish, Ask) else (wish,):
        known = CONTENT.reminders.kind(each.kind or "") if isinstance(each, Set | Change) else None
        if known is not None and isinstance(each.trigger, DailyAt | EveryWithin):
            assert cadence.refusal(each.trigger, known) is None


@pytest.mark.parametrize(
    "piece",
    ["every 2 hours ", "at 9 and ", "mon-", "9:30", "a ", "no, ", "half an ", "pain 7/10 ", "(", "1h30"],
)
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    long = (piece * LONGEST)[:LONGEST]
    started = process_time()
    for _ in range(3):
        read_wish(long, CONTEXT, CONTENT)
    assert process_time() - started < 1.5


@given(st.text(max_size=300))
def test_tokens_are_folded_once_and_for_all(text: str) -> None:
    words = [token.text for token in tokenise(text)]
    assert [token.text for token in tokenise(" ".join(words))] == words


@settings(max_examples=400)
@given(series(), st.sampled_from(KINDS))
def test_what_is_said_back_reads_as_the_same_times_on_the_same_days(trigger: Trigger, kind: str) -> None:
    known = CONTENT.reminders.kind(kind)
    assert known is not None
    said = echo(Words(CONTENT, "en"), PERSON, kind, trigger, NOW)
    again = read_again(said)
    if cadence.refusal(trigger, known) is not None:
        assert again is None, said
        return
    assert again is not None, said
    assert cadence.minutes_of(again) == cadence.minutes_of(trigger), said
    assert again.days == trigger.days, said
    assert read_again(echo(Words(CONTENT, "en"), PERSON, kind, again, NOW)) == again


PLAIN_WISHES = (
    "water every 2 hours from 9 to 6",
    "remind me to stretch at 8am",
    "warm pack daily at 8pm",
    "pause until monday",
    "stop the water reminders",
    "snooze 20 min",
    "water at 9am and 6pm",
)
TURNS = ("not", "but_not", "if", "question", "past_tense", "foreign", "i")
TURNING = [
    phrase
    for role in TURNS
    for phrase in CONTENT.wish_words.schedule.words[role]
    if phrase not in {"your", "but"}
]


@settings(max_examples=500)
@given(st.sampled_from(PLAIN_WISHES), st.sampled_from(TURNING), st.integers(0, 8))
def test_a_word_that_turns_a_sentence_is_never_passed_over(wish: str, turning: str, place: int) -> None:
    words = wish.split()
    words.insert(min(place, len(words)), turning)
    read = read_wish(" ".join(words), CONTEXT, CONTENT)
    assert not isinstance(read, Set | Change | Snooze | Pause | Stop | Resume | NotBefore), words
