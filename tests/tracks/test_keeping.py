"""Captions of a film: brought, changed in parts, taken away and back, and always beside the film that plays."""

import pytest

from jobs.tracks import film_playable
from tests.films import film, published
from wm.domains import content, media, tracks
from wm.domains.media.shelf import Shelf
from wm.domains.tracks.errors import ChangedMeanwhile, LanguageTaken, NotCaptions, UnknownLanguage
from wm.kernel.db import commit, db
from wm.kernel.storage import store

SENT = b"1\n00:00:01,000 --> 00:00:02,000\nA river <i>remembers</i>\n"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA river remembers\n"
captions = tracks.captions


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


def laid(piece):
    return {name for name in Shelf(piece.film.key).names() if name.startswith("captions-")}


def read(piece, row):
    return b"".join(store().open(f"published/{piece.film.key}/{row.file}")).decode()


def test_captions_lie_beside_the_film_under_a_name_of_their_own_each_time(river, run_jobs):
    row = captions.add(river, "bangla", "captions", sent=SENT, source="river.srt")

    assert (row.language, row.name, row.cues, row.is_first, row.source) == ("bn", "বাংলা", 1, True, "river.srt")
    assert read(river, row) == VTT
    for number in range(3):
        captions.change(river, row, f"0:01 --> 0:02\nword {number}", part=0, version=row.version)
        commit()
    run_jobs()
    river = content.with_row_id(river.id)
    assert laid(river) == {
        "captions-bn-3.vtt",
        "captions-bn-4.vtt",
    }  # who has the page open still finds the last but one
    assert "word 2" in read(river, row)


def test_a_language_is_there_once_of_each_kind(river):
    captions.add(river, "en", "captions", sent=SENT)
    captions.add(river, "en", "subtitles", sent=SENT)

    with pytest.raises(LanguageTaken):
        captions.add(river, "English", "captions", sent=SENT)
    with pytest.raises(UnknownLanguage):
        captions.add(river, "Martian", "captions", sent=SENT)
    assert laid(river) == {"captions-en-1.vtt", "captions-en-s1.vtt"}
    assert [each.is_first for each in captions.of(river)] == [True, False]


def test_what_is_taken_away_comes_back_and_may_be_begun_anew(river):
    row = captions.add(river, "en", "captions", sent=SENT)
    captions.remove(river, row)
    assert captions.shown(river) == []

    captions.restore(river, row)
    assert [each.public_id for each in captions.shown(river)] == [row.public_id]
    captions.remove(river, row)
    assert captions.add(river, "en", "captions").public_id == row.public_id
    assert (row.version, captions.shown(river)) == (2, [])  # nothing in it yet, and no file name twice


def test_a_part_is_changed_and_the_others_stay(river, monkeypatch):
    monkeypatch.setattr(captions, "PART", 2)
    sent = "".join(f"0:0{n}.000 --> 0:0{n}.500\nword {n}\n\n" for n in range(5))
    row = captions.add(river, "en", "captions", sent=sent.encode())

    captions.change(river, row, "0:02 --> 0:03\nanother\n", part=1, version=1)

    assert [each.text for each in captions.cues_of(row)] == ["word 0", "word 1", "another", "word 4"]
    with pytest.raises(ChangedMeanwhile):
        captions.change(river, row, "0:02 --> 0:03\nlate\n", part=1, version=1)
    with pytest.raises(NotCaptions):
        captions.change(river, row, "nonsense", part=0, version=2)
    assert captions.cues_of(row)[2].text == "another"


def test_captions_of_a_film_that_is_replaced_lie_beside_the_new_one(ada, run_jobs):
    piece = content.draft(ada, "Not filmed yet")
    row = captions.add(piece, "en", "captions", sent=SENT)
    piece.film = film()
    db.session.flush()
    db.session.refresh(piece)

    film_playable(piece.film_id)

    assert read(piece, row) == VTT
    media.clearing.let_go_of_files(piece.film, Shelf(piece.film.key).sizes())
    run_jobs()
    piece = content.with_row_id(piece.id)
    assert laid(piece) == {row.file}  # the encoder clears away what is its own, and nothing else
    assert piece.film.url(row.file).endswith(f"/{piece.film.key}/captions-en-1.vtt")
    with pytest.raises(ValueError, match="part of the film"):
        media.lay_beside(piece.film, "master.m3u8", "")
