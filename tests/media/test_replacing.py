"""Another file for a film that plays: made ready beside it, and in its place without a gap."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.films import published as out
from tests.media.conftest import published, stored
from tests.tracks.test_keeping import SENT
from wm.domains import content, media, storage, tracks, uploads
from wm.domains.media import making, records
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.storage import store
from wm.web.viewer import VISITOR


def sent(person, name="b.mp4"):
    """An upload that is complete, of a file that nobody will look at."""
    row = uploads.begin(person.id, 4, {"filename": name})
    row.state, row.received, row.ended_at = "complete", 4, clock.now()
    db.session.flush()
    return row


def play(film):
    """Let a film play from now on, as the pipeline leaves it."""
    film.state, film.playable_at = "playable", clock.now()
    db.session.execute(db.delete(job.Job).where(job.Job.kind == "media.encode"))
    db.session.flush()
    content.film_became_playable(film.id)
    db.session.commit()


@pytest.fixture
def river(ada):
    """A film that is out, made of an upload of Ada's, with its files."""
    piece = out(ada, "How a river remembers")
    upload = sent(ada, "a.mp4")
    piece.film.upload_id, piece.film.source_key = upload.id, upload.key
    store().put(f"published/{piece.film.key}/master.m3u8", b"#EXTM3U")
    store().put(upload.key, b"four")
    db.session.commit()
    return piece


@pytest.mark.once
def test_a_film_goes_on_playing_until_the_new_file_does(ada, uploaded, run_jobs):
    piece = content.draft(ada, "River", film=media.start(uploaded("silent.mp4")))
    run_jobs()
    piece = content.publish(content.with_row_id(piece.id))
    media.choose_poster(piece.film, 2)
    chosen = published(piece.film, "poster.webp")
    tracks.captions.add(piece, "en", "captions", sent=SENT)
    content.add_views({piece.id: 7})
    db.session.commit()
    old_id, old_key, files = piece.film_id, piece.film.key, stored(piece.film)
    second = uploaded("portrait.mp4")

    with transaction():
        content.receive(piece.public_id, second)
    piece = content.with_row_id(piece.id)
    assert (piece.film_id, piece.film.height, piece.is_playable) == (old_id, 180, True)
    run_jobs()

    piece = content.with_row_id(piece.id)
    assert (piece.film.height, piece.film.upload_id, piece.next_film_id) == (320, second.id, None)
    assert (piece.film.state, piece.film.is_open, piece.views, piece.is_published) == ("ready", True, 7, True)
    assert published(piece.film, "poster.webp") == chosen
    assert Image.open(io.BytesIO(published(piece.film, "still-1.webp"))).size == (180, 320)
    assert media.find(old_id) is None
    assert published(piece.film, "captions-en-1.vtt").startswith(b"WEBVTT")
    assert {key.rsplit("/", 1)[1] for key in store().keys(f"published/{old_key}/")} >= files
    assert list(store().keys("raw/")) == [second.key]


def test_who_watches_the_old_film_goes_on_for_four_hours(ada, ben, client, river, run_jobs):
    old = river.film.key
    content.receive(river.public_id, sent(ada))
    following = content.coming(river)
    assert not content.may_play(following.key, ben), "a film that is to come is nobody's yet"

    play(following)

    assert content.may_play(old, VISITOR)
    assert media.lingering_keys([old, "x"]) == [old]
    run_jobs()
    assert [row.place for row in storage.deleting.waiting().items] == [f"published/{old}/"]
    river = content.with_row_id(river.id)
    page, new = f"/watch/{river.public_id}/source", following.key
    assert old in client.get(f"{page}?of={old}").json["master"], (
        "a player that asks for fresh links plays the same film on"
    )
    assert new in client.get(f"{page}?of=somethingelse").json["master"]
    river = content.with_row_id(river.id)
    content.set_lock(river, by_sale=True, price=500)
    assert not content.may_play(old, VISITOR), "a lock is no lock when the film before it stays open"
    content.set_lock(river, by_sale=False)
    clock.shift(timedelta(hours=4))
    assert not content.may_play(old, VISITOR)
    run_jobs()
    assert list(store().keys(f"published/{old}/")) == []


def test_a_poster_that_was_chosen_stays_and_one_that_was_found_is_found_anew(ada, river, tmp_path):
    media.use_picture(river.film, Image.new("RGB", (1280, 720), (200, 30, 30)))
    chosen = published(river.film, "poster.webp")
    content.receive(river.public_id, sent(ada))
    play(content.coming(river))

    film = content.with_row_id(river.id).film
    assert film.needs_faces, "it has no stills yet"
    making.publish_faces(records.Turn(film.id, film.run), film.key, [Image.new("RGB", (320, 180))], tmp_path)

    film = content.with_row_id(river.id).film
    assert (published(film, "poster.webp"), film.has_poster, film.colours[:2]) == (chosen, True, "c8")
    assert "still-1.webp" in stored(film)
    film.is_poster_chosen = False
    content.receive(river.public_id, sent(ada))
    play(content.coming(river))
    film = content.with_row_id(river.id).film
    assert (film.has_poster, "poster.webp" in stored(film)) == (False, False)


def test_what_lingers_goes_at_once_when_the_film_is_closed(ada, river, run_jobs):
    old = river.film.key
    content.receive(river.public_id, sent(ada))
    play(content.coming(river))
    run_jobs()
    assert list(store().keys(f"published/{old}/"))

    content.edit(river, visibility="private")
    run_jobs()

    assert list(store().keys(f"published/{old}/")) == []
    assert not content.may_play(old, ada)


def test_an_encode_of_the_old_file_that_still_runs_takes_nothing_from_who_watches(ada, river):
    old = river.film.key
    content.receive(river.public_id, sent(ada))
    play(content.coming(river))

    media.clear(old)  # as a worker does that finds its film gone

    assert [row.due_at > clock.now() for row in storage.deleting.waiting().items] == [True]
    assert list(store().keys(f"published/{old}/"))


def test_a_third_file_takes_the_place_of_the_second(ada, river):
    second, third = sent(ada), sent(ada)
    content.receive(river.public_id, second)
    first_wish = content.coming(river)
    content.receive(river.public_id, third)
    content.receive(river.public_id, third)

    following = content.coming(river)
    assert (following.id, following.upload_id, following.run) == (first_wish.id, third.id, 2)
    assert second.state == "gone"
    content.film_became_playable(following.id)  # what the second one promised before
    assert river.next_film_id == following.id


def test_a_file_that_can_not_be_used_is_forgotten_and_the_old_one_stays(ada, as_ada, as_cy, river):
    content.receive(river.public_id, upload := sent(ada))
    following, place = content.coming(river), f"/studio/films/{river.public_id}"
    following.state, following.error_code, following.error_text = "failed", "damaged", "The tape was torn."
    db.session.commit()

    page = as_ada.get(place).text
    assert ("The tape was torn." in page, "Forget the new file" in page, "Choose another" in page) == (True,) * 3
    assert as_cy.post(f"{place}/coming/removal").status_code == 404
    answer = as_ada.post(f"{place}/coming/removal", hx=True)

    assert "The tape was torn." not in answer.text
    piece = content.with_row_id(river.id)
    assert (piece.next_film_id, piece.is_playable, uploads.find(upload.id).state) == (None, True, "gone")
    assert content.may_play(piece.film.key, VISITOR)


def test_the_page_says_how_far_the_new_file_is(ada, as_ada, river):
    content.receive(river.public_id, sent(ada))
    following = content.coming(river)
    following.state, following.step, following.percent = "encoding", "encode", 42.0
    db.session.commit()

    page, later = (as_ada.get(f"/studio/films/{river.public_id}{more}").text for more in ("", "/progress"))

    for text in (page, later):
        assert "until then the old one plays" in text
        assert 'value="42.0"' in text
        assert 'hx-sse:connect="/live/films/' in text
        assert "<noscript>" in text


def test_a_film_that_does_not_play_yet_is_made_anew_in_its_place(ada, run_jobs):
    piece = content.draft(ada, "River")
    content.receive(piece.public_id, sent(ada))
    film = piece.film
    content.receive(piece.public_id, second := sent(ada))

    assert (piece.film_id, piece.next_film_id, piece.film.upload_id, piece.film.run) == (film.id, None, second.id, 2)


def test_a_source_stays_while_another_film_is_made_of_it(ada, river):
    upload_id = river.film.upload_id
    twin = media.begin(river.film.source_key, 4)
    river.next_film_id = twin.id
    db.session.commit()

    play(twin)

    assert (river.film_id, river.film.upload_id) == (twin.id, upload_id)
    assert uploads.find(upload_id).state == "complete"
