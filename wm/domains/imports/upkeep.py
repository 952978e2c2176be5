"""What keeps imports from waiting for ever: those whose job was given up end with a reason."""

from sqlalchemy import select, update

from wm.domains.imports.actions import BRING
from wm.domains.imports.models import UNDER_WAY, Import
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.job import Job

GIVEN_UP = "Fetching this was interrupted several times. That is probably our fault: try again."


def tidy() -> None:
    """End imports that are under way but that no job will go on with, in the present transaction."""
    waits = select(Job.id).where(Job.kind == BRING, Job.subject == Import.public_id, Job.state == "due").exists()
    lost = update(Import).where(Import.state.in_(UNDER_WAY), ~waits)
    values = {"state": "failed", "reason": GIVEN_UP, "ended_at": clock.now()}
    db.session.execute(lost.values(**values).execution_options(synchronize_session=False))
