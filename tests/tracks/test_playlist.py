"""Captions in the playlist of the film itself: every change is an edition that other players see, and none sees more than the film."""

import m3u8
import pytest

from tests.films import published
from tests.tracks.test_keeping import SENT
from wm.domains import content, media, tracks
from wm.domains.media import editions, records
from wm.domains.media.step_models import FilmSound
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

captions = tracks.captions


@pytest.fixture
def river(ada):
    """A film as the pipeline leaves it: one rung, one sound."""
    piece = published(ada, "How a river remembers")
    shape = {
        "width": 640,
        "height": 360,
        "bandwidth": 700_000,
        "average": 600_000,
        "codecs": "avc1.64001e",
        "fps": 25.0,
    }
    db.session.add(media.Rendition(film_id=piece.film_id, step=360, bytes=9, playlist="v360.m3u8", **shape))
    db.session.add(FilmSound(film_id=piece.film_id, place=1, name="audio", peak=130_000, average=128_000, bytes=9))
    db.session.commit()
    return piece


def read(film, name="master.m3u8"):
    text = b"".join(store().open(f"published/{film.key}/{name}")).decode()
    return m3u8.loads(text) if name.endswith(".m3u8") else text


def anew(piece):
    """The piece with its film, as they are now."""
    return content.with_row_id(piece.id)


def texts(piece):
    """What the master playlist names beside its sounds."""
    return [each.uri for each in read(media.get(piece.film_id)).media if each.type == "SUBTITLES"]


def test_every_change_is_another_edition(river, run_jobs):
    with transaction():
        captions.add(river, "en", "captions", sent=SENT)
        captions.add(river, "bn", "descriptions", sent=SENT)
        captions.add(river, "fr", "subtitles")  # begun, with nothing in it
    run_jobs()
    film = media.get(river.film_id)
    first, master = film.version, read(film)
    assert texts(river) == ["captions-en-1.m3u8"]
    assert (master.playlists[0].uri, master.playlists[0].stream_info.audio) == ("v360.m3u8", "sound")
    (segment,) = read(film, "captions-en-1.m3u8").segments
    assert (segment.uri, segment.duration) == ("captions-en-1.vtt", 20.0)
    assert "A river remembers" in read(film, segment.uri)

    with transaction():
        river, row = anew(river), captions.of(river)[0]
        captions.change(river, row, "0:01 --> 0:02\nanother", part=0, version=1)
        second = captions.add(river, "bn", "subtitles", sent=SENT)
        captions.put_first(river, second)
    run_jobs()
    assert texts(river) == ["captions-bn-s1.m3u8", "captions-en-2.m3u8"]
    assert media.get(river.film_id).version > first

    with transaction():
        river = anew(river)
        for each in captions.shown(river):
            captions.remove(river, each)
    run_jobs()
    assert (texts(river), read(media.get(river.film_id)).playlists[0].stream_info.subtitles) == ([], None)


def test_what_changes_nothing_publishes_nothing(river, run_jobs):
    with transaction():
        captions.add(river, "en", "captions", sent=SENT)
    run_jobs()
    before = media.get(river.film_id).version

    with transaction():
        captions.lay_out(anew(river))

    assert "media.publish_edition" not in run_jobs()
    assert media.get(river.film_id).version == before


def test_a_film_that_does_not_play_yet_gets_them_with_its_first_edition(river, run_jobs):
    with transaction():
        river.film.state = "encoding"
        captions.add(river, "en", "captions", sent=SENT)
    run_jobs()
    waiting = media.get(river.film_id)
    assert not store().stat(f"published/{waiting.key}/master.m3u8")

    with editions.published(records.Turn(waiting.id, waiting.run)) as film:
        film.state = "playable"

    assert texts(river) == ["captions-en-1.m3u8"]


def test_what_is_written_down_while_somebody_publishes_is_published_before_anybody_hears_of_it(
    river, run_jobs, monkeypatch
):
    late, write = [lambda: captions.add(anew(river), "en", "captions", sent=SENT)], editions.shelf.Shelf.write

    def written(shelf, name, text):
        write(shelf, name, text)
        if late and name == "master.m3u8":
            with transaction():
                late.pop()()

    monkeypatch.setattr(editions.shelf.Shelf, "write", written)
    with editions.published(records.Turn(river.film_id, river.film.run)):
        pass

    assert texts(river) == ["captions-en-1.m3u8"]


@pytest.mark.once
@pytest.mark.parametrize("name", ["captions-en-1.m3u8", "captions-en-1.vtt"])
def test_captions_are_no_more_open_than_their_film(client, as_ada, as_ben, ada, ben, river, run_jobs, name):
    with transaction():
        captions.add(river, "en", "captions", sent=SENT)
        content.edit(river, visibility="private")
    run_jobs()
    film = media.get(river.film_id)

    own, bens, anybodys = (film.url(name, who) for who in (ada, ben, None))

    assert as_ada.get(own).status_code == 200
    assert [client.get(link).status_code for link in (own, bens, anybodys)] == [
        200,
        404,
        404,
    ]  # the link says whose it is
    with transaction():
        content.remove(content.with_row_id(river.id))
    assert as_ada.get(own).status_code == 404
