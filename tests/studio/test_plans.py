"""What is made of a film, in words: for its creator and for an admin."""

from fractions import Fraction

import pytest

from tests.films import film
from wm.domains import content, media
from wm.domains.media import phases, plan, steps, tools
from wm.domains.media.probe import Probe
from wm.kernel import clock
from wm.kernel.db import transaction
from wm.kernel.storage import store

SEEN = Probe(
    format="mov,mp4,m4a,3gp,3g2,mj2",
    duration=300.0,
    width=1920,
    height=1080,
    rotation=90,
    fps=Fraction(30),
    is_variable=False,
    is_interlaced=False,
    is_hdr=True,
    is_untagged=False,
    picture=0,
    picture_seconds=300.0,
    video_codec="hevc",
    pix_fmt="yuv420p10le",
    sound=None,
    sound_seconds=0.0,
    audio_codec="",
    bit_rate=8_000_000,
    keyframe_gap=2.0,
    key_times=tuple(float(at) for at in range(0, 300, 2)),
)


@pytest.fixture
def planned(app, ada) -> tuple[str, str]:
    """The ids of a piece of Ada's and of its film, of which a plan has been drawn and nothing made."""
    drawn = plan.draw(SEEN, tools.Wishes(lazy_above=720))
    with transaction():
        row = film("waiting")
        piece = content.draft(ada, "Planned", film=row)
        steps.lay(row, plan.written(drawn), phases.of(drawn, phases.Shown()))
        return piece.public_id, row.public_id


@pytest.mark.parametrize("hx", [False, True])
def test_a_creator_reads_what_is_made_of_a_film(as_ada, as_ben, planned, hx):
    answer = as_ada.get(f"/studio/films/{planned[0]}/plan", hx=hx)

    assert answer.status_code == 200
    words = answer.text
    assert "HEVC, 1920 × 1080, 30 frames a second, 8.0 Mbit/s" in words
    assert "Does not fit: " in words
    assert "its picture is not H.264" in words
    assert "360p, 480p, 720p, in 5 parts side by side; when asked for: 1080p" in words
    assert "turned upright, HDR turned into usual colours" in words
    assert "Encode a part of 480p, 720p" in words
    assert ("<html" in words) is (not hx)
    assert as_ben.get(f"/studio/films/{planned[0]}/plan").status_code == 404


def test_an_admin_sees_all_films_at_work(as_ruth, as_ada, planned):
    listed = as_ruth.get("/admin/encodes")
    one = as_ruth.get(f"/admin/encodes/{planned[1]}")

    assert "Planned" in listed.text
    assert "Waits" in listed.text
    assert "in 5 parts side by side" in one.text
    assert as_ada.get("/admin/encodes").status_code in (403, 404)
    assert as_ruth.get("/admin/encodes/nothing").status_code == 404


def test_an_admin_sees_that_nothing_is_at_work(as_ruth):
    assert "Nothing is being encoded" in as_ruth.get("/admin/encodes").text
    assert media.at_work().items == []


@pytest.mark.parametrize("hx", [False, True])
def test_what_a_film_lacks_is_made_when_its_creator_asks(as_ada, as_ben, planned, hx):
    with transaction():
        row = media.with_public_id(planned[1])
        row.state, row.playable_at, row.width, row.height = "ready", clock.now(), 854, 480
        for step in media.workings(row).steps:
            step.state = "done"
        store().put(row.source_key, b"a film")

    assert "Make 360p, 480p too" in as_ada.get(f"/studio/films/{planned[0]}/plan").text
    assert as_ben.post(f"/studio/films/{planned[0]}/qualities").status_code == 404
    answer = as_ada.post(f"/studio/films/{planned[0]}/qualities", hx=hx)

    assert answer.status_code == (200 if hx else 303)
    with transaction():
        row = media.with_public_id(planned[1])
        assert (row.state, row.run, row.is_busy) == ("playable", 2, True)


@pytest.mark.once
def test_nothing_is_made_of_an_original_that_is_gone(as_ada, planned):
    with transaction():
        row = media.with_public_id(planned[1])
        row.state, row.playable_at, row.width, row.height = "ready", clock.now(), 854, 480
        store().delete(row.source_key)

    answer = as_ada.post(f"/studio/films/{planned[0]}/qualities")

    assert answer.status_code == 409
    assert "no longer kept" in answer.text
    with transaction():
        assert media.with_public_id(planned[1]).run == 1
