"""The second of the staff: Rosa, and what she agrees to."""

import pytest

from wm.domains import people, platform
from wm.kernel.db import db, transaction

WHY = "So do I."


@pytest.fixture
def rosa(app):
    """A second admin."""
    db.session.commit()
    known = {"name": "Rosa Lind", "handle": "rosa", "email": "rosa@example.org", "password": "a long word"}
    with transaction():
        return people.enrol(**known, role="admin")


@pytest.fixture
def as_rosa(app, rosa):
    return app.test_client().sign_in(rosa)


@pytest.fixture
def agreed(app, rosa):
    """Return what lets Rosa agree to all that waits, through its door; it returns the answers' statuses."""

    def agree(deed: str = "agree", reason: str = WHY) -> list[int]:
        db.session.rollback()
        waits = [each.public_id for each in platform.waiting()]
        db.session.rollback()
        browser = app.test_client().sign_in(rosa)
        answers = [browser.post(f"/admin/two/{each}", data={"deed": deed, "reason": reason}) for each in waits]
        db.session.rollback()
        db.session.expire_all()
        return [answer.status_code for answer in answers]

    return agree
