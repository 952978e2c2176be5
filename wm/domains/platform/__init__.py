"""The plant room: the state of the parts that the site stands on, and the audit log."""

from wm.domains.platform.actions import audit, audit_explained, drop_job, retry_job
from wm.domains.platform.errors import ReasonMissing
from wm.domains.platform.models import REASON_LENGTH
from wm.domains.platform.queries import backlog, failed_jobs, parts

__all__ = [
    "REASON_LENGTH",
    "ReasonMissing",
    "audit",
    "audit_explained",
    "backlog",
    "drop_job",
    "failed_jobs",
    "parts",
    "retry_job",
]
