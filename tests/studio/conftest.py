"""Categories to choose from, and films in the states that the studio shows."""

import pytest

from tests.uploads.conftest import Tus, find, pseudo_film, stored
from wm.domains import categories, content
from wm.kernel.db import db

__all__ = ["find", "pseudo_film", "stored"]


@pytest.fixture(autouse=True)
def shelves(app):
    """The shelves of the site."""
    categories.plant([("nature", "Nature", "sun"), ("craft", "Craft", "grid")])
    db.session.commit()


@pytest.fixture
def tus(as_ada) -> Tus:
    """Ada's tus client."""
    return Tus(as_ada)


@pytest.fixture
def piece(ada, shelves) -> content.Content:
    """A draft of Ada's that has no file yet."""
    made = content.draft(ada, "How a river remembers")
    db.session.commit()
    return made


@pytest.fixture
def again(app):
    """Read a piece afresh."""

    def read(public_id: str) -> content.Content:
        db.session.rollback()
        db.session.expire_all()
        return db.session.scalars(content.full().where(content.Content.public_id == public_id)).one()

    return read


@pytest.fixture
def pieces(app):
    """All pieces there are, oldest first, afresh."""

    def read() -> list[content.Content]:
        db.session.rollback()
        db.session.expire_all()
        return list(db.session.scalars(content.full().order_by(content.Content.id)))

    return read
