"""One update's turn: who it is from, and how to answer it."""

import asyncio
from dataclasses import dataclass, field

from bot.core.outgoing import Delivered, NotSent, Outcome, Refused, RetryAfter, Uncertain, Unreachable
from bot.core.people import DEFAULT_LOCALE, Person
from bot.core.triggers import QuietHours
from bot.errors import EasebackError, TryLater
from bot.render import Reply, Words
from bot.services import Services
from bot.store import Tx, people, questions, said


class ReplyRefused(EasebackError):
    """Telegram does not take a reply as it is: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Turn:
    """`query_id` and `message_id` are there for a tap: the spinner to stop, the message it was tapped on.

    `text` is what was typed, "" for anything else.
    """

    services: Services
    update_id: int
    telegram_id: int
    chat_id: int
    query_id: str | None = None
    message_id: int | None = None
    text: str = field(default="", repr=False)

    @property
    def words(self) -> Words:
        return Words(self.services.content, DEFAULT_LOCALE)

    @property
    def is_private(self) -> bool:
        """Whether the chat is the person's own: Telegram gives it the same id as the person."""
        return self.chat_id == self.telegram_id != 0

    async def greet(self, tx: Tx) -> Person:
        """The person whose turn it is. Whatever they were asked on an earlier screen is asked no more."""
        person = await self.meet(tx)
        await questions.drop(tx, person.id)
        return person

    async def settle(self, tx: Tx, person: Person, reply: Reply) -> Reply:
        """The reply, written down with its effects: should this message be handled again, it is said again and nothing is
        done again."""
        await said.answer(tx, person.id, self.update_id, reply.to_json())
        return reply

    async def meet(self, tx: Tx) -> Person:
        """The person whose turn it is, on the screen where they were."""
        quiet = self.services.content.reminders.quiet_hours
        return await people.greet(tx, self.telegram_id, QuietHours(quiet.start, quiet.end))

    async def answer(self, reply: Reply) -> None:
        """A tap changes its message in place; anything else is answered by a new message.

        Raises TryLater when it did not get through: the update is then handled again, which repeats the answer
        and no effect.
        """
        if self.query_id is None or self.message_id is None:
            await self.acknowledge()
            await self.say(reply)
            return
        self.services.delivery.answered(self.chat_id)
        edited, _ = await asyncio.gather(
            self.services.sender.edit(self.chat_id, self.message_id, reply),
            self.services.sender.acknowledge(self.query_id),
        )
        if edited is None:
            await self.say(reply)
        else:
            await self._make_sure(edited)

    async def acknowledge(self) -> None:
        """Stop the spinner of the button that was tapped, if it was a tap."""
        if self.query_id is not None:
            await self.services.sender.acknowledge(self.query_id)

    async def say(self, reply: Reply) -> None:
        """A message of its own. Raises TryLater."""
        self.services.delivery.answered(self.chat_id)
        await self._make_sure(await self.services.sender.send(self.chat_id, reply))

    async def _make_sure(self, outcome: Outcome) -> None:
        match outcome:
            case Delivered():
                return
            case Unreachable() | Refused() if not self.is_private:
                return  # a group that will not have us: that says nothing about the person who wrote there
            case Unreachable():
                async with self.services.store.transaction() as tx:
                    await people.set_unreachable(tx, self.telegram_id)
            case RetryAfter(seconds):
                raise TryLater(seconds)
            case NotSent():
                raise TryLater
            case Uncertain():
                raise TryLater(uncertain=True)
            case Refused(why):
                raise ReplyRefused(why)
