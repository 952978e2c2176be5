"""Playlists: an order of one's own, watch later built in, and nothing in them that a viewer may not see."""

import pytest

from tests.films import published
from wm.domains import content, playlists
from wm.domains.graph import Block, Follow
from wm.kernel.db import db
from wm.web.viewer import VISITOR


@pytest.fixture
def films(ada):
    return [published(ada, f"Film {number}") for number in range(4)]


@pytest.fixture
def evening(ben, films):
    playlist = playlists.make(ben, "For an evening", "public")
    for film in films:
        playlists.add(playlist, film)
    db.session.commit()
    return playlist


def titles(playlist, viewer):
    return [piece.title for piece in playlists.films(playlist, viewer).items]


def test_films_stand_in_the_order_in_which_they_came(evening, films, ben):
    playlists.add(evening, films[0])

    assert titles(evening, ben) == ["Film 0", "Film 1", "Film 2", "Film 3"]


def test_films_move_by_one_place_and_no_further_than_the_ends(evening, films, ben):
    playlists.move_up(evening, films[2])
    playlists.move_up(evening, films[0])
    playlists.move_down(evening, films[3])
    assert titles(evening, ben) == ["Film 0", "Film 2", "Film 1", "Film 3"]

    playlists.move_down(evening, films[2])

    assert titles(evening, ben) == ["Film 0", "Film 1", "Film 2", "Film 3"]


def test_a_film_taken_out_goes_back_to_its_place(evening, films, ben):
    position = playlists.take_out(evening, films[1])
    assert titles(evening, ben) == ["Film 0", "Film 2", "Film 3"]

    playlists.add(evening, films[1], position)

    assert titles(evening, ben) == ["Film 0", "Film 1", "Film 2", "Film 3"]


def test_watch_later_is_there_once_and_stays(ben, films):
    later = playlists.watch_later(ben)
    playlists.add(later, films[0])

    assert playlists.watch_later(ben).id == later.id
    assert (later.title, later.visibility) == ("Watch later", "private")
    for refused in (lambda: playlists.remove(later), lambda: playlists.edit(later, "Mine", "public")):
        with pytest.raises(playlists.WatchLaterStays):
            refused()
    assert titles(later, ben) == ["Film 0"]


def test_only_films_and_only_so_many(ben, ada, evening, films, monkeypatch):
    article = content.draft(ada, "Words", kind="article", body="Words")
    content.publish(article)
    with pytest.raises(playlists.NotAFilm):
        playlists.add(evening, article)
    monkeypatch.setattr("wm.domains.playlists.actions.FILMS", 4)

    with pytest.raises(playlists.PlaylistFull):
        playlists.add(evening, published(ada, "One more"))

    assert len(titles(evening, ben)) == 4


def test_a_playlist_needs_a_title(ben):
    with pytest.raises(playlists.TitleNeeded):
        playlists.make(ben, "  ")

    assert playlists.by_person(ben, ben) == []


def test_what_a_viewer_may_not_see_is_left_out(evening, films, ada, ben, cy):
    for film, visibility in zip(films, ("private", "followers", "unlisted", "public"), strict=True):
        content.edit(content.own(film.public_id, ada), visibility=visibility)
    db.session.add(Follow(follower_id=cy.id, followed_id=ada.id))
    db.session.commit()

    assert titles(evening, VISITOR) == ["Film 3"]
    assert titles(evening, cy) == ["Film 1", "Film 3"]
    assert titles(evening, ben) == ["Film 2", "Film 3"]
    assert playlists.queue(evening, VISITOR, films[2]) is None
    assert playlists.by_person(ben, VISITOR)[0].size == 1
    assert playlists.by_person(ben, VISITOR)[0].first.title == "Film 3"


def test_a_private_playlist_is_not_there_for_others(ben, cy):
    secret = playlists.make(ben, "Mine", "private")
    linked = playlists.make(ben, "By link", "unlisted")

    for viewer in (cy, VISITOR):
        with pytest.raises(playlists.PlaylistNotFound):
            playlists.visible(secret.public_id, viewer)
        assert playlists.visible(linked.public_id, viewer).title == "By link"
        assert playlists.by_person(ben, viewer) == []
    assert len(playlists.by_person(ben, ben)) == 2


def test_who_is_blocked_sees_no_playlist(evening, ben, cy):
    db.session.add(Block(blocker_id=ben.id, blocked_id=cy.id))
    db.session.commit()

    with pytest.raises(playlists.PlaylistNotFound):
        playlists.visible(evening.public_id, cy)
    assert playlists.by_person(ben, cy) == []


def test_a_removed_playlist_is_gone_until_it_comes_back(evening, ben):
    playlists.remove(evening)
    with pytest.raises(playlists.PlaylistNotFound):
        playlists.visible(evening.public_id, ben)

    playlists.restore(playlists.own(evening.public_id, ben, removed=True))

    assert len(titles(evening, ben)) == 4


def test_pages_neither_repeat_nor_skip(evening, films, ben):
    first = playlists.films(evening, ben, size=3)
    second = playlists.films(evening, ben, first.next, size=3)

    assert [piece.title for piece in (*first.items, *second.items)] == [f"Film {n}" for n in range(4)]
    assert second.next is None


def test_a_queue_starts_where_one_watches(evening, films, ben):
    found = playlists.queue(evening, ben, films[2])

    assert (found.place, found.size, found.following.title) == (3, 4, "Film 3")
    assert playlists.queue(evening, ben, films[3]).following is None


def test_a_list_of_playlists_costs_the_same_however_many_they_are(evening, ben, films, statements):
    statements.clear()
    playlists.by_person(ben, ben)
    few = len(statements)
    for number in range(5):
        playlists.add(playlists.make(ben, f"List {number}"), films[0])
    statements.clear()

    found = playlists.by_person(ben, ben)

    assert len(statements) == few <= 4
    assert [cover.size for cover in found] == [1, 1, 1, 1, 1, 4]
