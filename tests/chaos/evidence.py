"""What the kills left behind: the database and every call, held against what people did."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from bot.callback_data import Action, AnswerHold, AnswerReminder
from bot.clock import ManualClock
from bot.core.checkup import assess_so_far
from bot.core.outgoing import MOST_SENDS, Lane
from bot.core.triage import Level
from bot.render import Words
from bot.sandbox import Sandbox
from bot.store import KeyRing, Store, checkups
from bot.store.checkups import StoredCheckup
from content import Content
from jobs.upkeep import KEEP_UPDATES_FOR
from tests.chaos.arrivals import Arrivals
from tests.chaos.crowd import Someone, actions_sent
from tests.chaos.database import rows

ENDED = {"sent", "uncertain", "expired", "held", "cancelled"}
SKIPPED = {"late", "quiet", "cap", "hold", "held", "expired", "cancelled"}
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
MARKS = {"y": "yes", "u": "not_sure", "l": "long"}


class Evidence:
    """Read once, after the last life has ended. `arrivals`: what came from the outbox, where that is known; an answer to
    /start may say what an urgent message says."""

    def __init__(
        self,
        database: str,
        keys: KeyRing,
        sandbox: Sandbox,
        known: Content,
        arrivals: Arrivals | None = None,
    ) -> None:
        self.database, self._keys, self._known = database, keys, known
        self.sent = [call for call in sandbox.calls(0, "sendMessage") if call.was_done]  # heard of or not
        self.reminders_sent: Counter[int] = Counter()
        self.urgent_sent: Counter[int] = Counter()
        self.check_backs_sent: Counter[tuple[int, str]] = Counter()
        self.copies: Counter[int] = Counter() if arrivals is None else arrivals.copies
        self.heard_of: set[int] = set()
        self._check_backs = {
            Words(known, "en").say(f"check-back-emergency-{part}"): part
            for part in known.levels["emergency"].check_backs
        }
        for call in [*self.sent, *sandbox.calls(0, "editMessageText")]:
            if call.was_done:
                self.heard_of |= _holds_in(actions_sent(call.params))
        for call in self.sent:
            actions = actions_sent(call.params)
            for message_id in {each.message for each in actions if isinstance(each, AnswerReminder)}:
                self.reminders_sent[message_id] += 1
            if arrivals is None:
                self._sort(call.params["text"], _holds_in(actions))
        for each in arrivals.all if arrivals is not None else ():
            self._sort(each.text, {each.outgoing.hold_id} - {None})

    def rows(self, query: str) -> list[Any]:
        return rows(self.database, query)

    def _sort(self, said: str, hold_ids: set[Any]) -> None:
        for hold_id in hold_ids:
            # Said late or once more, there is a line above it; with what else is late, one below.
            part = next((part for text, part in self._check_backs.items() if text in said), None)
            if part is None:
                self.urgent_sent[hold_id] += 1
            else:
                self.check_backs_sent[hold_id, part] += 1

    async def checkups(self) -> dict[int, StoredCheckup]:
        """Every checkup, opened."""
        store = Store(self.database, self._keys, ManualClock(_ANY_TIME))
        ids = self.rows("SELECT id, person_id FROM checkup")
        async with store.transaction() as tx:  # finding one locks it
            found = [await checkups.find(tx, *each) for each in ids]
        await store.close()
        return {stored.id: stored for stored in found if stored is not None}

    def the_database_is_whole(self) -> None:
        if not self.database.startswith("sqlite"):
            return  # PostgreSQL keeps its keys itself
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []

    def every_update_was_handled(self, people: list[Someone]) -> None:
        states = dict(self.rows("SELECT update_id, state FROM inbox"))
        now = people[0].sandbox.clock.now()
        said = {update: at for someone in people for update, at in someone.updates.items()}
        # Upkeep forgets what was handled so long ago; what still waits it never does.
        kept = [one for one, at in said.items() if one in states or now - at < KEEP_UPDATES_FOR]
        assert {one: states.get(one) for one in kept} == dict.fromkeys(kept, "done")
        assert set(states.values()) == {"done"}

    async def every_answer_is_stored(self, people: list[Someone]) -> None:
        stored = await self.checkups()
        for someone in people:
            for (checkup_id, sign), mark in someone.marks.items():
                assert _keeps(stored, checkup_id, sign, MARKS[mark]), (someone.id, sign, stored[checkup_id])
            for (checkup_id, screen), option in someone.values.items():
                shown = self._known.questionnaire.screen(screen)
                assert shown is not None
                value = next(each.value for each in shown.options if each.id == option)
                said = stored[checkup_id].checkup
                assert (said.pain if shown.fact == "pain" else said.hours) == value, (someone.id, screen)

    async def nobody_is_without_the_urgent_message(self) -> None:
        """Each emergency answer has its urgent message and a hold; it arrived, three times at most."""
        urgent = dict(self.rows("SELECT checkup_id, hold_id FROM message WHERE kind = 'urgent'"))
        for stored in (await self.checkups()).values():
            level = assess_so_far(stored.checkup, self._known).level
            # A check that is left with a sign for the same day is left: only an emergency in it is judged all the same.
            is_left = stored.state == "dropped" and level is Level.URGENT and stored.id not in urgent
            assert is_left or (stored.id in urgent) == (level >= Level.URGENT), (level, stored)
            assert stored.state != "open" or level < Level.URGENT, (level, stored)
            assert urgent.get(stored.id, 0) is not None or stored.checkup.of == "other", stored
        rows = Counter(hold_id for hold_id in urgent.values() if hold_id is not None)
        # A check-back whose urgent message may not have arrived may say the same in its place.
        begun = (
            "SELECT hold_id FROM message WHERE kind = 'check_back' AND (tries > 0 OR started_at IS NOT NULL)"
        )
        instead = Counter(row[0] for row in self.rows(begun))
        # Answered meanwhile; or its three sends were all cut off, and something else that the person saw said it. Each of
        # the others arrived by itself.
        query = "SELECT hold_id FROM message WHERE kind = 'urgent' AND state IN ('cancelled', 'uncertain')"
        without = Counter(row[0] for row in self.rows(query))
        for hold_id, count in rows.items():
            least = count - without[hold_id]
            most = 3 * count + 2 * instead[hold_id]
            assert least <= self.urgent_sent[hold_id] <= most, self._of_hold(hold_id)
            assert hold_id in self.heard_of or self._was_cut_off_each_time(hold_id), self._of_hold(hold_id)
        assert self.rows("SELECT id FROM message WHERE kind = 'urgent' AND tries > 3") == []
        assert set(rows) == {row[0] for row in self.rows("SELECT id FROM hold")}

    def _was_cut_off_each_time(self, hold_id: int) -> bool:
        """Three sends of each urgent message, and what would have said it in their place has ended, too."""
        query = f"SELECT kind, state, tries FROM message WHERE hold_id = {hold_id}"
        return all(
            (state, tries) == ("uncertain", 3) if kind == "urgent" else state in {"uncertain", "expired"}
            for kind, state, tries in self.rows(query)
        )

    def _of_hold(self, hold_id: int) -> list[Any]:
        query = "SELECT id, kind, part, state, tries, started_at, sent_at FROM message WHERE hold_id = {} ORDER BY id"
        return [
            *self.rows(f"SELECT id, state, begun_at, answered_at, lifted_at FROM hold WHERE id = {hold_id}"),
            *self.rows(query.format(hold_id)),
            self.urgent_sent[hold_id],
        ]

    def no_routine_message_came_twice(self) -> None:
        assert {key: count for key, count in self.reminders_sent.items() if count > 1} == {}
        self._no_check_back_came_more_than_twice()

    def _no_check_back_came_more_than_twice(self) -> None:
        """Each by itself where that is known. Else by hold and words: a hold that another red flag renewed has its check-backs
        once more, and who would be told "good morning" long after it is asked in the words of the part before."""
        check_backs = self.rows(
            "SELECT id, hold_id, part, tries, started_at FROM message WHERE kind = 'check_back'"
        )
        assert [one for one in check_backs if self.copies[one[0]] > MOST_SENDS[Lane.TIMED]] == []
        parts, most = list(self._check_backs.values()), Counter[tuple[int, str]]()
        for _, hold_id, part, tries, started_at in check_backs:
            for said in {part, parts[-2] if part == parts[-1] else part} if tries or started_at else ():
                most[hold_id, said] += MOST_SENDS[Lane.TIMED]
        for key, count in self.check_backs_sent.items():
            assert count <= most[key], (key, count, self._of_hold(key[0]))

    def no_occurrence_vanished(self) -> None:
        """Each was sent or ended with a reason, and what is written down as sent did arrive."""
        query = "SELECT o.outcome, m.state, m.id FROM occurrence o LEFT JOIN message m ON m.id = o.message_id"
        for outcome, state, message_id in self.rows(query):
            assert (outcome == "planned" and state in ENDED | {"planned"}) or outcome in SKIPPED
            assert state != "sent" or self.reminders_sent[message_id] == 1

    def the_hold_kept_reminders_back(self) -> None:
        query = """SELECT m.id FROM message m JOIN hold h ON h.person_id = m.person_id WHERE m.lane = 2
                   AND m.started_at > h.begun_at AND (h.lifted_at IS NULL OR m.started_at < h.lifted_at)"""
        assert self.rows(query) == []

    def every_answer_to_a_reminder_is_stored(self, people: list[Someone]) -> None:
        done = {row[0] for row in self.rows("SELECT message_id FROM occurrence WHERE answer = 'done'")}
        snoozed = {row[0] for row in self.rows("SELECT follows_id FROM message WHERE follows_id IS NOT NULL")}
        for someone in people:
            for message_id, word in someone.answered.items():
                assert message_id in (done if word == "done" else snoozed), (someone.id, word)

    def no_check_finished_twice(self) -> None:
        """One urgent message and one hold for each, whoever judged it."""
        for table in ("message", "hold"):
            wanted = "kind = 'urgent'" if table == "message" else "checkup_id IS NOT NULL"
            query = f"SELECT checkup_id FROM {table} WHERE {wanted} GROUP BY checkup_id HAVING count(*) > 1"
            assert self.rows(query) == []

    def every_series_goes_on(self) -> None:
        assert self.rows("SELECT id FROM reminder WHERE is_on AND next_fire_at IS NULL") == []
        assert self.rows("SELECT id FROM reminder WHERE is_on") != []

    def counts(self) -> dict[str, Any]:
        states = dict(self.rows("SELECT kind || ' ' || state, count(*) FROM message GROUP BY 1"))
        outcomes = dict(self.rows("SELECT outcome, count(*) FROM occurrence GROUP BY 1"))
        copies = Counter(self.urgent_sent.values())
        holds = [row[0] for row in self.rows("SELECT id FROM hold")]
        without = [hold for hold in holds if not self.urgent_sent[hold]]
        heard = {
            "holds": len(holds),
            "without an urgent message": len(without),
            "not heard of at all": len(set(without) - self.heard_of),
        }
        return {
            "messages": states,
            "occurrences": outcomes,
            "copies of urgent messages": dict(copies),
            **heard,
        }


def _holds_in(actions: list[Action]) -> set[int]:
    return {each.hold for each in actions if isinstance(each, AnswerHold)}


def _keeps(stored: dict[int, StoredCheckup], checkup_id: int, sign: str, mark: str) -> bool:
    """Whether an answer is in its checkup; or, if that had been closed before the tap, in one of the others."""
    tapped = stored[checkup_id]
    if tapped.state != "open" and sign not in tapped.checkup.marks:
        return any(
            each.person_id == tapped.person_id and sign in each.checkup.marks for each in stored.values()
        )
    was_judged = tapped.state == "done" and not tapped.checkup.done  # by the clock, before the last tap
    return tapped.checkup.marks.get(sign) in ({"yes", "not_sure"} if was_judged else {mark})
