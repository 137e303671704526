"""Who and what there is: people, chats and their messages, as Telegram would hold them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.clock import Clock
from bot.sandbox.ledger import Counters, Json, Note, Record

BOT_NAME = "Easeback"
BOT_USERNAME = "easeback_sandbox_bot"


@dataclass(slots=True)
class Person:
    """Somebody who may chat with the bot."""

    id: int
    first_name: str
    language_code: str

    def wire(self) -> Json:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }


@dataclass(slots=True)
class Message:
    """One message. `body` is what the bot sees and is replaced, never changed, so that an update
    made earlier keeps the message as it was. `markup` is any reply_markup; only an inline one is echoed."""

    chat_id: int
    id: int
    outgoing: bool
    body: Json
    markup: Json | None = None
    edited: bool = False

    @property
    def rows(self) -> list[list[Json]]:
        """The inline buttons, row by row."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def text(self) -> str:
        return str(self.body.get("text", self.body.get("caption", "")))

    def wire(self) -> Json:
        """The message as the bot gets it."""
        return {**self.body, "reply_markup": self.markup} if self.rows else self.body

    def view(self) -> Json:
        """The message as the person sees it: reply keyboards included."""
        return {**self.body, "markup": self.markup, "outgoing": self.outgoing, "edited": self.edited}


@dataclass(slots=True)
class Chat:
    """A private chat or a group. `standing` is the bot's: absent (nobody wrote yet), member,
    kicked (blocked), left, or deactivated (the person's account is gone)."""

    id: int
    type: str
    title: str
    standing: str = "absent"
    members: list[int] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)

    def wire(self) -> Json:
        name = "first_name" if self.type == "private" else "title"
        return {"id": self.id, "type": self.type, name: self.title}

    def record(self) -> Json:
        return {
            "id": self.id,
            "type": self.type,
            "title": self.title,
            "standing": self.standing,
            "members": self.members,
        }


class World:
    """Keeps people, chats and messages; tells the journal and the pages about each change."""

    def __init__(self, clock: Clock, counters: Counters, note: Note, publish: Callable[[Json], None]) -> None:
        self._clock = clock
        self._counters = counters
        self._note = note
        self._publish = publish
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}

    def now(self) -> int:
        """Whole seconds since the epoch on the product's clock: Telegram's dates."""
        return int(self._clock.now().timestamp())

    def person(self, user_id: int, first_name: str, language_code: str) -> Person:
        """The person with that id, made or brought up to date, with a private chat of their own."""
        person = Person(user_id, first_name, language_code)
        if self.people.get(user_id) != person:
            self.people[user_id] = person
            self._note("person", {"id": user_id, "first_name": first_name, "language_code": language_code})
            self._publish({"type": "person", "person": person.wire()})
        if user_id not in self.chats:
            self.keep_chat(Chat(user_id, "private", first_name, members=[user_id]))
        return person

    def keep_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat
        self._note("chat", chat.record())
        self._publish({"type": "chat", "chat": chat.record()})

    def write(
        self, chat: Chat, sender: Json, content: Json, *, outgoing: bool, markup: Json | None = None
    ) -> Message:
        """Put a new message into `chat`; `content` is its text, photo, location and the like."""
        number = self._counters.next("message")
        body = {"message_id": number, "from": sender, "chat": chat.wire(), "date": self.now(), **content}
        message = Message(chat.id, number, outgoing, body, markup)
        self._keep_message(message)
        return message

    def change(self, message: Message, content: Json, markup: Json | None, *, edited: bool) -> None:
        """Replace fields of a message; `edited` is whether a person sees the mark for it."""
        message.body = {**message.body, **content, "edit_date": self.now()}
        message.markup = markup
        message.edited = message.edited or edited
        self._keep_message(message)

    def delete(self, message: Message) -> None:
        gone = {"chat_id": message.chat_id, "id": message.id}
        self.restore_gone(gone)
        self._note("gone", gone)
        self._publish({"type": "gone", **gone})

    def _keep_message(self, message: Message) -> None:
        self.chats[message.chat_id].messages[message.id] = message
        self._note("message", _record(message))
        self._publish({"type": "message", "chat_id": message.chat_id, "message": message.view()})

    def clear(self) -> None:
        self.people.clear()
        self.chats.clear()

    def restore_person(self, value: Json) -> None:
        self.people[value["id"]] = Person(**value)

    def restore_chat(self, value: Json) -> None:
        known = self.chats.get(value["id"])
        self.chats[value["id"]] = Chat(**value, messages=known.messages if known else {})

    def restore_message(self, value: Json) -> None:
        self._counters.seen("message", value["id"])
        self.chats[value["chat_id"]].messages[value["id"]] = Message(**value)

    def restore_gone(self, value: Json) -> None:
        self.chats[value["chat_id"]].messages.pop(value["id"], None)

    def records(self) -> Iterator[Record]:
        for person in self.people.values():
            yield "person", {k: v for k, v in person.wire().items() if k != "is_bot"}
        for chat in self.chats.values():
            yield "chat", chat.record()
            for message in chat.messages.values():
                yield "message", _record(message)


def _record(message: Message) -> dict[str, Any]:
    return {
        "chat_id": message.chat_id,
        "id": message.id,
        "outgoing": message.outgoing,
        "body": message.body,
        "markup": message.markup,
        "edited": message.edited,
    }
