"""What we publish, through nginx, in other people's hands: hls.js in our page, Shaka Player on another site, ffmpeg."""

import functools
import http.server
import shutil
import subprocess
import tarfile
import threading
import time
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, chromium, complain  # noqa: F401
from tests.browser.watching import PLAYER, VIDEO, holds
from tests.cast import token_of
from tests.conftest import unavailable
from tests.front.films import PARTS_SECONDS, PartsReel, by_hand, looked_at, make, source
from tests.front.senses import PICTURE, RUNGS, beeps, came_to_its_end, flashes, playing, rungs, shown_by_shaka, words
from tests.front.test_gate import link
from tests.services import wait_until
from wm.domains import content, tracks
from wm.kernel.db import transaction

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("front", ["folder"], indirect=True)]
RUNS_OUT = f"""document.addEventListener("playing", () => {{ {PLAYER}.source.master = "%s" }}, {{ once: true, capture: true }})"""
SHAKA = "shaka-player@5.2.12"
ENGLISH = b"00:00.000 --> 00:12.000\nA river remembers\n\n00:11.500 --> 00:12.000\nand ends\n"
SHAKA_FILE = "package/dist/shaka-player.hls-es2021.js"


@pytest.fixture(scope="module")
def parts_reel(tmp_path_factory):
    return PartsReel(tmp_path_factory.mktemp("parts"))


@pytest.fixture
def film(app, front, ada, parts_reel):
    """A public film that was encoded in three parts."""
    return parts_reel.show(ada)


@pytest.fixture
def private_film(app, front, ada, parts_reel):
    """The same film for its maker alone; it never was public, so its files stay where they are."""
    return parts_reel.show(ada, visibility="private")


@pytest.fixture
def browser(chromium, front):  # noqa: F811
    """Make a fresh profile, of `person` if one is named; a script error or a refused policy fails the test."""
    contexts, problems = [], []

    def open_page(person=None):
        context = chromium.new_context(base_url=front.url, ignore_https_errors=True, **DESK)
        contexts.append(context)
        if person is not None:
            context.add_cookies([{"name": "__Host-wm", "value": token_of(person), "url": front.url, "secure": True}])
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", lambda message: complain(problems, message))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


# -- our own page


def test_our_page_plays_a_film_in_parts_to_its_end_in_the_quality_that_one_picks(browser, film):
    page = playing(browser(), film)

    page.mouse.move(300, 300)  # the controls leave the picture alone before long
    page.evaluate(f"{PLAYER}.part('settings').click()")
    page.locator("label", has_text="360p").click()
    page.keyboard.press("Escape")
    holds(page, f"{VIDEO}.videoHeight === 360")

    came_to_its_end(page)
    assert page.evaluate("[...notes.heights].includes(360)")


def test_our_page_gets_a_fresh_link_when_the_one_of_a_private_film_runs_out(browser, front, private_film, ada):
    page, statuses = browser(ada), []
    page.on("response", lambda answer: statuses.append(answer.status) if "/media/" in answer.url else None)
    over = link(front, private_film.film.key, "master.m3u8", ada.public_id, ends=int(time.time()) - 1)
    page.add_init_script(RUNS_OUT % over.removeprefix(front.url))

    playing(page, private_film)

    came_to_its_end(page)
    assert 410 in statuses


@pytest.fixture
def growing(front, ada, tmp_path):
    """A public film of which nothing is there but the source as it came."""
    with by_hand():
        film = looked_at(source("growing.mp4", tmp_path))
        make(film, "copy")
        with transaction():
            piece = content.publish(content.draft(ada, "A film that grows", film=film))
        yield piece


def test_our_page_goes_on_without_a_break_while_the_ladder_arrives(browser, front, stranger, growing):
    film, page, asked = growing.film, browser(), set()
    page.on("request", lambda request: asked.add(request.url.rpartition("/")[2]))
    playing(page, growing)
    assert rungs(page) == "copy.m3u8"

    page.evaluate(f"{VIDEO}.playbackRate = 0.25")  # so that the film lasts as long as its making
    for made, there in ((("sound", "encode 360"), "v360.m3u8 copy.m3u8"), (("encode 480",), "v360.m3u8 v480.m3u8")):
        make(film, *made)
        holds(page, f"{RUNGS} === '{there}'")
    make(film)
    holds(page, f"!{PLAYER}.source.growing")
    page.evaluate(f"{VIDEO}.playbackRate = 2")
    holds(page, f"{PLAYER}.engine.playing")

    assert page.evaluate("notes.broken") == []
    assert page.evaluate(f"[{VIDEO}.paused, {VIDEO}.buffered.length]") == [False, 1]
    assert asked & {"v360.mp4", "v480.mp4"}
    assert "copy.m3u8" not in stranger.get(link(front, film.key, "master.m3u8")).text
    assert stranger.get(link(front, film.key, "copy.mp4")).status_code == 200, "for those who are watching it"


@pytest.fixture
def asleep(front, ada, tmp_path):
    """A public film of which only the lowest rung was made, until somebody watches."""
    with by_hand(LAZY_ABOVE=360):
        film = looked_at(source("in-parts.mp4", tmp_path))
        make(film)
        with transaction():
            piece = content.publish(content.draft(ada, "A film that sleeps", film=film))
        yield piece


def test_our_page_gets_better_by_itself_when_a_film_that_slept_has_been_watched(browser, asleep):
    film, page = asleep.film, playing(browser(), asleep)
    assert (rungs(page), film.state) == ("v360.m3u8", "ready")

    page.evaluate(f"{VIDEO}.playbackRate = 0.25")
    with transaction():
        content.add_views({asleep.id: 1})
    make(film)
    holds(page, f"{RUNGS} === 'v360.m3u8 v480.m3u8'")

    page.evaluate(f"{VIDEO}.playbackRate = 1")
    came_to_its_end(page)
    assert page.evaluate("[...notes.heights].includes(480)")


# -- Shaka Player


@pytest.fixture(scope="module")
def shaka(tmp_path_factory):
    """The address of somebody else's site, where Shaka Player plays what it is told."""
    folder = tmp_path_factory.mktemp("shaka")
    npm = shutil.which("npm")
    fetch = [npm, "pack", "--silent", "--prefer-offline", SHAKA]
    if npm is None or subprocess.run(fetch, cwd=folder, check=False, timeout=120, capture_output=True).returncode:
        unavailable(f"{SHAKA} from npm")
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        (folder / "shaka.js").write_bytes(package.extractfile(SHAKA_FILE).read())
    shutil.copy(Path(__file__).with_name("shaka.html"), folder / "index.html")
    serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    serve.func.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_shaka_player_plays_a_film_in_parts_to_its_end_in_the_quality_that_one_picks(browser, front, film, shaka):
    page = browser()
    shown_by_shaka(page, shaka, link(front, film.film.key, "master.m3u8"))
    assert page.evaluate("film.rungs()") == [360, 480]

    for height in (360, 480):
        page.evaluate("(height) => film.pick(height)", height)
        holds(page, f"{PICTURE}.videoHeight === {height}")

    came_to_its_end(page, PICTURE)
    assert page.evaluate("film.errors") == []


def test_shaka_player_goes_on_with_a_fresh_link_to_a_private_film(browser, front, private_film, ada, shaka):
    page, now, key = browser(), int(time.time()), private_film.film.key
    until = [link(front, key, "master.m3u8", ada.public_id, ends=now + span) for span in (600, -1, 600)]
    shown_by_shaka(page, shaka, until[0])

    page.evaluate("(url) => film.move(url)", until[1])
    holds(page, "film.errors.length > 0")
    page.evaluate("(url) => film.move(url)", until[2])

    holds(page, f"{PICTURE}.ended")
    assert page.evaluate("film.statuses.includes(410)")


@pytest.fixture
def captioned(front, stranger, film):
    """The film in parts with captions in two languages, which its playlist names."""
    with transaction():
        piece = content.with_row_id(film.id)
        tracks.captions.add(piece, "en", "captions", sent=ENGLISH)
        tracks.captions.add(piece, "bn", "subtitles", sent="00:00.000 --> 00:12.000\nনদী মনে রাখে\n".encode())
    master = link(front, film.film.key, "master.m3u8")
    wait_until(lambda: stranger.get(master).text.count("TYPE=SUBTITLES") == 2, "an edition with captions")
    return film


def test_shaka_player_offers_the_captions_of_the_playlist(browser, front, captioned, shaka):
    page = browser()
    shown_by_shaka(page, shaka, link(front, captioned.film.key, "master.m3u8"))
    assert page.evaluate("film.texts()") == ["en English", "bn বাংলা"]

    for language, sentence in (("bn", "নদী মনে রাখে"), ("en", "A river remembers")):
        page.evaluate("(language) => film.read(language)", language)
        holds(page, f"film.said() === '{sentence}'")

    assert page.evaluate("film.errors") == []


# -- ffmpeg, as a library: the program of version 9 stops after the first byte range of any playlist over http


def test_ffmpeg_finds_the_captions_of_the_playlist(front, captioned):
    assert words(link(front, captioned.film.key, "master.m3u8")) == ["and ends"], "it leaves out the first of any list"


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_ffmpeg_reads_a_film_in_parts_whose_picture_and_sound_stay_together(front, ada, parts_reel, visibility):
    film = parts_reel.show(ada, visibility=visibility).film
    url = link(front, film.key, "master.m3u8", ada.public_id if visibility == "private" else "")

    seen, heard = flashes(url), beeps(url)

    assert len(seen) == len(heard) == PARTS_SECONDS
    apart = [one - other for one, other in zip(seen, heard, strict=True)]
    assert max(apart) - min(apart) < 0.04
    assert max(map(abs, apart)) < 0.05
