"""Watching in a real browser: the film plays and obeys, and gets over what goes wrong."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PLAIN
from tests.browser.watching import PLAYER, VIDEO, began, holds, opened, playing


def test_a_film_plays_on_a_phone_with_sound_and_in_another_quality(phone, river):
    playing(phone, river)
    holds(phone, f"{VIDEO}.currentTime > 1")
    assert phone.evaluate(f"{VIDEO}.webkitAudioDecodedByteCount") > 0

    phone.get_by_role("button", name="Settings").click()
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
    holds(page, f"{VIDEO}.currentTime > 10 && !{VIDEO}.seeking && !{VIDEO}.paused")
    assert abs(began(page) - 12) < 1.5
    assert "0:1" in bar.get_attribute("aria-valuetext")


def test_the_address_may_name_the_second_and_so_may_the_text(page, river):
    playing(page, river, "?t=12")
    assert 12 <= began(page) < 14

    page.get_by_role("link", name="0:03").click()

    holds(page, f"{VIDEO}.currentTime < 12 && !{VIDEO}.seeking")
    assert 3 <= page.evaluate(f"{VIDEO}.played.start(0)") < 4
    assert page.url.endswith("?t=12")


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
        *("Settings", "Picture in picture", "Wide", "Whole screen"),
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
    flush = f"{PLAYER}.engine.hls.trigger({PLAYER}.engine.Hls.Events.BUFFER_FLUSHING, "
    flush += "{ startOffset: 0, endOffset: 1e9, type: null })"
    holds(page, f"({flush}, {VIDEO}.buffered.length === 0)")  # what was on its way may still come after the first time
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
