"""What nobody else answers: free text, unknown commands, old buttons. Never silence."""

from bot.handlers import here, times
from bot.handlers.turn import Turn
from bot.render import Reply, talk


async def text(turn: Turn) -> Reply:
    """A time, if the person is on the screen that asks for one."""
    return await times.typed(turn) or talk.unknown_text(turn.words)


async def command(turn: Turn) -> Reply:
    return talk.unknown_command(turn.words)


async def button(turn: Turn) -> Reply:
    async with turn.services.store.transaction() as tx:
        return await here.show(tx, turn, await turn.greet(tx))
