"""A check left alone with an emergency answer in it is judged as it stands: nobody is left without the message."""

from bot.core.checkup import assess_so_far
from bot.core.escalation import escalate
from bot.services import Services
from bot.store import checkups, people

BATCH = 50


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
