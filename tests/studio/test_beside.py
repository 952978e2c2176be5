"""What stands beside the words: pictures, a poll, a linked film, a file; each from the editor, each its maker's alone."""

import io

import pytest
from PIL import Image

from tests.films import published
from wm.domains import content
from wm.kernel.db import db


def picture(colour="teal") -> io.BytesIO:
    drawn = io.BytesIO()
    Image.new("RGB", (200, 150), colour).save(drawn, "PNG")
    drawn.seek(0)
    return drawn


@pytest.fixture
def written(ada, shelves):
    """Make a draft of Ada's of one kind."""

    def make(kind):
        piece = content.draft(ada, f"My {kind}", kind=kind, body="Words.")
        db.session.commit()
        return piece

    return make


def send(browser, piece, part, data, hx=False):
    return browser.post(f"/studio/pieces/{piece.public_id}/{part}", data=data, hx=hx)


def keys(piece):
    db.session.rollback()
    return [each.key for each in content.pictures_of(content.with_row_id(piece.id))]


@pytest.mark.parametrize("kind", ["update", "article"])
@pytest.mark.parametrize("hx", [False, True])
def test_pictures_are_added_and_taken_away(as_ada, written, kind, hx):
    piece = written(kind)
    data = {"picture": [(picture(), "a.png"), (picture("red"), "b.png")], "alt": "The bank"}

    answer = send(as_ada, piece, "pictures", data, hx)

    assert answer.status_code == (200 if hx else 303)
    first, second = keys(piece)
    page = as_ada.get(f"/studio/pieces/{piece.public_id}").text
    assert f"/images/{first}/1280.webp" in page
    assert ("![The bank](" in page) == (kind == "article")

    send(as_ada, piece, f"pictures/{first}/removal", {}, hx)
    assert keys(piece) == [second]


@pytest.mark.once
def test_four_pictures_are_the_most(as_ada, written):
    piece = written("update")

    answer = send(as_ada, piece, "pictures", {"picture": [(picture(), f"{n}.png") for n in range(5)]})

    assert answer.status_code == 422
    assert keys(piece) == []


@pytest.mark.once
@pytest.mark.parametrize("sent", [b"no picture at all", b""])
def test_what_is_no_picture_is_refused(as_ada, written, sent):
    piece = written("update")

    assert send(as_ada, piece, "pictures", {"picture": (io.BytesIO(sent), "x.png")}).status_code == 422
    assert send(as_ada, piece, "pictures", {}).status_code == 422
    assert keys(piece) == []


@pytest.mark.parametrize("hx", [False, True])
def test_a_poll_is_asked_and_taken_back(as_ada, written, hx):
    piece = written("update")

    answer = send(as_ada, piece, "poll", {"question": "Boat or bank?", "option": ["Boat", "Bank", "", ""]}, hx)
    assert answer.status_code == (200 if hx else 303)
    assert [each.words for each in content.poll_options(piece)] == ["Boat", "Bank"]
    assert "Boat or bank?" in as_ada.get(f"/studio/pieces/{piece.public_id}").text

    send(as_ada, piece, "poll", {"question": "", "option": ["", ""]}, hx)
    assert content.poll_options(piece) == []


@pytest.mark.once
def test_a_poll_with_one_answer_is_refused(as_ada, written):
    piece = written("update")

    assert send(as_ada, piece, "poll", {"question": "Boat?", "option": ["Boat"]}).status_code == 422
    assert content.poll_options(piece) == []


@pytest.mark.parametrize("hx", [False, True])
def test_a_film_is_linked_and_unlinked(as_ada, ada, written, hx):
    piece, film = written("update"), published(ada, "Tide")
    assert "Tide" in as_ada.get(f"/studio/pieces/{piece.public_id}").text

    send(as_ada, piece, "link", {"film": film.public_id}, hx)
    db.session.expire_all()
    assert content.post_of(piece).linked_id == film.id

    send(as_ada, piece, "link", {"film": ""}, hx)
    db.session.expire_all()
    assert content.post_of(piece).linked_id is None


@pytest.mark.once
def test_a_film_that_is_not_out_is_not_linked(as_ada, ada, written):
    piece, film = written("update"), content.draft(ada, "Half")

    assert send(as_ada, piece, "link", {"film": film.public_id}).status_code == 404
    assert content.post_of(piece).linked_id is None


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_resource_gets_its_file(as_ada, written, hx):
    piece = written("resource")

    answer = send(as_ada, piece, "file", {"file": (io.BytesIO(b"%PDF-1.7 a map"), "map.pdf")}, hx)

    assert answer.status_code == (200 if hx else 303)
    db.session.expire_all()
    assert (content.post_of(piece).file_name, content.post_of(piece).file_size) == ("map.pdf", 14)
    assert "map.pdf" in as_ada.get(f"/studio/pieces/{piece.public_id}").text
    assert send(as_ada, piece, "file", {}).status_code == 422


@pytest.mark.once
def test_each_part_belongs_to_its_kinds_and_to_its_maker(as_ada, as_cy, written):
    update, resource, course = written("update"), written("resource"), written("course")

    for piece, part in ((update, "file"), (resource, "poll"), (resource, "pictures"), (course, "link")):
        assert send(as_ada, piece, part, {}).status_code == 404
    for piece, part in ((update, "pictures"), (update, "poll"), (update, "link"), (resource, "file")):
        assert send(as_cy, piece, part, {"question": "x"}).status_code == 404
    assert send(as_cy, update, "pictures/xyz/removal", {}).status_code == 404
