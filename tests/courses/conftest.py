"""Ada's course of three lessons: a film, an article and an update."""

import pytest

from tests.films import published
from wm.domains import content
from wm.kernel.db import db


@pytest.fixture
def lessons(ada) -> list[content.Content]:
    """What the course is made of, all of it out."""
    film = published(ada, "The river at dawn")
    article = content.draft(ada, "What to bring", kind="article", body="Boots. " * 1000)
    update = content.draft(ada, "The water is high", kind="update", body="Come back in May.")
    for piece in (article, update):
        content.publish(piece)
    db.session.commit()
    return [film, article, update]


@pytest.fixture
def course(ada, lessons) -> content.Content:
    """Reading rivers, published, with its three lessons."""
    made = content.draft(ada, "Reading rivers", kind="course", description="From the bank to the boat.")
    for lesson, section in zip(lessons, ("On the bank", "", "In the boat"), strict=True):
        content.courses.add(made, lesson, section)
    content.publish(made)
    db.session.commit()
    return made


@pytest.fixture
def order(app):
    """Read the titles of a course as its maker sees them."""

    def read(course) -> list[str]:
        db.session.rollback()
        db.session.expire_all()
        maker = content.with_row_id(course.id).person
        return [lesson.piece.title for lesson in content.courses.outline(course, maker).lessons]

    return read
