"""Captions and chapters in a real browser: drawn as text, chosen in the menu, remembered, and there without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.looking import faults_of, looker
from tests.browser.watching import PLAYER, VIDEO, holds, opened, playing, second
from wm.domains import content, tracks
from wm.kernel.db import db, transaction

ENGLISH = b"00:00.000 --> 00:10.000\nA river &lt;img src=x onerror=alert(1)> remembers\n"
BANGLA = "00:00.000 --> 00:10.000\nনদী মনে রাখে\n".encode()
CHAPTERS = "0:00 Winter\n0:07 Monsoon\n0:13 Silt"


@pytest.fixture
def told(river):
    """The river with captions in two languages, and chapters."""
    with transaction():
        piece = content.with_row_id(river.id)
        tracks.captions.add(piece, "en", "captions", sent=ENGLISH)
        tracks.captions.add(piece, "bn", "subtitles", sent=BANGLA)
        tracks.chapters.write(piece, CHAPTERS)
    db.session.expire_all()
    return content.with_row_id(river.id)


def test_captions_are_words_and_the_language_is_remembered(visitor, told):
    page = playing(visitor(DESK), told)
    page.get_by_role("button", name="Show captions").click()
    expect(page.locator(".film-cues")).to_have_text("A river <img src=x onerror=alert(1)> remembers")
    assert page.locator(".film-cues img").count() == 0

    page.get_by_role("button", name="Settings").click()
    page.locator(".film-menu").get_by_text("বাংলা").click()
    expect(page.locator(".film-cues")).to_have_text("নদী মনে রাখে")
    expect(page.locator(".film-cues")).to_have_attribute("lang", "bn")

    playing(page, told)
    expect(page.locator(".film-cues")).to_have_text("নদী মনে রাখে")
    page.get_by_role("button", name="Hide captions").click()
    expect(page.locator(".film-cues")).to_be_empty()


def test_captions_that_a_browser_finds_in_the_playlist_are_not_shown_a_second_time(page, told):
    opened(page, told)

    page.evaluate(f"{VIDEO}.addTextTrack('subtitles', 'English', 'en').mode = 'showing'")

    holds(page, f"[...{VIDEO}.textTracks].at(-1).mode === 'disabled'")


def test_the_browser_reads_every_cue_that_we_wrote(page, told):
    opened(page, told)
    counted = "(n) => new Promise((done) => { const t = document.querySelectorAll('film-player track')[n]; "
    counted += "t.addEventListener('load', () => done([t.track.cues.length, t.track.cues[0].endTime])); t.track.mode = 'hidden'; })"

    assert page.evaluate(counted, 0) == [1, 10]
    assert page.evaluate(counted, 2) == [3, 7]  # the chapters


def test_a_film_with_several_sounds_lets_people_choose(page, told):
    opened(page, told)
    page.evaluate(f"""{PLAYER}.engine = {{ levels: [], sounds: [{{ id: 0, name: "English" }}, {{ id: 1, name: "Deutsch" }}],
      heard: 0, hear(id) {{ window.heard = id; }} }}; {PLAYER}.toggleAttribute("begun", true); {PLAYER}.tell("levels");
      {PLAYER}.part("menu").hidden = false""")
    expect(page.get_by_role("group", name="Sound").get_by_label("English")).to_be_checked()

    page.locator(".film-menu").get_by_text("Deutsch").click()

    assert page.evaluate("heard") == 1
    page.evaluate(f"{PLAYER}.engine.sounds = []; {PLAYER}.tell('levels'); {PLAYER}.engine = null")
    expect(page.get_by_role("group", name="Sound")).to_be_hidden()


def test_chapters_are_marked_named_and_jumped_to(page, told):
    playing(page, told)
    assert page.locator(".film-marks i").count() == 3

    page.evaluate(f"{VIDEO}.playbackRate = 0.25")
    page.get_by_role("link", name="Monsoon").click()

    holds(page, f"{VIDEO}.currentTime >= 7")
    assert second(page) < 13
    expect(page.locator(".film-chapter")).to_have_text("Monsoon")
    expect(page.get_by_role("link", name="Monsoon")).to_have_attribute("aria-current", "true")
    assert page.evaluate("location.search") == ""
    page.evaluate(f"{PLAYER}.seekTo(14)")
    expect(page.get_by_label("Place in the film")).to_have_attribute("aria-valuetext", "0:14 of 0:20, Silt")


def test_without_javascript_they_are_the_browsers_own(plain, told):
    plain.goto(f"/watch/{told.public_id}")

    assert [each.get_attribute("srclang") for each in plain.locator("video track").all()][:2] == ["en", "bn"]
    plain.get_by_role("link", name="Monsoon").click()
    assert plain.url.endswith("?t=7")
    assert plain.locator("video source").first.get_attribute("src").endswith("#t=7.0")


def test_the_pages_beside_a_film_are_whole_on_a_small_phone(visitor, told, ada):
    film, row = f"/studio/films/{told.public_id}", tracks.captions.of(told)[0]
    page = looker(visitor, person=ada)

    paths = [
        f"{film}/captions",
        f"{film}/captions/{row.public_id}",
        f"{film}/chapters",
        f"{film}/sharing",
        f"{film}/frame",
    ]
    assert faults_of(page, paths) == []
