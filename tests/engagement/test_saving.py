"""Saving: in collections that are one's own, counted once per person, with a way back from everything."""

import pytest

from jobs import engagement as jobs
from tests.films import published
from wm.domains import content, engagement
from wm.domains.content import Content
from wm.domains.graph import Block
from wm.kernel.db import db


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


@pytest.fixture
def silt(ada):
    return published(ada, "What silt sounds like")


def saves(piece):
    db.session.commit()
    jobs.recount()
    db.session.expire_all()
    return db.session.get(Content, piece.id).saves


def titles(page):
    return [piece.title for piece in page.items]


def test_the_first_save_makes_the_default_collection(ben, river):
    collection = engagement.save(ben, river)

    assert (collection.name, collection.is_default) == ("Saved", True)
    assert engagement.save(ben, river).id == collection.id
    assert titles(engagement.saved(ben)) == ["How a river remembers"]


def test_two_collections_of_one_person_are_one_save(ben, cy, river):
    ideas = engagement.make_collection(ben, "  Ideas   for spring ")
    engagement.save(ben, river)
    engagement.save(ben, river, ideas)
    engagement.save(cy, river)

    assert saves(river) == 2
    assert ideas.name == "Ideas for spring"
    assert titles(engagement.saved(ben)) == ["How a river remembers"]


def test_taking_it_out_of_one_collection_leaves_it_in_the_other(ben, river):
    ideas = engagement.make_collection(ben, "Ideas")
    engagement.save(ben, river)
    engagement.save(ben, river, ideas)

    engagement.unsave(ben, river, ideas)
    assert engagement.states(ben, [river.id])[river.id].saved
    engagement.unsave(ben, river)

    assert not engagement.states(ben, [river.id])[river.id].saved
    assert saves(river) == 0


def test_a_removed_collection_comes_back_with_what_it_held(ben, river, silt):
    ideas = engagement.make_collection(ben, "Ideas")
    for piece in (river, silt):
        engagement.save(ben, piece, ideas)
    assert saves(river) == 1

    engagement.remove_collection(ideas)
    assert saves(river) == 0
    assert engagement.saved(ben).items == []
    engagement.return_collection(engagement.own_collection(ideas.public_id, ben, removed=True))

    assert saves(river) == 1
    assert titles(engagement.saved(ben, ideas)) == ["What silt sounds like", "How a river remembers"]


def test_the_default_collection_stays(ben, river):
    collection = engagement.save(ben, river)

    with pytest.raises(engagement.DefaultStays):
        engagement.remove_collection(collection)

    assert titles(engagement.saved(ben, collection)) == ["How a river remembers"]


def test_a_collection_needs_a_name_and_there_is_room_for_so_many(ben, monkeypatch):
    monkeypatch.setattr("wm.domains.engagement.saving.COLLECTIONS", 1)
    with pytest.raises(engagement.NameNeeded):
        engagement.make_collection(ben, "   ")
    engagement.make_collection(ben, "Ideas")

    with pytest.raises(engagement.TooManyCollections):
        engagement.make_collection(ben, "More ideas")


def test_anothers_collection_is_not_there(ben, cy):
    ideas = engagement.make_collection(ben, "Ideas")

    with pytest.raises(engagement.CollectionNotFound):
        engagement.own_collection(ideas.public_id, cy)


def test_what_is_closed_now_is_left_out(ben, ada, river, silt):
    unlisted = published(ada, "By link", visibility="unlisted")
    for piece in (river, silt, unlisted):
        engagement.save(ben, piece)
        engagement.like(ben, piece)
    content.edit(content.own(river.public_id, ada), visibility="private")
    content.edit(content.own(silt.public_id, ada), visibility="followers")
    db.session.commit()

    assert titles(engagement.saved(ben)) == titles(engagement.liked(ben)) == ["By link"]
    assert [shelf.size for shelf in engagement.shelves(ben)] == [1]


def test_nothing_is_left_of_a_person_who_blocks(ben, ada, river):
    engagement.save(ben, river)
    engagement.like(ben, river)
    db.session.add(Block(blocker_id=ada.id, blocked_id=ben.id))
    db.session.commit()

    assert engagement.saved(ben).items == engagement.liked(ben).items == []


def test_pages_of_saves_neither_repeat_nor_skip(ben, ada):
    for number in range(5):
        engagement.save(ben, published(ada, f"Film {number}"))

    first = engagement.saved(ben, size=3)
    second = engagement.saved(ben, cursor=first.next, size=3)

    assert titles(first) + titles(second) == [f"Film {number}" for number in (4, 3, 2, 1, 0)]
    assert second.next is None


def test_shelves_say_which_hold_a_piece(ben, river, silt):
    ideas = engagement.make_collection(ben, "Ideas")
    engagement.save(ben, river)
    engagement.save(ben, silt, ideas)

    found = {shelf.collection.name: (shelf.size, shelf.holds) for shelf in engagement.shelves(ben, silt)}

    assert found == {"Saved": (1, False), "Ideas": (1, True)}


@pytest.fixture
def ideas(ben):
    return engagement.make_collection(ben, "Ideas")


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
@pytest.mark.parametrize("name", ["", "   ", None])
def test_an_empty_name_is_answered_at_its_field(as_ben, ben, ideas, river, name, hx):
    engagement.save(ben, river, ideas)
    sent = {} if name is None else {"name": name}

    for path in ("/saved", f"/saved/{ideas.public_id}/name"):
        answer = as_ben.post(path, data=sent, hx=hx)

        assert answer.status_code == 422
        assert "Give it a name." in answer.text
        assert 'aria-describedby="collection-name-error" aria-invalid="true"' in answer.text
        assert ("<html" in answer.text) != hx
        assert ('<details class="menu" name="menu" open>' in answer.text) != hx
        assert ("How a river remembers" in answer.text) != hx, "the page that was there still is"
    assert [shelf.collection.name for shelf in engagement.shelves(ben)] == ["Ideas"]


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
@pytest.mark.parametrize("what", ["collection", "playlist"])
def test_an_empty_name_of_a_new_place_is_answered_where_one_chose(as_ben, ben, river, what, hx):
    answer = as_ben.post(f"/library/places/{river.public_id}", data={"name": " ", "what": what}, hx=hx)

    assert answer.status_code == 422
    assert "Give it a name." in answer.text
    assert 'id="places"' in answer.text
    assert ("<html" in answer.text) != hx
    assert engagement.shelves(ben) == []


def test_a_renamed_collection_has_its_new_name(as_ben, ben, ideas):
    answer = as_ben.post(f"/saved/{ideas.public_id}/name", data={"name": " More   ideas "})

    assert answer.status_code == 303
    assert [shelf.collection.name for shelf in engagement.shelves(ben)] == ["More ideas"]
