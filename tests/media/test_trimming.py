"""Trimming: exact at both ends, made of what is there, and never for good."""

import pytest

from jobs.tracks import film_replaced
from tests.films import published as out
from tests.media.conftest import published
from tests.media.senses import first_bright, first_loud, numbers
from tests.media.test_replacing import sent
from wm.domains import content, media, tracks
from wm.domains.media import errors, fragments, keeping, shelf, trimming
from wm.domains.media.chunks import Chunk
from wm.domains.media.cuts import Cut
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


@pytest.fixture
def cut(run_jobs):
    """Trim a film and make what comes of it."""

    def make(film, start, end):
        with transaction():
            new = media.trim(media.get(film.id), start, end)
        run_jobs()
        return media.get(new.id)

    return make


@pytest.fixture
def file(tmp_path):
    """A published file of a film on this disk."""

    def fetch(film, name):
        return shelf.Shelf(film.key).fetch(name, tmp_path / f"{film.id}-{name}")

    return fetch


@pytest.mark.once
def test_a_trimmed_film_is_exact_and_mostly_copied_and_comes_back_whole(begun, run_jobs, cut, file):
    film = begun("counted.mp4")
    run_jobs()
    film = media.get(film.id)

    trimmed = cut(film, 1200, 9440)

    assert (trimmed.state, trimmed.duration_ms, trimmed.is_partial) == ("ready", 8240, False)
    picture = file(trimmed, "v128.mp4")
    assert numbers(picture) == list(range(30, 236))
    present = fragments.read(file(film, "v128.mp4")).fragments[1]
    stays = published(film, "v128.mp4")[present.offset : present.offset + present.size].partition(b"mdat")[2]
    assert stays in picture.read_bytes(), "the middle was encoded anew"
    assert fragments.read(file(trimmed, "audio.mp4")).seconds == pytest.approx(8.24, abs=0.03)
    further = cut(trimmed, 2000, 9000)
    assert numbers(file(further, "v128.mp4")) == list(range(50, 225))
    whole = cut(further, 0, None)
    assert numbers(file(whole, "v128.mp4")) == numbers(file(film, "v128.mp4"))
    assert (whole.is_trimmed, whole.duration_ms) == (False, film.duration_ms)


@pytest.mark.once
def test_picture_and_sound_stay_together(begun, run_jobs, cut, file):
    film = begun("flashing.mp4")
    run_jobs()

    trimmed = cut(film, 500, 2500)

    seen, heard = first_bright(file(trimmed, "v180.mp4")), first_loud(file(trimmed, "audio.mp4"))
    assert seen == pytest.approx((0.5, 0.5), abs=0.001)
    assert heard == pytest.approx((0.5, 0.5), abs=1 / 30)


@pytest.mark.once
def test_without_the_present_files_a_film_is_trimmed_all_the_same(begun, run_jobs, cut, file):
    film = begun("counted-open.mp4")
    run_jobs()
    store().delete(f"published/{media.get(film.id).key}/v128.mp4")

    trimmed = cut(film, 1000, 7000)

    assert numbers(file(trimmed, "v128.mp4")) == list(range(30, 210))


def test_whole_fragments_stay_and_the_rest_is_encoded():
    four = [100, 100, 100]

    assert keeping.kept(Cut(30, 236), four) == (Chunk(30, 70), slice(1, 2), Chunk(200, 36))
    assert keeping.kept(Cut(100, None), four) == (None, slice(1, 3), None)
    assert keeping.kept(Cut(0, 300), four) == (None, slice(0, 3), None)
    assert keeping.kept(Cut(110, 190), four) is None
    trimmed = Cut(0, None, begins=30, reaches_end=False)
    assert keeping.kept(trimmed, [70, 100, 36]) == (Chunk(0, 30), slice(0, 3), Chunk(236, 1, is_last=True))


def test_nothing_is_made_where_nothing_would_be_left(ada):
    piece = out(ada, "River")

    for start, end in ((0, 500), (19_500, None), (5000, 4000), (-1, None)):
        with pytest.raises(errors.BadTrim):
            content.trim(piece, start, end)
    with pytest.raises(errors.NoSource):
        content.trim(piece, 1000, None)
    assert piece.next_film_id is None


def test_captions_and_chapters_move_along_and_keep_their_originals(ada):
    piece = out(ada, "River")
    tracks.chapters.write(piece, "0:00 Winter\n0:05 Monsoon\n0:12 Silt")
    row = tracks.captions.add(
        piece, "en", "captions", sent=b"0:01 --> 0:03\nEarly\n\n0:05 --> 0:07\nThen\n\n0:15 --> 0:19\nLate"
    )
    piece.film.trim_start_ms, piece.film.trim_end_ms, piece.film.duration_ms = 6000, 14_000, 8000
    db.session.commit()

    tracks.captions.lay_out(piece)

    laid = b"".join(store().open(f"published/{piece.film.key}/{row.file}")).decode()
    assert laid == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nThen\n"
    assert len(tracks.captions.cues_of(row)) == 3
    assert [(each.at, each.name, each.ends) for each in tracks.chapters.of(piece)] == [
        (0, "Monsoon", 6),
        (6, "Silt", 8),
    ]


def now_trimmed(piece, start, end):
    """Let a piece's film, of a file of twenty seconds, be one that was trimmed before."""
    store().put(piece.film.source_key, b"four")
    piece.film.trim_start_ms, piece.film.trim_end_ms, piece.film.duration_ms = start, end, end - start
    piece.film.cut_from = "the-film-before"
    db.session.commit()


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        (lambda piece: content.trim(piece, 1000, 5000), (7000, 11_000)),
        (lambda piece: content.trim(piece, 1000, None), (7000, 14_000)),
        (lambda piece: content.trim(piece, 1000, 99_000), (7000, 14_000)),
        (lambda piece: content.bring_back(piece, start=True), (0, 14_000)),
        (lambda piece: content.bring_back(piece, end=True), (6000, None)),
        (lambda piece: content.bring_back(piece, start=True, end=True), (0, None)),
    ],
)
def test_times_count_in_what_plays_now(ada, monkeypatch, asked, made):
    monkeypatch.setattr(trimming, "source_ms", lambda film: 20_000)
    piece = out(ada, "River")
    now_trimmed(piece, 6000, 14_000)

    asked(piece)

    following = content.coming(piece)
    assert (following.trim_start_ms, following.trim_end_ms) == made


def test_nothing_is_made_where_nothing_is_cut(ada):
    piece = out(ada, "River")
    now_trimmed(piece, 6000, 14_000)

    with pytest.raises(content.NothingCut):
        content.trim(piece, 0, 8000)

    assert piece.next_film_id is None


def chapters_of(piece):
    return [(each.at, each.name) for each in tracks.chapters.of(piece)]


def test_chapters_of_the_description_move_along_until_its_times_are_changed(ada):
    piece = out(ada, "River", description="0:00 Winter\n0:05 Monsoon\n0:12 Silt")
    now_trimmed(piece, 4000, 18_000)

    for _ in range(2):  # jobs may run twice
        film_replaced(piece.id, piece.film_id, began_ms=0)
    piece = content.with_row_id(piece.id)
    assert (chapters_of(piece), tracks.chapters.written(piece)) == ([(0, "Winter"), (1, "Monsoon"), (8, "Silt")], "")

    content.edit(piece, description="0:00 Cold\n0:06 Rain\n0:12 Mud")
    assert chapters_of(piece) == [(0, "Cold"), (6, "Rain"), (12, "Mud")], "they are of the film as it plays now"
    now_trimmed(piece, 6000, 18_000)
    film_replaced(piece.id, piece.film_id, began_ms=4000)
    piece = content.with_row_id(piece.id)
    assert chapters_of(piece) == [(0, "Cold"), (4, "Rain"), (10, "Mud")]

    piece.film.trim_start_ms, piece.film.trim_end_ms, piece.film.duration_ms = 0, None, 20_000
    assert chapters_of(piece) == [(0, "Cold"), (10, "Rain"), (16, "Mud")], "the whole film is back"
    piece.film.cut_from = ""
    film_replaced(piece.id, piece.film_id, began_ms=6000)
    assert chapters_of(piece) == [(0, "Cold"), (6, "Rain"), (12, "Mud")], "another file knows nothing of the trim"


@pytest.mark.parametrize("hx", [False, True])
def test_the_studio_shows_what_is_cut_off_and_brings_it_back(as_ada, as_cy, ada, hx):
    piece = out(ada, "River")
    now_trimmed(piece, 6250, 14_000)
    place = f"/studio/films/{piece.public_id}"
    page = as_ada.get(f"{place}/trim").text
    assert ("0:06.25 at the start of the file" in page, 'value="0:07.75"' in page) == (True, True)
    assert "what plays now begins at 0:06 of it" in as_ada.get(f"{place}/chapters").text
    assert as_cy.post(f"{place}/trim/removal", data={"part": "start"}).status_code == 404

    answer = as_ada.post(f"{place}/trim/removal", data={"part": "start"}, hx=hx)

    assert answer.headers["HX-Redirect" if hx else "Location"] == place
    db.session.rollback()
    assert content.coming(content.with_row_id(piece.id)).trim_start_ms == 0


@pytest.mark.parametrize("hx", [False, True])
def test_the_studio_trims_and_says_what_is_wrong(as_ada, as_cy, ada, hx):
    piece = out(ada, "River")
    store().put(piece.film.source_key, b"four")
    place = f"/studio/films/{piece.public_id}"
    assert 'value="0:20"' in as_ada.get(f"{place}/trim").text

    refused = as_ada.post(f"{place}/trim", data={"start": "soon", "end": ""}, hx=hx)
    answer = as_ada.post(f"{place}/trim", data={"start": "0:05.25", "end": "0:15"}, hx=hx)

    assert (refused.status_code, "Write a time, such as 1:23." in refused.text) == (422, True)
    assert answer.headers["HX-Redirect" if hx else "Location"] == place
    db.session.rollback()
    following = content.coming(content.with_row_id(piece.id))
    assert (following.trim_start_ms, following.trim_end_ms, following.cut_from) == (5250, 15_000, piece.film.key)
    assert "The trimmed film is being made; until then the old one plays" in as_ada.get(place).text
    db.session.rollback()
    upload = sent(ada)
    content.receive(piece.public_id, upload)
    following = content.coming(content.with_row_id(piece.id))
    assert (following.is_trimmed, following.cut_from) == (False, ""), "another file is trimmed as the one before"
    assert as_cy.post(f"{place}/trim", data={"start": "1"}).status_code == 404
