"""One chat takes one bulk message in an interval: on a loop whose time passes only in sleeps."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from bot.pace import ChatPace

Play = Callable[[Coroutine[Any, Any, Any]], Any]


class JumpingLoop(asyncio.SelectorEventLoop):
    """Nothing takes any time, and a sleep ends at once, its time having passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed, select = 0.0, self._selector.select

        def jump(timeout: float | None) -> Any:
            self.passed += timeout or 0.0
            return select(0)

        self._selector.select = jump

    def time(self) -> float:
        return self.passed


@pytest.fixture
def play() -> Iterator[Play]:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        yield runner.run


def now() -> float:
    return asyncio.get_running_loop().time()


def test_a_chat_gets_one_bulk_message_in_an_interval_and_others_do_not_wait_for_it(play: Play) -> None:
    pace, sent = ChatPace(1.0), []

    async def send(chat: int) -> None:
        await pace.wait(chat)
        sent.append((chat, round(now(), 6)))

    async def send_all() -> None:
        await asyncio.gather(*(send(chat) for chat in (1, 1, 1, 2)))

    play(send_all())
    assert sorted(sent) == [(1, 0.0), (1, 1.0), (1, 2.0), (2, 0.0)]


def test_a_message_that_was_noted_counts_for_the_next(play: Play) -> None:
    async def send_two() -> float:
        pace = ChatPace(1.0)
        await pace.wait(1)
        await asyncio.sleep(0.4)
        pace.note(1)
        await pace.wait(1)
        return now()

    assert play(send_two()) == pytest.approx(1.4)


def test_chats_of_the_last_interval_only_are_remembered(play: Play) -> None:
    async def note_many() -> int:
        pace = ChatPace(1.0)
        for chat in range(1000):
            pace.note(chat)
        await asyncio.sleep(1.1)
        pace.note(5000)
        return len(pace)

    assert play(note_many()) == 1


def test_without_an_interval_no_chat_waits_and_none_is_remembered(play: Play) -> None:
    async def send_many() -> tuple[float, int]:
        pace = ChatPace(0)
        for _ in range(1000):
            await pace.wait(1)
            pace.note(1)
        return now(), len(pace)

    assert play(send_many()) == (0.0, 0)
