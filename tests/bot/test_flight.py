"""How much of bulk is on its way at once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.budget import Budget
from bot.clock import ManualClock
from bot.core.outgoing import Delivered, Kind, Lane, Outcome, Outgoing
from bot.core.people import Person
from bot.core.triggers import QuietHours
from bot.flight import ON_THE_WIRE, Flight, Worded
from bot.pace import ChatPace
from bot.render import Reply
from bot.sender import Sender
from bot.store import Store
from bot.wiring import CONNECTIONS, Pace, build_bot
from tests.bot.lines import TOKEN
from tests.world import RING


@pytest.mark.parametrize(("rate", "group"), [(30, 16), (128, 16), (400, 50), (1000, 125), (0, 128)])
def test_a_group_is_what_goes_out_in_an_eighth_of_a_second_within_bounds(rate: float, group: int) -> None:
    assert Pace(rate).group_size == group


class Slow(Sender):
    """Telegram takes a turn of the loop for each answer."""

    now = most = 0

    async def send(self, chat_id: int, reply: Reply) -> Outcome:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.001)
        self.now -= 1
        return Delivered(chat_id)


async def test_bulk_leaves_connections_to_who_waits_however_large_its_group_is(
    database: str, clock: ManualClock
) -> None:
    store, sender = Store(database, RING, clock), Slow(build_bot(TOKEN, "http://127.0.0.1:9"))
    flight, count = Flight(store, sender, Budget(store, 0), ChatPace(0)), 3 * ON_THE_WIRE
    send = flight.send_in_turn([0.0] * count)
    outcomes = await asyncio.gather(*(send(_message(number), number) for number in range(count)))
    assert Counter(map(type, outcomes)) == {Delivered: count}
    assert sender.most == ON_THE_WIRE < CONNECTIONS
    await store.close()


def _message(number: int) -> Worded:
    due_at = datetime(2026, 1, 1, tzinfo=UTC)
    outgoing = Outgoing(number, number, Lane.ROUTINE, Kind.REMINDER, "", due_at, 0, 0, None, None)
    quiet = QuietHours(due_at.time(), due_at.time())
    return Worded(outgoing, Person(number, number, "en", "Europe/Berlin", quiet), Reply("Drink."))
