"""A film of Ada's to talk about, and short ways to say something under it."""

import pytest

from tests.films import published
from wm.domains import comments
from wm.kernel.db import db


@pytest.fixture
def film(ada):
    return published(ada, "How a river remembers")


@pytest.fixture
def say(film):
    """Say something under the film: say(ben, "Hello"), say(cy, "Me too", parent)."""

    def said(person, body="Well seen.", parent=None):
        above = comments.seen(parent.public_id, person) if parent else None
        comment = comments.post(film, person, body, above)
        db.session.commit()
        return comment

    return said
