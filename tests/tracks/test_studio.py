"""Captions and chapters in the studio: with htmx and without, and nobody else's."""

import io

import pytest

from tests.films import published
from tests.tracks.test_keeping import SENT
from wm.domains import content, tracks
from wm.kernel.db import db

captions = tracks.captions


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers", description="Nothing to see")


def place(piece, *more):
    return "/".join(("/studio/films", piece.public_id, *more))


def rows(piece):
    db.session.rollback()
    return captions.of(piece)


@pytest.fixture
def english(river):
    row = captions.add(river, "en", "captions", sent=SENT, source="river.srt")
    db.session.commit()
    return row


@pytest.mark.parametrize("hx", [False, True])
def test_a_file_becomes_captions_and_its_list_says_so(as_ada, river, hx):
    sent = {"language": "Bangla", "kind": "captions", "words": (io.BytesIO(SENT), "river.srt")}

    answer = as_ada.post(place(river, "captions"), data=sent, hx=hx)

    assert answer.headers["HX-Redirect" if hx else "Location"] == place(river, "captions")
    assert [(row.language, row.cues, row.source) for row in rows(river)] == [("bn", 1, "river.srt")]
    page = as_ada.get(place(river, "captions")).text
    assert "বাংলা" in page
    assert "1 caption" in page


@pytest.mark.once
def test_what_cant_be_read_is_said_and_what_was_typed_stays(as_ada, river, english):
    refused = {"language": "Bangla", "words": (io.BytesIO(b"hello there"), "x.srt")}

    answer = as_ada.post(place(river, "captions"), data=refused, hx=True)

    assert answer.status_code == 422
    assert "Line 1: a time was expected here" in answer.text
    assert 'value="Bangla"' in answer.text
    typed = {"words": "1:00 -> 1:05\nhm", "version": english.version}
    edited = as_ada.post(place(river, "captions", english.public_id), data=typed)
    assert edited.status_code == 422
    assert "1:00 -&gt; 1:05" in edited.text
    assert [row.version for row in rows(river)] == [1]


@pytest.mark.parametrize("hx", [False, True])
def test_words_are_changed_taken_along_removed_and_brought_back(as_ada, river, english, hx):
    at = place(river, "captions", english.public_id)
    assert "00:00:01.000 --&gt; 00:00:02.000\nA river remembers" in as_ada.get(at).text

    as_ada.post(at, data={"words": "0:03 --> 0:04\nOf <b>silt</b>", "version": 1, "label": "For Ben"}, hx=hx)

    srt = as_ada.get(f"{at}/file.srt")
    assert srt.text == "1\n00:00:03,000 --> 00:00:04,000\nOf silt\n\n"
    assert srt.headers["Content-Disposition"].startswith("attachment")
    assert as_ada.get(f"{at}/file.vtt").text.startswith("WEBVTT")
    gone = as_ada.post(f"{at}/removal", hx=hx)
    listed = gone.text if hx else as_ada.get(gone.headers["Location"]).text
    assert "For Ben is taken away." in listed
    assert rows(river) == []
    as_ada.post(f"{at}/restoration", hx=hx)
    assert [row.name for row in rows(river)] == ["For Ben"]


def test_another_file_and_another_first_choice(as_ada, river, english):
    second = captions.add(river, "bn", "subtitles", sent=SENT)
    db.session.commit()

    as_ada.post(place(river, "captions", second.public_id, "first"), hx=True)
    as_ada.post(place(river, "captions", english.public_id, "file"), data={"words": (io.BytesIO(SENT * 2), "two.srt")})

    assert [(row.language, row.is_first, row.cues) for row in rows(river)] == [("bn", True, 1), ("en", False, 2)]


@pytest.mark.parametrize("hx", [False, True])
def test_chapters_are_typed_or_left_to_the_description(as_ada, river, hx):
    at = place(river, "chapters")

    odd = as_ada.post(at, data={"words": "0:00 Winter\nthen\n0:10 Spring"}, hx=hx)
    as_ada.post(at, data={"words": "0:00 Winter\n0:06 <i>Spring\n0:12 Summer"}, hx=hx)

    assert odd.status_code == 422
    assert "Line 2: begin with a time" in odd.text
    assert [(each.at, each.name, each.ends) for each in tracks.chapters.of(content.with_row_id(river.id))] == [
        (0, "Winter", 6),
        (6, "<i>Spring", 12),
        (12, "Summer", 20),
    ]
    assert "&lt;i&gt;Spring" in as_ada.get(at).text
    as_ada.post(at, data={"words": ""}, hx=hx)
    assert tracks.chapters.of(content.with_row_id(river.id)) == []


@pytest.mark.once
def test_all_of_it_is_its_makers_alone(as_cy, as_mo, client, river, english):
    at = place(river, "captions", english.public_id)
    for deed in ("", "/file", "/first", "/removal", "/restoration"):
        for browser in (as_cy, as_mo):
            assert browser.post(at + deed, data={"words": "x"}).status_code == 404
        assert client.post(at + deed).status_code == 303
    for page in (at, f"{at}/file.vtt", place(river, "captions"), place(river, "chapters")):
        assert [browser.get(page).status_code for browser in (as_cy, as_mo)] == [404, 404]
    assert as_cy.post(place(river, "chapters"), data={"words": "0:00 a\n0:06 b\n0:12 c"}).status_code == 404
    assert [row.version for row in rows(river)] == [1]
