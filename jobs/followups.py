"""What follows by itself: a check left alone with an emergency answer is judged as it stands, a care plan ends."""

from datetime import timedelta

from bot.core.checkup import assess_so_far
from bot.core.escalation import escalate
from bot.services import Services
from bot.store import checkups, people, plans, reminders

BATCH = 50
ASK_FOR = timedelta(days=1)


async def judge_idle_checkups(services: Services) -> int:
    """Finish checkups whose person stopped after an emergency answer; how many that were."""
    async with services.store.transaction() as tx:
        idle = await checkups.to_judge(tx, BATCH)
        for stored in idle:
            person = await people.get(tx, stored.person_id)
            assessment = assess_so_far(stored.checkup, services.content)
            escalation = escalate(assessment, person, tx.now, services.content)
            await checkups.finish(tx, stored, escalation)
    return len(idle)


async def end_care_plans(services: Services) -> int:
    """End plans whose days are over, their reminders with them, and ask how it went; how many that were."""
    async with services.store.transaction() as tx:
        over = await plans.over(tx, BATCH)
        for plan in over:
            await reminders.switch_off_ended(tx, plan.person_id)
            await plans.close(tx, plan, tx.now, ASK_FOR)
    return len(over)
