"""What a person gets to see: a text in Telegram's HTML and rows of buttons."""

import html
import json
import re
from dataclasses import dataclass, field

from bot.callback_data import Action, decode, encode, of_row
from content import Content
from content.reminder_schema import ReminderKind


@dataclass(frozen=True, slots=True)
class Button:
    """A label in plain words and what it asks for."""

    label: str
    action: Action


Rows = tuple[tuple[Button, ...], ...]
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Reply:
    """One screen or message. `of`: the row that a crowd's message stands for; its buttons name no row, and are told it as they
    are sent, so that all of the crowd share them."""

    text: str
    buttons: Rows = field(default=())
    of: int = 0

    def to_json(self) -> str:
        rows = [
            [[button.label, encode(of_row(button.action, self.of))] for button in row] for row in self.buttons
        ]
        return json.dumps([self.text, rows])

    @classmethod
    def from_json(cls, saved: str) -> "Reply":
        """What `to_json` wrote; a button that is no longer known is left out."""
        text, rows = json.loads(saved)
        read = [[(label, decode(data)) for label, data in row] for row in rows]
        return cls(
            text, tuple(tuple(Button(label, action) for label, action in row if action) for row in read)
        )

    def plain(self) -> "Reply":
        """The same words and nothing else: what nobody can refuse for its form."""
        return Reply(html.escape(html.unescape(_TAG.sub("", self.text)), quote=False))


@dataclass(frozen=True, slots=True)
class Words:
    """The content in one person's language."""

    content: Content
    locale: str

    def say(self, key: str, **args: str | int) -> str:
        return self.content.say(self.locale, key, **args)

    def button(self, key: str, action: Action, **args: str | int) -> Button:
        """Labels are plain text to Telegram: nothing in them is escaped."""
        return Button(self.label(key, **args), action)

    def label(self, key: str, **args: str | int) -> str:
        return self.content.label(self.locale, key, **args)

    def kind(self, kind_id: str) -> ReminderKind:
        return next(kind for kind in self.content.reminders.kinds if kind.id == kind_id)

    def place(self, zone: str) -> str:
        """A name the person may recognise for their zone: the first place that keeps it, else its own last word."""
        named = (place.name for place in self.content.places if place.zone == zone)
        return next(named, zone.rpartition("/")[2].replace("_", " "))

    @staticmethod
    def key(an_id: str) -> str:
        """An id as text keys spell it."""
        return an_id.replace("_", "-").replace(":", "-")
