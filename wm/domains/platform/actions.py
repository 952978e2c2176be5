"""What staff does in the plant room; each act leaves an audit record."""

import json
from typing import Any

from wm.domains.platform.errors import ReasonMissing
from wm.domains.platform.models import REASON_LENGTH, Audit
from wm.kernel import quarantine
from wm.kernel.db import db


def audit(event: str, actor, target: str, reason: str = "", **details: Any) -> None:
    """Write down, in the present transaction, that `actor` did `event` to `target` ("job:42")."""
    row = Audit(event=event, actor_id=actor.id, target=target, reason=reason, details=json.dumps(details))
    db.session.add(row)


def audit_explained(event: str, actor, target: str, reason: str, **details: Any) -> None:
    """Write down the same, and why. Raises ReasonMissing (422)."""
    audit(event, actor, target, _said(reason), **details)


def retry_job(job_id: int, by, reason: str) -> None:
    """Give a job that failed for good another five tries. Raises ReasonMissing (422), NotFound, NotNow."""
    audit("job.retried", by, f"job:{job_id}", _said(reason))
    quarantine.retry(job_id)


def drop_job(job_id: int, by, reason: str) -> None:
    """Put a job that failed for good aside. Raises ReasonMissing (422), NotFound, NotNow."""
    audit("job.dropped", by, f"job:{job_id}", _said(reason))
    quarantine.drop(job_id)


def _said(reason: str) -> str:
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise ReasonMissing()
    return reason
