"""The studio in a real browser: reachable for everybody, still while it loads, in the reader's own time."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.looking import complaints, faults_of, looker
from tests.browser.test_upload import READY, choose, shelves, sources
from tests.films import film, published
from wm.domains import content, uploads
from wm.kernel import clock
from wm.kernel.db import db

__all__ = ["shelves", "sources"]


def test_a_moment_is_shown_and_kept_in_the_persons_own_zone(visitor, shelves, ada):
    ada.time_zone = "Asia/Dhaka"
    piece = content.draft(ada, "Tide", film=film())
    db.session.commit()
    page = visitor(DESK | {"timezone_id": "America/Lima"}, person=ada)
    page.goto(f"/studio/films/{piece.public_id}")
    page.get_by_label("At a set time").check()
    expect(page.get_by_label("Time (Asia/Dhaka)")).to_be_visible()
    day = clock.now() + timedelta(days=40)
    page.locator("input[name=publish_at]").fill(f"{day:%Y-%m-%d}T21:30")

    page.get_by_role("button", name="Save").click()

    expect(page.locator(".flash")).to_contain_text("Saved")
    assert f"{only_piece().publish_at:%Y-%m-%d %H:%M}" == f"{day:%Y-%m-%d} 15:30"
    expect(page.locator("input[name=publish_at]")).to_have_value(f"{only_piece().publish_at:%Y-%m-%d}T21:30")


def only_piece() -> content.Content:
    """The one film there is, afresh."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(content.full()).one()


@pytest.fixture
def studio(shelves, ada):
    """Films in several states, and the pages that show them."""
    pieces = [published(ada, f"Film {number}", minutes_ago=number) for number in range(3)]
    failed = content.draft(
        ada, "A film that failed", film=film("failed", error_code="damaged", error_text="The tape was torn.")
    )
    busy = content.draft(
        ada, "A film on its way", film=film("encoding", step="first", percent=40.0, speed=2.0, seconds_left=9)
    )
    uploads.begin(ada.id, 10**6, {"filename": "half.mp4"}, subject=content.draft(ada, "Half").public_id)
    written = [content.draft(ada, f"My {kind}", kind=kind, body="**Words.**") for kind in content.KINDS[1:]]
    course = next(piece for piece in written if piece.kind == "course")
    for lesson in (pieces[0], written[0]):
        content.courses.add(course, lesson, "In the boat")
    db.session.commit()
    edits = [f"/studio/films/{piece.public_id}" for piece in (pieces[0], failed, busy)]
    edits += [f"/studio/pieces/{piece.public_id}" for piece in written] + [f"/courses/{course.public_id}"]
    return [
        "/studio/",
        "/studio/?pick=all",
        "/studio/calendar",
        "/studio/?words=nothing-fits",
        "/studio/upload",
        f"/studio/upload?film={failed.public_id}",
        *edits,
    ]


def test_every_page_of_the_studio_is_open_to_all_still_and_large_enough_to_touch(visitor, studio, ada, sources):
    page = looker(visitor, ada)

    found = faults_of(page, studio, still=0.02)
    page.goto("/studio/upload")
    choose(page, sources("good.mp4"))
    expect(page.locator("upload-row[data-state=done]")).to_have_count(1, timeout=READY)
    found += complaints(page)

    assert found == []
