"""Films that come from another site: whole, bounded, resumed, and refused in words."""

import stat
from datetime import timedelta

import pytest

from tests.imports.conftest import now, stored
from tests.media.conftest import hurry
from wm.domains import content, imports
from wm.domains.imports import bringing
from wm.kernel import clock, job
from wm.kernel.db import db, transaction

TAGGED = {"ETag": '"one"', "Accept-Ranges": "bytes"}
LONG = bytes(range(256)) * 300


def made_of(film: bytes) -> bytes:
    """A film with much behind it, so that there is something to cut."""
    return film + LONG


def test_a_file_arrives_and_becomes_a_film(coming, elsewhere, film_bytes, ada, run_jobs):
    elsewhere.answers = {"/a.mp4": (200, TAGGED, film_bytes)}
    row = coming()

    ran = run_jobs()

    row, upload = now(row)
    assert (row.state, upload.state, upload.size) == ("done", "complete", len(film_bytes))
    assert stored(upload) == film_bytes
    assert ran[:2] == ["imports.bring", "content.file_arrived"]
    assert content.own(upload.subject, ada).film.is_busy


@pytest.mark.once
def test_a_line_that_is_cut_goes_on_where_it_was(coming, elsewhere, film_bytes):
    film = made_of(film_bytes)
    elsewhere.answers, elsewhere.cuts = {"/a.mp4": (200, TAGGED, film)}, [5000]
    row = coming()

    with pytest.raises(bringing.Unreachable):
        with_attempts_left(lambda: imports.bring(row.id, 1))
    assert 0 < now(row)[1].received <= 5000
    imports.bring(row.id, 1)

    row, upload = now(row)
    assert (row.state, stored(upload)) == ("done", film)
    assert elsewhere.asked[1][1]["Range"] == f"bytes={5000}-"


def with_attempts_left(call):
    """Run as a worker does whose job may be tried again."""
    mark = job.entered(job.Lease(0, "imports.bring", "", {}, 1, "x"))
    try:
        call()
    finally:
        job.left(mark)


@pytest.mark.once
def test_tries_count_anew_on_a_line_that_breaks_often(
    coming, elsewhere, film_bytes, run_jobs, quarantined, monkeypatch
):
    film = film_bytes + bytes(3_000_000)
    elsewhere.answers, elsewhere.cuts = {"/a.mp4": (200, TAGGED, film)}, [400_000] * 9
    monkeypatch.setattr(bringing, "ENOUGH", 300_000)
    row = coming()

    for _ in range(10):
        hurry()
        run_jobs()

    assert (now(row)[0].state, quarantined()) == ("done", [])
    assert stored(now(row)[1]) == film


@pytest.mark.once
@pytest.mark.parametrize("change", ["another file", "no ranges"])
def test_the_rest_of_another_file_is_never_put_behind_this_one(coming, elsewhere, film_bytes, change):
    elsewhere.answers, elsewhere.cuts = {"/a.mp4": (200, TAGGED, made_of(film_bytes))}, [5000]
    row = coming()
    with pytest.raises(bringing.Unreachable):
        with_attempts_left(lambda: imports.bring(row.id, 1))

    other = film_bytes + b"another end"
    elsewhere.plain = change == "no ranges"
    elsewhere.answers = {"/a.mp4": (200, TAGGED | {"ETag": '"two"'}, other)}
    imports.bring(row.id, 1)

    row, upload = now(row)
    assert (row.state, stored(upload)) == ("done", other)


@pytest.mark.once
def test_work_is_done_in_stretches(coming, elsewhere, film_bytes, monkeypatch, run_jobs):
    film = made_of(film_bytes)
    elsewhere.answers = {"/a.mp4": (200, TAGGED, film)}
    monkeypatch.setattr(bringing, "STRETCH_SECONDS", -1)
    monkeypatch.setattr("wm.kernel.outbound.CHUNK", 40_000)
    row = coming()

    ran = run_jobs()

    assert ran.count("imports.bring") >= 2
    assert now(row)[0].state == "done"
    assert stored(now(row)[1]) == film


@pytest.mark.once
def test_a_file_of_untold_size_ends_where_it_ends(coming, elsewhere, film_bytes):
    elsewhere.answers, elsewhere.untold = {"/a.mp4": (200, {}, film_bytes)}, True
    row = coming()

    imports.bring(row.id, 1)

    assert (now(row)[0].state, now(row)[1].size) == ("done", len(film_bytes))


# -- refusals


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, {}, b"<!doctype html><title>A page</title>" * 40), "text file"),
        ((404, {}, b""), "nothing at this address"),
        ((403, {}, b""), "without signing in"),
        ((500, {}, b""), "problem right now"),
        ((200, {"Content-Length": str(10**12)}, b""), "too large"),
        ((302, {"Location": "http://169.254.169.254/latest/"}, b""), "public place"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "not an address"),
    ],
)
def test_a_refusal_says_why_and_leaves_nothing(coming, elsewhere, answer, words):
    elsewhere.answers = {"/a.mp4": answer}
    row = coming()

    imports.bring(row.id, 1)

    row, upload = now(row)
    assert (row.state, words in row.reason, upload.received) == ("failed", True, 0)


@pytest.mark.once
def test_the_quota_counts_before_and_while(coming, elsewhere, film_bytes, app):
    app.config["UPLOAD_QUOTA_BYTES"] = 20_000
    told, untold = coming("/told.mp4"), coming("/untold.mp4")
    film = film_bytes + bytes(9_000_000)
    elsewhere.answers = {"/told.mp4": (200, {}, film)}
    imports.bring(told.id, 1)
    elsewhere.answers, elsewhere.untold = {"/untold.mp4": (200, {}, film)}, True
    imports.bring(untold.id, 1)

    assert [now(row)[0].state for row in (told, untold)] == ["failed", "failed"]
    assert "You have" in now(told)[0].reason
    assert max(now(row)[1].received for row in (told, untold)) <= 20_000


def test_so_many_a_day(coming, ada, app):
    app.config["IMPORTS_PER_DAY"] = 2
    coming(), coming()

    with pytest.raises(imports.TooManyImports):
        coming()

    db.session.rollback()
    clock.shift(timedelta(hours=25))
    assert coming().state == "waiting"


# -- wishes


def test_what_failed_is_tried_again(coming, elsewhere, film_bytes, run_jobs):
    elsewhere.answers = {"/a.mp4": (200, {}, b"no film at all, only words " * 40)}
    row = coming()
    imports.bring(row.id, 1)
    assert now(row)[0].state == "failed"

    elsewhere.answers = {"/a.mp4": (200, TAGGED, film_bytes)}
    with transaction():
        imports.retry(now(row)[0])
    run_jobs()

    assert now(row)[0].state == "done"
    assert now(row)[1].subject


def test_a_cancelled_import_stops_and_leaves_nothing(coming, elsewhere, film_bytes, run_jobs):
    elsewhere.answers = {"/a.mp4": (200, TAGGED, film_bytes)}
    row = coming()

    with transaction():
        imports.cancel(now(row)[0])
    run_jobs()

    row, upload = now(row)
    assert (row.state, upload.state, elsewhere.asked) == ("cancelled", "gone", [])


def test_what_nobody_works_on_is_closed(coming, run_jobs):
    row, other = coming(), coming()
    with transaction():
        db.session.execute(db.update(job.Job).where(job.Job.subject == row.public_id).values(state="quarantined"))

    with transaction():
        imports.tidy()

    assert [now(each)[0].state for each in (row, other)] == ["failed", "waiting"]


# -- pages


YTDLP = """#!/bin/sh
echo "$@" > "{log}"
{deed}
"""


@pytest.fixture
def ytdlp(app, tmp_path, film_bytes, elsewhere):
    """Switch on a program that stands in for yt-dlp, and does `deed`; returns where it writes how it was called."""
    (tmp_path / "film").write_bytes(film_bytes)

    def switch_on(deed: str):
        program = tmp_path / "yt-dlp"
        program.write_text(YTDLP.format(log=tmp_path / "called", deed=deed.format(film=tmp_path / "film")))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        app.config["IMPORT_YTDLP"] = str(program)
        return tmp_path / "called"

    return switch_on


@pytest.mark.once
def test_a_film_on_a_page_comes_by_a_program_that_was_switched_on(coming, ytdlp, film_bytes):
    called = ytdlp('echo "[download]  42.0% of 1MiB"; cp {film} film.mp4')
    row = coming("/watch", imports.PAGE)

    imports.bring(row.id, 1)

    row, upload = now(row)
    assert (row.state, row.reason, stored(upload)) == ("done", "", film_bytes)
    words = called.read_text()
    assert words.rstrip().endswith(f"-- {row.address}")
    assert all(word in words for word in ("--no-playlist", "--ignore-config", "--max-filesize", "--no-exec"))


@pytest.mark.once
@pytest.mark.parametrize(
    "deed", ["exit 1", "true", "ln -s /etc/passwd film.mp4", "cp {film} film.mp4; cp {film} film.mkv", "kill -9 $$"]
)
def test_a_program_that_brings_nothing_is_told_in_words(coming, ytdlp, deed):
    ytdlp(deed)
    row = coming("/watch", imports.PAGE)

    imports.bring(row.id, 1)

    assert now(row)[0].state == "failed"
    assert "No film could be fetched" in now(row)[0].reason


@pytest.mark.once
def test_it_is_off_unless_it_was_switched_on(coming, elsewhere):
    elsewhere.answers = {"/watch": (200, {"Content-Type": "text/html"}, b"<!doctype html><p>A film</p>")}
    row = coming("/watch", imports.PAGE)

    imports.bring(row.id, 1)

    assert "can't be fetched from pages" in now(row)[0].reason
    with pytest.raises(imports.NothingToBring):
        imports.look(f"{elsewhere.at}/watch")
