"""The plant room: the state of the parts that the site stands on, and the audit log, and deeds that take two people."""

from wm.domains.platform.actions import audit, audit_explained, drop_job, retry_job
from wm.domains.platform.agreeing import (
    DEEDS,
    Pair,
    agree,
    concerned,
    count_waiting,
    decided,
    drop,
    expire_proposals,
    find_proposal,
    proposals_about,
    propose,
    takes_two,
    waiting,
)
from wm.domains.platform.errors import Decided, OwnMoney, ReasonMissing, SamePerson
from wm.domains.platform.models import REASON_LENGTH, Proposal
from wm.domains.platform.queries import acts_on, backlog, failed_jobs, parts

__all__ = [
    "DEEDS",
    "Decided",
    "OwnMoney",
    "Pair",
    "Proposal",
    "SamePerson",
    "agree",
    "concerned",
    "count_waiting",
    "decided",
    "drop",
    "expire_proposals",
    "find_proposal",
    "proposals_about",
    "propose",
    "takes_two",
    "waiting",
    "REASON_LENGTH",
    "ReasonMissing",
    "acts_on",
    "audit",
    "audit_explained",
    "backlog",
    "drop_job",
    "failed_jobs",
    "parts",
    "retry_job",
]
