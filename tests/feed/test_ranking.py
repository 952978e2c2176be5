"""The formula: what each part gives, and the admin who sets its weights."""

from datetime import timedelta

import pytest

from tests.feed.test_feed import follow
from tests.films import published
from wm.domains import discovery
from wm.domains.discovery.ranking import NOBODY, Candidate, Profile, Weights, parts, ranked
from wm.domains.platform.models import Audit
from wm.kernel import clock
from wm.kernel.db import db

NOW = clock.now()


def piece(row=1, person=1, hours=0.0, category=None, **more):
    counts = {"views": 0, "likes": 0, "comments": 0, "saves": 0, "reposts": 0, "is_described": False} | more
    return Candidate(row, person, category, NOW - timedelta(hours=hours), **counts)


def part(name, candidate, viewer=NOBODY):
    return parts(candidate, viewer, Weights(), NOW)[name]


def test_freshness_halves_every_six_hours():
    assert part("freshness", piece()) == pytest.approx(4.0)
    assert part("freshness", piece(hours=6)) == pytest.approx(2.0)
    assert part("freshness", piece(hours=12)) == pytest.approx(1.0)


def test_closeness_is_following_and_what_one_did():
    assert part("relationship", piece()) == 0
    assert part("relationship", piece(), Profile(followed=frozenset({1}))) == pytest.approx(1.8)
    assert part("relationship", piece(), Profile(followed=frozenset({1}), people={1: 1.0})) == pytest.approx(3.0)


def test_deeds_count_per_view_and_with_doubt():
    lucky, loved = piece(views=1, likes=1), piece(views=1000, likes=200)

    assert part("engagement", lucky) < part("engagement", loved) < 2.0
    assert part("engagement", piece(views=10, reposts=500)) == 2.0


def test_interest_is_in_the_category_and_less_takes_away():
    viewer = Profile(categories={7: 0.5}, less_people=frozenset({1}), less_categories=frozenset({7}))

    assert part("interest", piece(category=7), viewer) == pytest.approx(1.0)
    assert part("less", piece(category=7), viewer) == pytest.approx(-3.0)
    assert part("less", piece(person=2), viewer) == 0


def test_no_creator_floods_a_page():
    flood = [piece(row, person=1, hours=row / 100) for row in range(1, 21)]
    others = [piece(100 + n, person=10 + n, hours=5) for n in range(8)]

    first = [each.person_id for each, _ in ranked([*flood, *others], NOBODY, Weights(), NOW)][:12]

    assert first[0] == 1
    assert first.count(1) <= 4


def test_every_candidate_is_ranked_once_and_in_falling_order():
    found = ranked([piece(n, person=n % 3, hours=n) for n in range(50)], NOBODY, Weights(), NOW)

    assert sorted(each.id for each, _ in found) == list(range(50))
    assert [points for _, points in found] == sorted((points for _, points in found), reverse=True)


@pytest.mark.once
def test_only_an_admin_sees_the_weights(as_mo, as_ada, client):
    for browser in (as_mo, as_ada):
        assert browser.get("/admin/ranking").status_code == 404
        assert browser.post("/admin/ranking", data={"freshness": "1"}).status_code == 404
    assert discovery.present_weights() == Weights()


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_preview_changes_nothing(as_ruth, ruth, ada, ben, hx):
    follow(ruth, ada)
    published(ada, "By somebody I follow", minutes_ago=600)
    published(ben, "Fresh", minutes_ago=1)

    fresh = as_ruth.get("/admin/ranking?freshness=20&relationship=0", hx=hx).text
    close = as_ruth.get("/admin/ranking?freshness=0&relationship=20", hx=hx).text

    assert fresh.index("Fresh") < fresh.index("By somebody I follow")
    assert close.index("By somebody I follow</a>") < close.index("Fresh</a>")
    assert discovery.present_weights() == Weights()


@pytest.mark.parametrize("hx", [False, True])
def test_saved_weights_are_in_force_and_written_down(as_ruth, ruth, hx):
    as_ruth.post("/admin/ranking", data={"freshness": "1.5", "diversity": "0.5"}, hx=hx)

    assert discovery.present_weights() == Weights(freshness=1.5, diversity=0.5)
    row = db.session.query(Audit).one()
    assert (row.event, row.actor_id) == ("ranking.changed", ruth.id)
    assert '"freshness": [4.0, 1.5]' in row.details


@pytest.mark.parametrize("value", ["", "much", "-1", "21", "nan", "inf"])
def test_a_weight_out_of_bounds_is_refused(as_ruth, value):
    answer = as_ruth.post("/admin/ranking", data={"freshness": value})

    assert answer.status_code == 422
    assert "Enter a number from 0 to 20." in answer.text
    assert discovery.present_weights() == Weights()
    assert db.session.query(Audit).count() == 0
