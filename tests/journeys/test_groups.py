"""Groups that will not have us, and groups that become another chat: nothing of health, and nobody's fault."""

import logging

import pytest

from tests.chaos.database import column
from tests.chaos.steps import ALICE
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

GROUP, SUPERGROUP = -900, -1_001_234_567_890


def troubles(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]


NO = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    (403, "Forbidden: bot was kicked from the group chat"),
]


@pytest.mark.parametrize(("code", "why"), NO, ids=[why for _, why in NO])
async def test_a_group_we_may_not_write_to_is_left_alone_and_is_nobodys_fault(
    world: World, database: str, caplog: pytest.LogCaptureFixture, code: int, why: str
) -> None:
    await world.say(ALICE, "/start")
    mark = world.sandbox.mark
    world.sandbox.fail("sendMessage", code=code, description=why, chat_id=GROUP, times=None)
    await world.say(ALICE, "/check", chat_id=GROUP)
    await world.say(ALICE, "/check", chat_id=GROUP)
    assert len(world.sandbox.calls(mark, "sendMessage")) == 1
    assert set(column(database, "SELECT state FROM inbox")) == {"done"}
    assert column(database, "SELECT count(*) FROM person WHERE unreachable_at IS NOT NULL") == [0]
    assert not troubles(caplog)


async def test_a_group_that_becomes_a_supergroup_still_hears_nothing_of_health(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A chat of one person never changes its id, and nothing is sent later to any other."""
    await world.say(ALICE, "/start", chat_id=GROUP)
    await world.post_to(GROUP, ALICE, migrate_to_chat_id=SUPERGROUP)
    await world.say(ALICE, "/check", chat_id=SUPERGROUP)
    for chat in (GROUP, SUPERGROUP):
        assert ["private chats" in text for text in world.texts(chat)] == [True]
    assert not world.messages(ALICE)
    assert not troubles(caplog)
