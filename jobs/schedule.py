"""What happens by the clock: kind and period; a unique key per period makes twice impossible."""

from datetime import datetime

import jobs
from wm.kernel import job as rows

MINUTE, HOUR, DAY = 60, 3600, 86400

SCHEDULE: dict[str, int] = {
    "engagement.drain": 10,
    "engagement.recount": 10,
    "engagement.reconcile": DAY,
    "content.publish_due": MINUTE,
    "content.purge_removed": HOUR,
    "content.forget_waiting_pictures": HOUR,
    "uploads.expire": 10 * MINUTE,
    "media.tidy": 10 * MINUTE,
    "imports.tidy": 10 * MINUTE,
    "storage.check_cdn": MINUTE,
    "storage.work_off": 10 * MINUTE,
    "storage.sweep": DAY,
    "storage.tidy": DAY,
    "discovery.people_joined": MINUTE,
    "discovery.rebuild": DAY,
    "graph.reconcile": DAY,
    "comments.reconcile": DAY,
    "payments.ask": 10,
    "payments.forget_old": DAY,
    "memberships.remind": DAY,
    "memberships.sweep": HOUR,
    "people.tidy": HOUR,
    "factors.tidy": HOUR,
    "platform.tidy": HOUR,
    "notifications.forget_old": HOUR,
    "ledger.reconcile": HOUR,
    "ledger.prove_all": DAY,
    "rewards.cycle": HOUR,
    "rewards.forget_old": HOUR,
    "earnings.settle": DAY,
    "earnings.free_reserves": HOUR,
    "payouts.dispatch_due": MINUTE,
    "payouts.run_schedules": DAY,
    "refunds.raise_overdue": HOUR,
}


def promise(now: datetime) -> None:
    """Write one job row per kind for the present period, unless it stands there already."""
    for kind in SCHEDULE.keys() & jobs.known.keys():
        rows.enqueue(kind, key=key(kind, now))


def key(kind: str, now: datetime) -> str:
    """What the one row of that kind in the present period is called."""
    return f"{kind}:{SCHEDULE[kind]}:{int(now.timestamp()) // SCHEDULE[kind]}"
