"""The pages of imports: asked plainly and with htmx, by their owner only."""

import re

import pytest

from tests.imports.conftest import now
from tests.imports.test_looking import RSS
from wm.domains import content, imports, uploads
from wm.kernel.db import db

TAGGED = {"ETag": '"one"', "Accept-Ranges": "bytes"}


def everything(person):
    db.session.rollback()
    return imports.under_way(person.id)


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_film_is_asked_for_and_comes(as_ada, ada, elsewhere, film_bytes, run_jobs, hx):
    elsewhere.answers = {"/my_film.mp4": (200, TAGGED, film_bytes)}

    answer = as_ada.post("/studio/imports", data={"address": f"{elsewhere.at}/my_film.mp4"}, hx=hx)

    assert (answer.status_code, answer.headers.get("HX-Redirect" if hx else "Location")) == (
        200 if hx else 303,
        "/studio/upload",
    )
    (row,) = everything(ada)
    waiting = as_ada.get("/studio/upload").text
    assert f'id="import-{row.public_id}"' in waiting
    assert waiting.count("my_film.mp4") >= 1
    assert "Choose the same file to go on" not in waiting
    run_jobs()
    piece = content.own(now(row)[1].subject, ada)
    assert (piece.title, piece.film is not None) == ("My film", True)


@pytest.mark.parametrize("hx", [False, True])
def test_films_of_a_feed_are_ticked_and_come_each_by_itself(as_ada, ada, elsewhere, film_bytes, run_jobs, hx):
    elsewhere.answers = {"/feed": (200, {}, RSS.encode()), "/a.mp4?x=1&y=2": (200, {}, film_bytes)}

    answer = as_ada.post("/studio/imports", data={"address": f"{elsewhere.at}/feed"}, hx=hx)

    assert (answer.status_code, "First / of all" in answer.text, "<html" in answer.text) == (200, True, not hx)
    fields = {
        "address": [f"{elsewhere.at}/a.mp4?x=1&y=2", f"{elsewhere.at}/d.mkv"],
        "title": ["First / of all", "Twice"],
    }
    assert as_ada.post("/studio/imports/films", data=fields | {"pick": ["9", "x"]}).status_code == 422
    assert as_ada.post("/studio/imports/films", data=fields | {"pick": ["0", "1"]}, hx=hx).status_code == (
        200 if hx else 303
    )
    run_jobs()
    states = {row.address.rpartition("/")[2]: row.state for row in everything(ada)}
    assert states == {"d.mkv": "failed"}
    assert {
        piece.title for piece in content.owned(ada, None, kind="film", state="", visibility="", words="").items
    } >= {
        "First / of all",
        "Twice",
    }


@pytest.mark.once
@pytest.mark.parametrize("address", ["", "http://10.0.0.1/", "file:///etc/passwd", "http://127.0.0.1:1/", "x" * 3000])
def test_what_can_not_be_fetched_is_said_beside_the_field(as_ada, ada, elsewhere, address):
    for hx in (False, True):
        answer = as_ada.post("/studio/imports", data={"address": address}, hx=hx)

        assert (answer.status_code, 'aria-invalid="true"' in answer.text, "<html" in answer.text) == (422, True, not hx)
    assert (everything(ada), elsewhere.hits) == ([], 0)


@pytest.mark.once
def test_an_import_is_its_owners_alone(as_ben, as_ada, coming, client):
    row = coming()
    places = [("get", ""), ("post", "/cancellation"), ("post", "/retry")]

    for method, place in places:
        assert getattr(as_ben, method)(f"/studio/imports/{row.public_id}{place}").status_code == 404
        assert getattr(client, method)(f"/studio/imports/{row.public_id}{place}").status_code in (302, 303, 401)
    assert now(row)[0].state == "waiting"
    assert as_ada.get(f"/studio/imports/{row.public_id}", hx=True).text.startswith("<div")


@pytest.mark.parametrize("hx", [False, True])
def test_it_can_be_cancelled_and_tried_again(as_ada, coming, hx):
    row = coming()

    cancelled = as_ada.post(f"/studio/imports/{row.public_id}/cancellation", hx=hx)
    assert (now(row)[0].state, now(row)[1].state) == ("cancelled", "gone")
    assert cancelled.status_code == (200 if hx else 303)

    as_ada.post(f"/studio/imports/{row.public_id}/retry", hx=hx)
    assert (now(row)[0].state, now(row)[1].state) == ("waiting", "receiving")
    assert uploads.latest_for([now(row)[1].subject])[now(row)[1].subject].id == now(row)[1].id


@pytest.mark.parametrize("hx", [False, True])
def test_all_that_was_brought_is_listed_and_what_was_removed_has_no_link(as_ada, as_ben, ada, coming, hx):
    rows = [coming() for _ in range(22)]
    gone = content.own(now(rows[-1])[1].subject, ada)
    content.remove(gone)
    db.session.commit()

    first = as_ada.get("/studio/imports", hx=hx).text
    found = [f'id="import-{row.public_id}"' in first for row in reversed(rows)]
    assert found == [True] * 20 + [False] * 2
    assert ("<html" in first) is not hx
    assert f"/studio/films/{gone.public_id}" not in first
    later = as_ada.get(re.search(r"/studio/imports\?after=\w+", first)[0], hx=hx).text
    assert f'id="import-{rows[0].public_id}"' in later

    assert "Nothing was brought from elsewhere yet" in as_ben.get("/studio/imports", hx=hx).text


@pytest.mark.once
def test_a_list_of_imports_asks_no_row_by_itself(as_ada, coming, statements):
    coming()
    as_ada.get("/studio/imports")
    statements.clear()
    as_ada.get("/studio/imports")
    few = len(statements)
    for _ in range(5):
        coming()
    statements.clear()

    as_ada.get("/studio/imports")

    assert len(statements) == few


@pytest.mark.once
def test_looking_is_bounded(as_ada, elsewhere, monkeypatch):
    monkeypatch.setattr("wm.blueprints.studio.imports.LOOKS", 1)

    codes = [as_ada.post("/studio/imports", data={"address": f"{elsewhere.at}/none"}).status_code for _ in range(2)]

    assert codes == [422, 429]
