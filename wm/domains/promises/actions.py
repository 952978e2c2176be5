"""Writes: a creator promises something else from now on."""

from wm.domains.promises.models import DAYS, PARTS, Promise
from wm.domains.promises.queries import in_force
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid


def promise(person, *, days: int, part: int, is_until_download: bool) -> Promise:
    """Let everything that `person` sells from now on come with this promise. Raises Invalid (422)."""
    if days not in DAYS or part not in PARTS:
        raise Invalid("Choose one of the promises that are offered.")
    now = in_force(person.id)
    if now.id is not None and (now.days, now.part, now.is_until_download) == (days, part, is_until_download):
        return now
    row = Promise(person_id=person.id, days=days, part=part, is_until_download=is_until_download, from_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row
