"""Watching in a real browser: the film plays, obeys, remembers, and plays on while one browses."""

import functools
import http.server
import re
import threading
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, PLAIN
from tests.browser.reel import Reel
from tests.browser.test_look import AXE, SHIFTS
from tests.films import published
from wm.domains import engagement
from wm.kernel import live
from wm.kernel.db import db, transaction

PATIENCE = 30
PLAYER = "document.querySelector('film-player')"
VIDEO = f"{PLAYER}.video"
STATE = f"""(() => {{
  const player = {PLAYER}, video = player?.video;
  return [player?.engine?.constructor.name, video?.readyState, video?.paused, video?.currentTime, video?.error?.message,
    player?.getAttributeNames().filter((name) => !name.includes("-")).join(" ")].join(", ");
}})()"""


@pytest.fixture(scope="session")
def real_film(tmp_path_factory):
    return Reel(tmp_path_factory.mktemp("reel"))


@pytest.fixture
def river(app, live_server, ada, real_film):
    """A real film on the real site, and a few more to browse."""
    for number in range(3):
        published(ada, f"Another film {number}", minutes_ago=number)
    text = "One bend of the river.\nWinter 0:03, silt 0:12."
    return real_film.show(ada, description=text)


def holds(page, script, seconds=PATIENCE):
    """Wait until the script is true on the page."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {script}\n{page.evaluate(STATE)}")


def opened(page, piece, query=""):
    page.goto(f"/watch/{piece.public_id}{query}")
    expect(page.locator("film-player[awake]")).to_be_visible()
    return page


def playing(page, piece, query=""):
    opened(page, piece, query).get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0 && !{VIDEO}.paused")
    return page


def second(page):
    return page.evaluate(f"{VIDEO}.currentTime")


def test_a_film_plays_on_a_phone_with_sound_and_in_another_quality(phone, river):
    playing(phone, river)
    holds(phone, f"{VIDEO}.currentTime > 1")
    assert phone.evaluate(f"{VIDEO}.webkitAudioDecodedByteCount") > 0

    phone.get_by_role("button", name="Quality and speed").click()
    phone.get_by_text("480p", exact=True).click()
    holds(phone, f"{VIDEO}.videoHeight === 480")
    phone.get_by_text("360p", exact=True).click()
    holds(phone, f"{VIDEO}.videoHeight === 360")

    phone.get_by_text("1.5×", exact=True).click()
    holds(phone, f"{VIDEO}.playbackRate === 1.5")
    assert phone.evaluate(f"!{VIDEO}.paused")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_the_engine_arrives_only_when_it_is_wanted(page, river):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, river)
    page.wait_for_timeout(300)

    assert not any("hls" in url or ".m3u8" in url or ".mp4" in url for url in asked)

    page.get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0")
    assert any("/vendor/hls/" in url for url in asked)
    assert any(".m3u8" in url for url in asked)


def test_the_bar_shows_what_is_under_the_pointer_and_goes_there(page, river):
    playing(page, river)
    bar = page.get_by_label("Place in the film")
    box = bar.bounding_box()

    page.mouse.move(box["x"] + box["width"] * 0.62, box["y"] + box["height"] / 2)
    picture = page.locator(".film-look-picture")
    expect(picture).to_be_visible()
    assert "storyboard.webp" in picture.evaluate("each => getComputedStyle(each).backgroundImage")
    expect(page.locator(".film-look-time")).to_have_text("0:12")

    page.mouse.down()
    page.mouse.up()
    holds(page, f"Math.abs({VIDEO}.currentTime - 12) < 1.5")
    assert "0:1" in bar.get_attribute("aria-valuetext")


def test_a_person_comes_back_on_another_device_and_goes_on(visitor, app, ben, river):
    desk = playing(visitor(DESK, person=ben), river)
    desk.keyboard.press("6")
    holds(desk, f"{VIDEO}.currentTime > 12.2")
    desk.keyboard.press("k")
    holds(desk, f"{VIDEO}.paused")
    stopped = second(desk)
    _wait_for(lambda: engagement.resume_at(ben, river) is not None and engagement.resume_at(ben, river) > 11)

    phone = opened(visitor(PHONE, person=ben), river)
    expect(phone.locator(".film-time")).to_contain_text(f"0:{int(stopped)}", use_inner_text=False)
    phone.get_by_role("button", name="Play", exact=True).click()

    holds(phone, f"{VIDEO}.currentTime > 11")
    assert abs(second(phone) - stopped) < 3


def _wait_for(what, seconds=40):
    """The sweeper promises a drain every ten seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        db.session.rollback()
        if what():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


def test_a_visitor_goes_on_in_the_same_browser(page, river):
    playing(page, river)
    page.keyboard.press("4")
    holds(page, f"{VIDEO}.currentTime > 8.2")
    page.goto("/")

    playing(page, river)

    assert 8 <= second(page) < 12


def test_the_address_may_name_the_second_and_so_may_the_text(page, river):
    playing(page, river, "?t=12")
    assert 12 <= second(page) < 14

    page.get_by_role("link", name="0:03").click()

    holds(page, f"{VIDEO}.currentTime < 6 && {VIDEO}.currentTime >= 3")
    assert page.url.endswith("?t=12")


def test_the_film_plays_on_in_the_corner_and_comes_back_without_a_stutter(page, river):
    playing(page, river)
    page.evaluate(
        f"""() => {{
          window.broken = [];
          for (const name of ["waiting", "pause", "emptied", "error"]) {VIDEO}.addEventListener(name, () => broken.push(name));
          window.before = {PLAYER};
        }}"""
    )

    page.locator(".bar .brand").click()
    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator(".dock film-player[mini]")).to_be_visible()
    at = second(page)
    page.locator("a[href='/history']").first.click()
    expect(page).to_have_url(re.compile("/history$"))
    holds(page, f"{VIDEO}.currentTime > {at}")
    expect(page.locator(".dock film-player[mini]")).to_have_count(1)

    page.get_by_role("link", name="How a river remembers").click()
    expect(page.locator("#screen film-player:not([mini])")).to_be_visible()
    at = second(page)
    holds(page, f"{VIDEO}.currentTime > {at}")

    assert page.evaluate("broken") == []
    assert page.evaluate(f"before === {PLAYER}")
    assert page.locator("film-player").count() == 1


def test_the_way_back_takes_the_film_along(page, river):
    playing(page, river)
    page.locator(".bar .brand").click()
    expect(page.locator(".dock film-player[mini]")).to_be_visible()

    page.go_back()

    expect(page.locator("#screen film-player:not([mini])")).to_be_visible()
    assert page.evaluate(f"!{VIDEO}.paused")


def test_the_corner_closes_and_another_film_takes_over(page, river, ada, real_film):
    other = real_film.show(ada, "Another river")
    playing(page, river)
    page.locator(".bar .brand").click()
    page.locator(f"a[href='/watch/{other.public_id}']").first.click()
    expect(page.locator("#screen film-player")).to_have_attribute("data-film", other.public_id)
    expect(page.locator("film-player")).to_have_count(1)

    page.get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0")
    page.locator(".bar .brand").click()
    page.get_by_role("button", name="Close the film").click()

    expect(page.locator("film-player")).to_have_count(0)


def test_a_film_that_was_not_played_is_left_behind(page, river):
    opened(page, river)

    page.locator(".bar .brand").click()

    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator("film-player")).to_have_count(0)


def test_the_keys_do_what_fingers_expect(page, river):
    playing(page, river)
    state = f"(() => {{ const v = {VIDEO}; return [v.paused, v.muted, v.playbackRate] }})()"

    page.keyboard.press("k")
    holds(page, f"{VIDEO}.paused")
    page.keyboard.press("5")
    holds(page, f"Math.abs({VIDEO}.currentTime - 10) < 0.2")
    page.keyboard.press("l")
    holds(page, f"Math.abs({VIDEO}.currentTime - 20) < 0.3")
    page.keyboard.press("j")
    page.keyboard.press("ArrowLeft")
    holds(page, f"Math.abs({VIDEO}.currentTime - 5) < 0.3")
    page.keyboard.press("m")
    page.keyboard.press(">")
    holds(page, f"{state}.join() === 'true,true,1.25'")
    page.keyboard.press("t")
    expect(page.locator(".watch[data-theatre]")).to_be_visible()
    page.keyboard.press("f")
    holds(page, f"document.fullscreenElement === {PLAYER}")
    page.keyboard.press("f")
    holds(page, "document.fullscreenElement === null")
    assert page.evaluate("scrollY") == 0


def test_keys_that_are_typed_into_a_field_are_letters(page, river):
    opened(page, river)

    page.keyboard.press("/")
    page.keyboard.type("k m 5")

    assert page.locator("#q").input_value() == "k m 5"
    assert page.evaluate(f"!{PLAYER}.engine && !{VIDEO}.muted")


def test_every_control_can_be_reached_and_named(page, river):
    playing(page, river)
    names = []
    page.evaluate(f"{PLAYER}.part('seek').focus()")

    for _ in range(8):
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("Tab")

    assert names == [
        *("Place in the film", "Pause", "Mute", "Volume"),
        *("Quality and speed", "Picture in picture", "Wide", "Whole screen"),
    ]


def test_the_controls_leave_after_a_while_and_come_back(page, river):
    playing(page, river)
    page.mouse.move(400, 300)

    expect(page.locator("film-player[idle]")).to_be_visible()
    page.mouse.move(420, 310)
    expect(page.locator("film-player:not([idle])")).to_be_visible()


def test_two_taps_at_a_side_skip_ten_seconds(phone, river):
    playing(phone, river)
    box = phone.locator("film-player video").bounding_box()

    for _ in range(2):
        phone.touchscreen.tap(box["x"] + box["width"] * 0.9, box["y"] + 40)

    holds(phone, f"{VIDEO}.currentTime > 10")
    assert phone.evaluate(f"!{VIDEO}.paused && !document.fullscreenElement")


def test_an_address_that_ran_out_is_renewed_without_a_word(page, river):
    refused = []

    def refuse_three_times(route):
        if len(refused) < 3:
            refused.append(route.request.url)
            return route.fulfill(status=410, body="")
        return route.continue_()

    page.route(re.compile(r"/media/.*\.(m3u8|mp4)"), refuse_three_times)

    playing(page, river)

    assert len(refused) == 3
    expect(page.locator(".film-trouble")).to_be_hidden()


def test_when_the_film_stops_arriving_it_says_so_and_goes_on_from_there(page, river):
    playing(page, river)
    page.route("**/media/**", lambda route: route.abort())
    page.evaluate(
        f"{PLAYER}.engine.hls.trigger({PLAYER}.engine.Hls.Events.BUFFER_FLUSHING, "
        "{ startOffset: 0, endOffset: 1e9, type: null })"
    )
    page.keyboard.press("8")
    expect(page.get_by_role("alert")).to_contain_text("The film stopped arriving", timeout=60_000)

    page.unroute("**/media/**")
    page.get_by_role("button", name="Try again").click()

    holds(page, f"{VIDEO}.currentTime > 16 && !{VIDEO}.paused")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_without_the_engine_the_film_plays_all_the_same(page, river):
    page.route("**/vendor/hls/**", lambda route: route.abort())

    playing(page, river)

    holds(page, f"{VIDEO}.currentTime > 0.5")


def test_without_javascript_the_film_plays_by_ranges(visitor, river):
    plain = visitor(PLAIN)
    answers = []
    plain.on("response", lambda answer: answers.append((answer.url, answer.status)))
    plain.goto(f"/watch/{river.public_id}")

    plain.locator("video").focus()
    plain.keyboard.press("Space")

    holds(plain, "document.querySelector('video').currentTime > 0.5")
    assert any("film.mp4" in url and status == 206 for url, status in answers)


def test_a_page_that_waits_becomes_a_page_that_plays(page, river):
    river.film.state, river.film.percent = "encoding", 40.0
    db.session.commit()
    page.goto(f"/watch/{river.public_id}")
    expect(page.get_by_text("The film is being made ready")).to_be_visible()
    page.evaluate("window.same = true")

    river.film.state = "ready"
    db.session.commit()
    live.publish(f"film:{river.film.public_id}", "progress", {})

    expect(page.locator("film-player[awake]")).to_be_visible()
    assert page.evaluate("same")


@pytest.fixture
def another_site(tmp_path):
    """A web server of somebody else, for pages written into the folder that it returns beside its address."""
    serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    serve.func.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}", tmp_path
        server.shutdown()


def test_a_frame_on_another_site_plays(page, live_server, river, another_site):
    address, folder = another_site
    frame = f'<iframe src="{live_server.url}/embed/{river.public_id}" width="640" height="360"></iframe>'
    (folder / "index.html").write_text(frame)
    page.goto(address)

    page.frame_locator("iframe").get_by_role("button", name="Play", exact=True).click()

    inside = page.frames[1]
    holds(inside, f"{VIDEO}.currentTime > 0.5")
    assert inside.evaluate("document.documentElement.scrollHeight <= innerHeight")


def complaints(page):
    """What axe finds now; only the menu that belongs to this page is opened."""
    if page.locator(".share").count():
        page.locator(".share").evaluate("menu => { menu.open = true }")
    page.wait_for_timeout(300)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{page.url}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in found]


@pytest.mark.parametrize(("profile", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"])
def test_axe_finds_nothing_to_complain_about(visitor, river, ben, profile, scheme):
    page, found = visitor(profile | {"color_scheme": scheme, "reduced_motion": "reduce"}, person=ben), []
    with transaction():
        engagement.restore(ben, river, 5000)

    for path in (f"/watch/{river.public_id}", "/history", f"/embed/{river.public_id}"):
        page.goto(path)
        found += complaints(page)
    playing(page, river)
    page.get_by_role("button", name="Quality and speed").click()
    page.keyboard.press("k")
    found += complaints(page)

    assert found == []


@pytest.mark.parametrize("profile", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_the_page_loads(visitor, river, profile):
    page = visitor(profile)
    page.add_init_script(SHIFTS)

    opened(page, river)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("shifted") == 0


def test_the_page_fits_a_small_phone(visitor, river):
    phone = opened(visitor(PHONE | {"viewport": {"width": 320, "height": 640}}), river)

    assert phone.evaluate("document.documentElement.scrollWidth") == 320
