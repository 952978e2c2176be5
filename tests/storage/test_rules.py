"""Rules by age and views: looked at first, applied by a job, taken back for a week, and never of what is sold unless said."""

from datetime import timedelta

import m3u8
import pytest

from tests.films import published
from wm.domains import content, housekeeping, media, storage, uploads
from wm.domains.housekeeping import rules
from wm.domains.housekeeping.rules import Rule
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.storage import store

DAY = timedelta(days=1)
MASTER = "#EXTM3U\n"  # of old; nobody reads it


@pytest.fixture
def films(ada):
    """Three ready films with originals and two rungs: an old one, an old one that is sold, one of yesterday."""
    made = []
    for title, age in (("Old", 100), ("Sold", 100), ("New", 1)):
        piece = published(ada, title, minutes_ago=age * 24 * 60)
        upload = uploads.begin(ada.id, 1000, {"filename": "a.mp4"})
        upload.state, upload.received = "complete", 1000
        film = piece.film
        film.upload_id, film.source_key, film.source_bytes, film.ready_at = (
            upload.id,
            upload.key,
            1000,
            clock.now() - age * DAY,
        )
        for step, size in ((360, 30), (720, 70)):
            shape = {"width": step * 2, "height": step, "bandwidth": 1, "average": 1, "codecs": "avc1", "fps": 25.0}
            db.session.add(media.Rendition(film_id=film.id, step=step, bytes=size, playlist=f"v{step}.m3u8", **shape))
            store().put(f"published/{film.key}/v{step}.mp4", b"x" * size)
            store().put(f"published/{film.key}/v{step}.m3u8", b"#EXTM3U\n")
        store().put(f"published/{film.key}/master.m3u8", MASTER.encode())
        store().put(upload.key, b"x" * 1000)
        made.append(piece)
    content.set_lock(made[1], by_sale=True, price=500)
    housekeeping.weighing.weigh([piece.film_id for piece in made])
    db.session.commit()
    return made


def names(piece):
    return sorted(key.rpartition("/")[2] for key in store().keys(f"published/{media.get(piece.film_id).key}/"))


def named(key):
    """The rungs that the master playlist names."""
    text = b"".join(store().open(f"published/{key}/master.m3u8")).decode()
    return [variant.uri for variant in m3u8.loads(text).playlists]


def test_a_look_shows_what_would_go_and_changes_nothing(films):
    originals, with_sold = rules.preview(Rule("originals", 30)), rules.preview(Rule("originals", 30, with_locked=True))
    rungs = rules.preview(Rule("rungs", 30, views=10))

    assert [(each.films, each.bytes) for each in (originals, with_sold, rungs)] == [(1, 1000), (2, 2000), (1, 70)]
    assert [piece.title for piece, *_ in originals.shown] == ["Old"]
    assert storage.deleting.count_waiting() == (0, 0)
    content.sharing.set_up(films[0], embed="anywhere", sites="", may_download=True)
    assert rules.preview(Rule("originals", 30)).films == 0, "its maker hands the original out"


def test_only_views_of_the_last_days_count(films):
    old, today = films[0], clock.now().date()
    content.add_views({old.id: 500}, day=today - 200 * DAY)
    content.add_views({old.id: 9}, day=today - 89 * DAY)
    seen = rules.preview(Rule("rungs", 30, views=10, within=90))
    assert [(piece.title, recent) for piece, _, recent in seen.shown] == [("Old", 9)]
    assert "fewer than 10 times in the last 90 days" in Rule("rungs", 30, views=10, within=90).words

    assert rules.preview(Rule("rungs", 30, views=9, within=90)).films == 0
    assert rules.preview(Rule("rungs", 30, views=9, within=89)).films == 1
    content.add_views({old.id: 1})
    assert rules.preview(Rule("rungs", 30, views=10, within=90)).films == 0


def test_what_was_seen_before_days_were_counted_counts_in_full(films, ruth, run_jobs):
    old, today = films[0], clock.now().date()
    old.views = 500
    rule = Rule("rungs", 30, views=10, within=90)
    assert (rules.preview(rule).films, rules.preview(rule).counted_since) == (0, today)

    content.add_views({films[2].id: 1})
    clock.shift(89 * DAY)
    assert [piece.title for piece, *_ in rules.preview(rule).shown] == ["New"], "what is new has days for all its life"
    clock.shift(90 * DAY)
    assert {piece.title for piece, *_ in rules.preview(rule).shown} == {"Old", "New"}
    assert rules.preview(rule).counted_since is None

    rules.apply(rule, ruth)
    run_jobs()
    assert rules.runs()[0].done == 2, "the deed takes what the look showed"


def test_originals_go_after_a_week_and_stop_counting(films, ruth, ada, run_jobs):
    before, places = uploads.left(ada.id), [piece.film.source_key for piece in films]
    rules.apply(Rule("originals", 30), ruth)
    run_jobs()
    assert (rules.runs()[0].state, rules.runs()[0].done, rules.runs()[0].bytes) == ("done", 1, 1000)
    assert store().stat(places[0])
    assert rules.preview(Rule("originals", 30)).films == 0

    clock.shift(8 * DAY)
    run_jobs()

    assert [bool(store().stat(place)) for place in places] == [False, True, True]
    assert uploads.left(ada.id) == before + 1000


def test_rungs_leave_the_playlist_at_once_and_come_back_whole(films, ruth, run_jobs):
    rules.apply(Rule("rungs", 30, views=10), ruth)
    run_jobs()
    old = films[0]
    key = media.get(old.film_id).key
    assert named(key) == ["v360.m3u8"]
    assert [rung.step for rung in media.renditions(old.film_id)] == [360]
    assert "v720.mp4" in names(old)

    rules.undo(rules.runs()[0].public_id)
    db.session.commit()
    clock.shift(8 * DAY)
    run_jobs()

    assert named(key) == ["v360.m3u8", "v720.m3u8"]
    assert [rung.step for rung in media.renditions(old.film_id)] == [360, 720]
    assert "v720.mp4" in names(old)


def test_after_a_week_the_files_of_a_rung_are_gone_for_good(films, ruth, run_jobs):
    rules.apply(Rule("rungs", 30, views=10), ruth)
    run_jobs()
    clock.shift(8 * DAY)
    run_jobs()

    assert names(films[0]) == ["master.m3u8", "v360.m3u8", "v360.mp4"]
    assert "v720.mp4" in names(films[1])
    with pytest.raises(storage.AlreadyGone):
        rules.undo(rules.runs()[0].public_id)


def test_a_rung_that_was_made_anew_meanwhile_is_left_alone(films, ruth, run_jobs):
    rules.apply(Rule("rungs", 30, views=10), ruth)
    run_jobs()
    shape = {"width": 1280, "height": 720, "bandwidth": 1, "average": 1, "codecs": "avc1", "fps": 25.0, "bytes": 70}
    db.session.add(media.Rendition(film_id=films[0].film_id, step=720, playlist="v720.m3u8", **shape))
    clock.shift(8 * DAY)
    run_jobs()

    assert "v720.mp4" in names(films[0])


def test_a_person_may_have_another_quota(ada, ben, app):
    uploads.set_quota(ada.id, 100)
    assert (uploads.left(ada.id), uploads.left(ben.id)) == (100, app.config["UPLOAD_QUOTA_BYTES"])
    uploads.set_quota(ada.id, None)
    assert uploads.left(ada.id) == app.config["UPLOAD_QUOTA_BYTES"]
