"""The badge: given and taken by an admin, with a reason in the audit log, shown beside the name."""

import pytest

from wm.domains import people
from wm.domains.platform.models import Audit
from wm.kernel.db import db

MOVED = 303
WHY = {"reason": "Showed a passport."}


def test_an_admin_gives_and_takes_the_badge(as_ruth, client, ada, ruth):
    assert "Verified" not in client.get("/@ada").text

    assert as_ruth.post("/admin/people/ada/badge", data=WHY).status_code == MOVED
    assert 'aria-label="Verified"' in client.get("/@ada").text
    assert "Weekmotion knows who this is" in client.get("/@ada/about").text

    answer = as_ruth.post("/admin/people/ada/badge/removal", data=WHY, hx=True)
    assert f'id="person-{ada.public_id}"' in answer.text
    assert "Verified" not in client.get("/@ada").text

    acts = db.session.scalars(db.select(Audit).order_by(Audit.id)).all()
    assert [(act.event, act.actor_id, act.target, act.reason) for act in acts] == [
        ("person.verified", ruth.id, f"person:{ada.id}", "Showed a passport."),
        ("person.unverified", ruth.id, f"person:{ada.id}", "Showed a passport."),
    ]


@pytest.mark.once
def test_no_badge_without_a_reason(as_ruth, ada):
    assert as_ruth.post("/admin/people/ada/badge", data={"reason": "  "}).status_code == 422

    db.session.expire_all()
    assert not people.find(ada.id).is_verified


@pytest.mark.parametrize("who", ["as_ada", "as_ben", "as_mo"])
def test_nobody_else_gives_badges(request, ada, who):
    browser = request.getfixturevalue(who)

    assert browser.get("/admin/people").status_code == 404
    assert browser.post("/admin/people/ada/badge", data=WHY).status_code == 404
    db.session.expire_all()
    assert not people.find(ada.id).is_verified


def test_the_list_finds_people_by_a_part_of_their_name(as_ruth, ada, ben):
    everybody, found = as_ruth.get("/admin/people"), as_ruth.get("/admin/people?q=oka", hx=True)

    assert "@ada" in everybody.text
    assert "@ben" in everybody.text
    assert "@ada" in found.text
    assert "@ben" not in found.text
    assert found.text.strip().startswith('<ul class="acquaintances" data-shape="list" id="rows">')


def test_the_list_comes_in_pages(ada, ben, cy):
    first = people.directory(size=2)
    second = people.directory(cursor=first.next, size=2)

    assert [each.handle for each in (*first.items, *second.items)] == ["cy", "ben", "ada"]
    assert second.next is None
