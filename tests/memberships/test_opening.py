"""Pieces for members: chosen in the studio, locked before others with the way in, open to members at once and no longer than that."""

import pytest

from tests.films import published
from wm.domains import content, entitlements, memberships
from wm.kernel.db import db

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture
def words(ada):
    """An article of Ada's, its second half for friends."""
    piece = content.draft(ada, "From the notebook", kind="article", body="Free words.\n\nMargin words.")
    content.publish(piece)
    db.session.commit()
    return piece


@pytest.mark.once
def test_ada_chooses_from_which_tier_on_a_piece_opens(as_ada, ada, friends, patrons):
    film = published(ada, "For patrons")
    where = f"/studio/pieces/{film.public_id}/price"
    page = as_ada.get(where).text
    assert "Friends and what is above it" in page

    assert as_ada.post(where, data={"by_level": "2", "unlock": "", "trailer": ""}).status_code == 303

    assert content.lock_of(film).by_level == 2
    assert 'value="2" selected' in as_ada.get(where).text or 'selected value="2"' in as_ada.get(where).text
    as_ada.post(where, data={"by_level": "0", "unlock": "", "trailer": ""})
    db.session.expire_all()
    assert content.lock_of(film) is None


@pytest.mark.once
def test_a_tier_that_is_not_hers_is_refused(as_ada, ada, friends):
    film = published(ada, "For friends")

    answer = as_ada.post(f"/studio/pieces/{film.public_id}/price", data={"by_level": "4", "unlock": "", "trailer": ""})

    assert answer.status_code == 422
    assert content.lock_of(film) is None


@pytest.mark.once
def test_the_locked_page_shows_the_way_in_and_opens_for_a_member(as_ben, ben, words, friends, patrons, purse):
    content.set_lock(words, by_level=1)
    db.session.commit()
    where = f"/read/{words.public_id}"
    page = as_ben.get(where).text
    assert "Margin words" not in page
    assert f"/memberships/tiers/{friends.public_id}" in page
    assert f"/memberships/tiers/{patrons.public_id}" in page

    row = memberships.join(ben, friends, "month", key="a-form-of-ben")
    assert "Margin words" in as_ben.get(where).text

    memberships.cancel(row)
    row.due_at = row.joined_at
    memberships.turn(row.id)
    assert "Margin words" not in as_ben.get(where).text


def test_a_higher_piece_stays_closed_to_a_lower_member(as_ben, ben, words, friends, patrons, purse):
    content.set_lock(words, by_level=2)
    row = memberships.join(ben, friends, "month", key="a-form-of-ben")
    assert "Margin words" not in as_ben.get(f"/read/{words.public_id}").text

    memberships.change(row, patrons, "month", key="a-form-to-change")
    assert "Margin words" in as_ben.get(f"/read/{words.public_id}").text


@pytest.mark.once
def test_pro_opens_what_is_for_pro(as_ben, ben, words, purse):
    content.set_lock(words, by_pro=True)
    memberships.pro()
    db.session.commit()
    assert 'href="/pro"' in as_ben.get(f"/read/{words.public_id}").text

    memberships.join(ben, memberships.pro(), "month", key="a-form-of-ben")

    assert "Margin words" in as_ben.get(f"/read/{words.public_id}").text


def test_the_library_says_until_when_it_is_paid_for_not_the_days_of_grace(as_ben, ben, ada, purse, friends):
    row = memberships.join(ben, friends, "month", key="a-form-of-ben")
    db.session.commit()
    (right,) = entitlements.live_grants(ben.id)

    shown = as_ben.get("/library/unlocked").text

    assert right.until > row.ends_at
    assert f"until {row.ends_at.day} {row.ends_at:%b %Y, %H:%M}" in shown
    assert f"{right.until:%b %Y, %H:%M}" not in shown
