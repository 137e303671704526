"""The care plan: seen ahead, started with one tap, over after two days, and then: how are you?"""

from dataclasses import replace
from datetime import timedelta

from bot.callback_data import AnswerPlan, AskZone, ShowPlan, StartCheck, StartPlan
from bot.core.checkup import assess_so_far
from bot.core.people import Person
from bot.core.preview import Coming, Wish, messages_between
from bot.handlers import check, here, standing
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import plan as render
from bot.render import zone as render_zone
from bot.store import Tx, checkups, holds, occurrences, plans, reminders
from bot.store.checkups import DONE
from bot.store.plans import CarePlan
from content import Content

A_DAY = timedelta(days=1)
SEE, PLAN = "see", "plan"


async def show(turn: Turn, action: ShowPlan) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        fitting = await _fitting(tx, turn, person, action.checkup)
        if isinstance(fitting, Reply):
            return fitting
        if person.zone is None:
            return render_zone.ask(turn.words, AskZone(SEE, action.checkup), tx.now)
        return await preview(tx, turn, person, action.checkup, action.kinds)


async def preview(tx: Tx, turn: Turn, person: Person, checkup_id: int, kinds: str) -> Reply:
    """The plan with these kinds (joined with dots), as it would be from now on."""
    content = turn.services.content
    fitting = await _fitting(tx, turn, person, checkup_id)
    if isinstance(fitting, Reply):
        return fitting
    chosen = standing.one_of_each(content, [kind for kind in fitting if kind in kinds.split(".")])
    lasts = timedelta(days=content.reminders.plan_days)
    wished = await standing.wishes(tx, content, person, chosen, tx.now + lasts)
    coming = await _coming(tx, content, person, wished)
    return render.preview(turn.words, person, checkup_id, fitting, chosen, coming=coming, now=tx.now)


async def start(turn: Turn, action: StartPlan) -> Reply:
    """Start it, or show the one that runs for this check. Without a zone, the zone is asked first."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        fitting = await _fitting(tx, turn, person, action.checkup)
        if isinstance(fitting, Reply):
            return fitting
        kinds = standing.one_of_each(content, [kind for kind in fitting if kind in action.kinds.split(".")])
        if not kinds:
            return await preview(tx, turn, person, action.checkup, action.kinds)
        if person.zone is None:
            return render_zone.ask(turn.words, AskZone(_then(content, kinds), action.checkup), tx.now)
        plan = await _begin(tx, content, person, action.checkup, kinds)
        wished = await standing.wishes(tx, content, person, [], plan.ends_at)
        coming = await _coming(tx, content, person, wished)
    turn.services.wake()
    return render.started(turn.words, person, plan.ends_at, kinds, coming=coming, now=tx.now)


def leads_on(content: Content, then: str) -> bool:
    return then in {SEE, PLAN, *(f"{PLAN}-{kind.id}" for kind in content.reminders.kinds)}


async def go_on(turn: Turn, then: str, checkup_id: int) -> Reply:
    """After the zone was asked: what the person wanted, with the pack they chose."""
    every = [kind.id for kind in turn.services.content.reminders.kinds]
    if then == SEE:
        return await show(turn, ShowPlan(checkup_id, render.first_choice(turn.words, every)))
    pack = then.removeprefix(PLAN).removeprefix("-")
    return await start(turn, StartPlan(checkup_id, render.choice_with(turn.words, every, pack)))


async def answer(turn: Turn, action: AnswerPlan) -> Reply:
    """How it went. Worse starts a check at once."""
    if action.answer == "worse":
        return await _worse(turn, action)
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        plan = await plans.find(tx, action.plan, person.id)
        held = await holds.find_open(tx, person.id)
        if plan is None or held is not None or action.answer not in {"better", "same", "keep", "stop"}:
            return await here.show(tx, turn, person)
        gentle = await _gentle(tx, content, person, plan)
        if action.answer == "keep":
            await standing.switch_on(tx, content, person, gentle)
        elif action.answer == "stop":
            await reminders.switch_off(tx, person.id, gentle)
        else:
            await plans.answer(tx, plan.id, action.answer)
    turn.services.wake()
    return render.answered(turn.words, plan.id, action.answer, gentle)


async def _worse(turn: Turn, action: AnswerPlan) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        plan = await plans.find(tx, action.plan, person.id)
        if plan is not None:
            await plans.answer(tx, plan.id, action.answer)
    first = await check.start(turn, StartCheck())
    return replace(first, text=f"{turn.words.say('plan-worse')}\n\n{first.text}")


async def _fitting(tx: Tx, turn: Turn, person: Person, checkup_id: int) -> list[str] | Reply:
    """The kinds that this check and the newest one leave open; or what to show if there is no plan to be had."""
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    stored = await checkups.find(tx, checkup_id, person.id)
    if stored is None or stored.state != DONE:
        return await here.show(tx, turn, person)
    content = turn.services.content
    now_open = await standing.offered(tx, content, person)
    fitting = [kind for kind in assess_so_far(stored.checkup, content).reminders if kind in now_open]
    return fitting or render.nothing(turn.words)


async def _begin(tx: Tx, content: Content, person: Person, checkup_id: int, kinds: list[str]) -> CarePlan:
    before = await plans.find_open(tx, person.id)
    plan = await plans.begin(tx, person.id, checkup_id, kinds, timedelta(days=content.reminders.plan_days))
    if before is not None:
        on = await reminders.of_person(tx, person.id)
        dropped = [k for k in before.kinds if k not in kinds and k in on and on[k].until_at is not None]
        await reminders.switch_off(tx, person.id, dropped)
    await standing.switch_on(tx, content, person, kinds, plan.ends_at)
    return plan


async def _gentle(tx: Tx, content: Content, person: Person, plan: CarePlan) -> list[str]:
    """What of the plan may be kept: gentle kinds that the last check leaves open."""
    gentle = {kind.id for kind in content.reminders.kinds if kind.gentle}
    now_open = await standing.offered(tx, content, person)
    return [kind for kind in plan.kinds if kind in gentle and kind in now_open]


async def _coming(tx: Tx, content: Content, person: Person, wished: tuple[Wish, ...]) -> tuple[Coming, ...]:
    settings = content.reminders
    return messages_between(
        wished,
        person,
        tx.now,
        tx.now + A_DAY,
        merge_within=timedelta(minutes=settings.merge_within),
        daily_cap=settings.daily_cap,
        sent_today=await _sent_today(tx, person),
    )


async def _sent_today(tx: Tx, person: Person) -> int:
    today = person.local_date(tx.now)
    return (await occurrences.count_sent(tx, [person.id], today))[person.id, today]


def _then(content: Content, kinds: list[str]) -> str:
    pack = next((k.id for k in content.reminders.kinds if k.one_of and k.id in kinds), None)
    return PLAN if pack is None else f"{PLAN}-{pack}"
