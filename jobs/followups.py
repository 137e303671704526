"""What follows by itself: a check left alone with an emergency answer is judged as it stands, a care plan ends."""

import logging
from dataclasses import replace
from datetime import timedelta

from bot.core.checkup import assess_so_far
from bot.core.escalation import escalate
from bot.core.triage import Level
from bot.logs import where
from bot.services import Services
from bot.store import StoreUnavailable, checkups, people, plans, reminders

log = logging.getLogger(__name__)

BATCH = 50
PUT_OFF_FOR = timedelta(minutes=5)
ASK_FOR = timedelta(days=1)


async def judge_idle_checkups(services: Services) -> int:
    """Finish checkups whose person stopped after an emergency answer; how many that were.

    Each in its own transaction: one that cannot be judged is put off and reported, and holds up nobody.
    """
    async with services.store.reading() as tx:
        idle = await checkups.to_judge(tx, BATCH)
    for checkup_id, person_id in idle:
        try:
            await _judge(services, checkup_id, person_id)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("checkup %d cannot be judged: %s", checkup_id, where(error))
            async with services.store.transaction() as tx:
                await checkups.put_off(tx, checkup_id, PUT_OFF_FOR)
    return len(idle)


async def _judge(services: Services, checkup_id: int, person_id: int) -> None:
    async with services.store.transaction() as tx:
        person = await people.lock(tx, person_id)
        stored = await checkups.find(tx, checkup_id, person_id)
        if person is None or stored is None:
            return  # forgotten since we looked
        assessment = assess_so_far(stored.checkup, services.content)
        # It was an emergency when it was answered, whatever content has come to think since.
        raised = replace(assessment, level=max(assessment.level, Level.EMERGENCY))
        await reminders.switch_off(tx, person_id, list(assessment.forbidden))
        await checkups.finish(tx, stored, escalate(raised, person, tx.now, services.content))


async def end_care_plans(services: Services) -> int:
    """End plans whose days are over, their reminders with them, and ask how it went; how many that were."""
    async with services.store.reading() as tx:
        over = await plans.over(tx, BATCH)
    for plan in over:
        async with services.store.transaction() as tx:
            await people.lock(tx, plan.person_id)
            if (
                await plans.find_open(tx, plan.person_id) == plan
            ):  # or it was ended, or forgotten, since we looked
                await reminders.switch_off_ended(tx, plan.person_id)
                await plans.close(tx, plan, ASK_FOR)
    return len(over)
