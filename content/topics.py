"""The shape of learn.yaml and statements.yaml."""

from typing import Literal

from pydantic import Field

from content.schema import GroupMember, Id, Model, Reviewed, Statement, Words

Statements = dict[Statement, Words]


class LearnCard(Model):
    """One idea. Texts: learn-<id>-title, -body, and -caution when `caution`.

    `until`: the highest level of the last check at which it is said; `ask_first`: what, found there, speaks against it.
    """

    id: Id
    article: tuple[Statement, ...] = Field(min_length=1)
    sources: tuple[int, ...] = ()
    unverified: Words | None = None
    caution: bool = False
    until: Literal["self_care", "doctor"] | None = None
    ask_first: tuple[GroupMember, ...] = ()


class Topic(Model):
    """Cards in the order in which they are read. Its name: learn-<id>-title."""

    id: Id
    cards: tuple[LearnCard, ...] = Field(min_length=1)


class Learn(Reviewed):
    topics: tuple[Topic, ...] = Field(min_length=1)

    @property
    def cards(self) -> tuple[LearnCard, ...]:
        return tuple(card for topic in self.topics for card in topic.cards)

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def topic_of(self, card_id: str) -> Topic | None:
        return next((topic for topic in self.topics for card in topic.cards if card.id == card_id), None)
