"""Evidence as it was when a dispute opened, with its hash in the audit log; what came later stands beside it."""

import hashlib
import json
from typing import NamedTuple

from sqlalchemy import select

from wm.domains import platform
from wm.domains.refunds.disputing import subject_of
from wm.domains.refunds.evidence import Facts, pack
from wm.domains.refunds.models import Dispute, Evidence
from wm.kernel.db import db


class Site(NamedTuple):
    """Whoever acts when nobody does."""

    id: int | None = None


class Told(NamedTuple):
    """What is known of a dispute: what was frozen (None: not yet), its exact text and hash, and what was added later."""

    frozen: Facts | None
    text: str
    hash: str
    at: object
    later: Facts

    @property
    def is_whole(self) -> bool:
        """Whether the text still has the hash that was written down."""
        return self.frozen is None or hashlib.sha256(self.text.encode()).hexdigest() == self.hash


def freeze_evidence(dispute: Dispute) -> Evidence:
    """Keep what is known of a dispute now, once, and its hash in the audit log."""
    known = _kept(dispute)
    if known is not None:
        return known
    text = json.dumps(pack(dispute), ensure_ascii=False, sort_keys=True, indent=1)
    kept = Evidence(dispute_id=dispute.id, facts=text, hash=hashlib.sha256(text.encode()).hexdigest())
    db.session.add(kept)
    platform.audit("money.evidence_frozen", Site(), subject_of(dispute), sha256=kept.hash, bytes=len(text.encode()))
    db.session.flush()
    return kept


def evidence(dispute: Dispute) -> Told:
    """Return what was frozen, and apart from it what has come since."""
    kept, now = _kept(dispute), pack(dispute)
    if kept is None:
        return Told(None, "", "", None, now)
    frozen = json.loads(kept.facts)
    return Told(frozen, kept.facts, kept.hash, kept.created_at, _added(frozen, now))


def _kept(dispute: Dispute) -> Evidence | None:
    return db.session.scalars(select(Evidence).where(Evidence.dispute_id == dispute.id)).first()


def _added(frozen: Facts, now: Facts) -> Facts:
    """Return what of `now` is not in `frozen`, section by section."""
    later = {}
    for name, section in now.items():
        before = frozen.get(name)
        if isinstance(section, list):
            new = [each for each in section if each not in (before or [])]
        else:
            new = {key: value for key, value in section.items() if (before or {}).get(key) != value}
        if new:
            later[name] = new
    return later
