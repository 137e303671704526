"""The person's side of every chat: say, tap, share a place, block. Tests and the /sim endpoints use these."""

from collections.abc import Iterator

from bot.sandbox.entities import find
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.ledger import Json
from bot.sandbox.queries import Queries
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import BOT_NAME, BOT_USERNAME, Chat, Message, Person, World

LONGEST_TEXT = 4096


class PersonControls:
    """What a person can do. Needs `world`, `updates` and `queries`; every refusal is a NotPossibleError."""

    world: World
    updates: UpdateQueue
    queries: Queries
    bot_id: int

    def bot(self) -> Json:
        """The bot as a message's sender."""
        return {"id": self.bot_id, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}

    def say(
        self,
        user_id: int,
        text: str,
        *,
        chat_id: int | None = None,
        first_name: str | None = None,
        language_code: str | None = None,
        edited_message_id: int | None = None,
    ) -> Message:
        """Write `text` to the bot, or into a group (a negative chat_id); or edit one's own message.

        A group keeps Telegram's privacy mode: the bot gets commands and replies to it, nothing else.
        """
        if not text.strip():
            raise NotPossibleError("A message needs some text.")
        if len(text) > LONGEST_TEXT:
            raise NotPossibleError(
                f"A message holds at most {LONGEST_TEXT} characters; this one has {len(text)}."
            )
        person = self.meet(user_id, first_name, language_code)
        chat = self._enter(person, chat_id)
        content = _content(text.strip())
        if edited_message_id is not None:
            return self._reword(person, chat, edited_message_id, content)
        return self._post(person, chat, content)

    def send_location(self, user_id: int, latitude: float, longitude: float) -> Message:
        """Share a place, in degrees."""
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise NotPossibleError("A latitude is between -90 and 90, a longitude between -180 and 180.")
        person = self.meet(user_id)
        place = {"latitude": latitude, "longitude": longitude}
        return self._post(person, self._enter(person, None), {"location": place})

    def tap(
        self, user_id: int, label_or_data: str, *, message_id: int | None = None, chat_id: int | None = None
    ) -> str:
        """Press the button with that label (or callback data) on the newest message that has it.

        The tap carries the message as it is now. Returns the callback query's id.
        """
        chat = self._chat_of(chat_id if chat_id is not None else user_id)
        if chat.standing != "member":
            raise NotPossibleError("The bot has been blocked here; unblock it first.")
        message, button = self._find_button(chat, label_or_data, message_id)
        if "callback_data" not in button:
            raise NotPossibleError(
                f"The button {button['text']!r} opens something and sends nothing to the bot."
            )
        query = self.queries.ask(user_id, chat.id, message.id)
        tapped = {
            "id": query.id,
            "from": self.meet(user_id).wire(),
            "message": message.wire(),
            "chat_instance": str(chat.id * 7919 + self.bot_id),
            "data": button["callback_data"],
        }
        self.updates.add("callback_query", tapped, f"tap:{user_id}")
        return query.id

    def block(self, user_id: int) -> None:
        """Block the bot: it is told, and every call to this chat gets a 403."""
        self._change_standing(self._chat_of(user_id), "kicked")

    def unblock(self, user_id: int) -> None:
        self._change_standing(self._chat_of(user_id), "member")

    def deactivate(self, user_id: int) -> None:
        """Delete the person's account: the bot is told nothing and finds out by a 403."""
        chat = self._chat_of(user_id)
        chat.standing = "deactivated"
        self.world.keep_chat(chat)

    def leave(self, chat: Chat) -> None:
        """The bot walks out of a group."""
        self._change_standing(chat, "left")

    def meet(self, user_id: int, first_name: str | None = None, language_code: str | None = None) -> Person:
        """The person with that id; unknown ones appear, with the name "Robin" and English unless said."""
        if user_id <= 0:
            raise NotPossibleError("A person's id is a positive number.")
        known = self.world.people.get(user_id)
        if (
            known is not None
            and first_name in {None, known.first_name}
            and language_code in {None, known.language_code}
        ):
            return known
        name = first_name or (known.first_name if known else "Robin")
        language = language_code or (known.language_code if known else "en")
        return self.world.person(user_id, name, language)

    def messages(self, chat_id: int) -> list[Message]:
        """Every message of the chat, oldest first; empty when nobody wrote there."""
        chat = self.world.chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    def read(self, user_id: int) -> str:
        """The chat as plain text, one message after the other, each button in brackets."""
        return "\n".join(line for message in self.messages(user_id) for line in _lines(message))

    def _chat_of(self, chat_id: int) -> Chat:
        chat = self.world.chats.get(chat_id)
        if chat is None:
            raise NotPossibleError(f"There is no chat {chat_id}: nobody has written there yet.")
        return chat

    def _enter(self, person: Person, chat_id: int | None) -> Chat:
        """The chat to write in. The first word in a group adds the bot to it; nobody writes past a block."""
        if chat_id is None or chat_id == person.id:
            return self._own_chat(person)
        if chat_id > 0:
            raise NotPossibleError("A person writes to the bot or to a group, and a group's id is negative.")
        chat = self.world.chats.get(chat_id)
        if chat is None:
            chat = Chat(chat_id, "group", f"Group {-chat_id}", members=[person.id])
            self.world.keep_chat(chat)
            self._change_standing(chat, "member", by=person)
        return chat

    def _own_chat(self, person: Person) -> Chat:
        chat = self.world.chats[person.id]
        if chat.standing == "kicked":
            raise NotPossibleError(f"{person.first_name} has blocked the bot; unblock it first.")
        if chat.standing == "absent":
            chat.standing = "member"
            self.world.keep_chat(chat)
        return chat

    def _post(self, person: Person, chat: Chat, content: Json) -> Message:
        message = self.world.write(chat, person.wire(), content, outgoing=False)
        self._tell(chat, "message", message)
        return message

    def _reword(self, person: Person, chat: Chat, message_id: int, content: Json) -> Message:
        message = chat.messages.get(message_id)
        if message is None or message.outgoing or message.body["from"]["id"] != person.id:
            raise NotPossibleError("People can edit only messages of their own.")
        message.body = {k: v for k, v in message.body.items() if k not in {"text", "entities"}}
        self.world.change(message, content, None, edited=True)
        self._tell(chat, "edited_message", message)
        return message

    def _tell(self, chat: Chat, kind: str, message: Message) -> None:
        if chat.standing == "member" and (chat.type == "private" or _for_the_bot(message)):
            self.updates.add(kind, message.wire(), f"chat:{chat.id}")

    def _change_standing(self, chat: Chat, standing: str, by: Person | None = None) -> None:
        if chat.standing == standing:
            return
        before, chat.standing = chat.standing, standing
        self.world.keep_chat(chat)
        who = by or self.world.people.get(chat.id) or self.world.people[chat.members[0]]
        change = {
            "chat": chat.wire(),
            "from": who.wire(),
            "date": self.world.now(),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(standing),
        }
        self.updates.add("my_chat_member", change, f"member:{chat.id}")

    def _membership(self, standing: str) -> Json:
        status = "left" if standing == "absent" else standing
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot(), "status": status, **until}

    def _find_button(self, chat: Chat, wanted: str, message_id: int | None) -> tuple[Message, Json]:
        found = chat.messages.get(message_id) if message_id is not None else None
        candidates = reversed(chat.messages.values()) if message_id is None else filter(None, [found])
        for message in candidates:
            for button in _buttons(message):
                if wanted in {button["text"], button.get("callback_data")}:
                    return message, button
        seen = ", ".join(repr(button["text"]) for button in self._newest_buttons(chat)) or "none"
        where = "that message" if message_id is not None else "the chat"
        raise NotPossibleError(f"There is no button {wanted!r} in {where}; the newest buttons are: {seen}.")

    def _newest_buttons(self, chat: Chat) -> list[Json]:
        with_buttons = (message for message in reversed(chat.messages.values()) if message.rows)
        return [button for message in list(with_buttons)[:1] for button in _buttons(message)]


def _content(text: str) -> Json:
    entities = find(text)
    return {"text": text, **({"entities": entities} if entities else {})}


def _for_the_bot(message: Message) -> bool:
    """Privacy mode: a command that names no other bot, or a reply to the bot."""
    command = message.text.split(maxsplit=1)[0] if message.text.startswith("/") else ""
    name = command.partition("@")[2].lower()
    return (bool(command) and name in {"", BOT_USERNAME}) or "reply_to_message" in message.body


def _buttons(message: Message) -> Iterator[Json]:
    for row in message.rows:
        yield from row


def _lines(message: Message) -> Iterator[str]:
    who = "Easeback" if message.outgoing else message.body["from"]["first_name"]
    what = next((f"({kind}) " for kind in ("photo", "document", "location") if kind in message.body), "")
    yield f"{who}: {what}{message.text}" + (" (edited)" if message.edited else "")
    for row in message.rows or (message.markup or {}).get("keyboard", []):
        yield "  " + " ".join(f"[{button['text']}]" for button in row)
