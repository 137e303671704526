"""What nobody else answers: unknown commands, old buttons. Never silence."""

from bot.handlers import here
from bot.handlers.turn import Turn
from bot.render import Reply, talk


async def command(turn: Turn) -> Reply:
    return talk.unknown_command(turn.words)


async def button(turn: Turn) -> Reply:
    async with turn.services.store.transaction() as tx:
        return await here.show(tx, turn, await turn.greet(tx))
