"""Rows of the upload page: a draft and an upload, begun together."""

import pytest

from tests.uploads.conftest import pseudo_film
from wm.domains import uploads


@pytest.mark.once
def test_the_page_wants_a_session(client, as_ada):
    assert client.get("/studio/upload").status_code == 303
    assert as_ada.get("/studio/upload").status_code == 200


@pytest.mark.once
def test_a_chosen_file_gets_a_row_a_draft_and_an_upload(as_ada, ada, pieces, find):
    answer = as_ada.post("/studio/upload/rows", data={"name": "my_first-film.mp4", "size": "5000"}, hx=True)

    [piece] = pieces()
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert (piece.title, piece.state, piece.person_id) == ("My first film", "draft", ada.id)
    [upload] = uploads.unfinished(ada.id)
    assert (upload.name, upload.size, upload.subject) == ("my_first-film.mp4", 5000, piece.public_id)
    assert f"/uploads/{upload.public_id}" in answer.text


@pytest.mark.once
@pytest.mark.parametrize(
    ("size", "status", "words"),
    [
        ("0", 422, "This file is empty"),
        (str(9 * 1024**3), 413, "8.6 GB is the most that fits"),
        ("-5", 400, "whole number"),
        ("", 400, "whole"),
    ],
)
def test_a_file_that_can_not_come_in_gets_a_sentence_and_leaves_nothing(as_ada, pieces, size, status, words):
    answer = as_ada.post("/studio/upload/rows", data={"name": "x.mp4", "size": size}, hx=True)

    assert answer.status_code == status
    assert words in answer.text
    assert pieces() == []


@pytest.mark.once
def test_a_file_beyond_the_quota_is_told_how_much_is_left(as_ada, app, pieces):
    app.config["UPLOAD_QUOTA_BYTES"] = 10 * 1000**2

    answer = as_ada.post("/studio/upload/rows", data={"name": "x.mp4", "size": str(11 * 1000**2)}, hx=True)

    assert answer.status_code == 413
    assert "You have 10 MB of space left" in answer.text
    assert pieces() == []


def test_an_upload_of_any_tus_client_becomes_a_draft_in_the_studio(tus, as_ada, pieces, run_jobs, again):
    film = pseudo_film(4000)

    tus.create(4000, film, upload_metadata="filename Zm94X2luX3Nub3cubXA0")
    [piece] = pieces()
    assert piece.title == "Fox in snow"
    assert "Fox in snow" in as_ada.get("/studio/").text

    from wm.kernel import job

    assert ("content.file_arrived", piece.public_id) in [
        (row.kind, row.subject) for row in job.db.session.scalars(job.db.select(job.Job))
    ]


@pytest.mark.once
def test_a_row_is_shown_again_to_its_owner_only(as_ada, as_ben, tus):
    public_id = tus.url(5000).rpartition("/")[2]

    mine = as_ada.get(f"/studio/upload/rows/{public_id}", hx=True)
    theirs = as_ben.get(f"/studio/upload/rows/{public_id}", hx=True)

    assert (mine.status_code, theirs.status_code) == (200, 404)
    assert "<html" in as_ada.get(f"/studio/upload/rows/{public_id}").text


@pytest.mark.once
def test_the_page_lists_what_waits_for_its_file(as_ada, as_ben, tus):
    tus.patch(tus.url(50_000, upload_metadata="filename ZmlsbS5tcDQ="), 0, pseudo_film(20_000))

    page = as_ada.get("/studio/upload").text

    assert "film.mp4" in page
    assert "20 KB of 50 KB are here" in page
    assert "film.mp4" not in as_ben.get("/studio/upload").text
