"""Around the film: it remembers, plays on while one browses, appears when it is ready, stands in frames, looks right."""

import functools
import http.server
import re
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import DESK, MOVING, PHONE
from tests.browser.looking import AXE, SHIFTS, STILL, moved
from tests.browser.watching import PLAYER, STUTTERS, VIDEO, began, holds, opened, playing, second
from wm.domains import engagement
from wm.kernel import live
from wm.kernel.db import db, transaction


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
    assert abs(began(phone) - stopped) < 3


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

    assert 8 <= began(page) < 12


def test_the_film_plays_on_in_the_corner_and_comes_back_without_a_stutter(visitor, river):
    page = visitor(DESK | MOVING)
    playing(page, river)
    holds(page, f"{VIDEO}.buffered.end(0) > {VIDEO}.currentTime + 6")  # what has not arrived may be waited for
    page.evaluate(STUTTERS)

    page.locator(".bar .brand").click()
    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator(".dock film-player[mini]")).to_be_visible()
    at = second(page)
    page.locator("a[href='/history']").first.click()
    expect(page).to_have_url(re.compile("/history$"))
    holds(page, f"{VIDEO}.currentTime > {at}")
    expect(page.locator(".dock film-player[mini]")).to_have_count(1)

    page.locator(".dock").get_by_role("link", name="How a river remembers").click()
    expect(page.locator("#screen film-player:not([mini])")).to_be_visible()
    at = second(page)
    holds(page, f"{VIDEO}.currentTime > {at}")

    assert page.evaluate("broken") == []
    assert page.evaluate(f"before === {PLAYER}")
    assert page.locator("film-player").count() == 1


def test_the_way_back_takes_the_film_along(visitor, river):
    page = visitor(DESK | MOVING)
    playing(page, river)
    page.locator(".bar .brand").click()
    expect(page.locator(".dock film-player[mini]")).to_be_visible()

    page.go_back()

    expect(page.locator("#screen film-player:not([mini])")).to_be_visible()
    holds(page, f"!{VIDEO}.paused")


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


def test_the_last_of_two_clicks_counts_though_its_page_comes_first(page, river, ada, real_film):
    other, held = real_film.show(ada, "Another river"), []
    opened(page, river)
    page.route(lambda url: urlsplit(url).path == "/", lambda route: held.append(route))

    with page.expect_request(lambda request: urlsplit(request.url).path == "/"):
        page.locator(".bar .brand").click()
    page.locator(f"a[href='/watch/{other.public_id}']").first.click()
    expect(page.locator("#screen film-player")).to_have_attribute("data-film", other.public_id)
    with suppress(Error):  # nobody waits for it any more
        held[0].continue_()
    page.wait_for_timeout(500)

    assert urlsplit(page.url).path == f"/watch/{other.public_id}"
    expect(page.locator("#screen film-player")).to_have_count(1)


def test_a_film_that_was_not_played_is_left_behind(page, river):
    opened(page, river)

    page.locator(".bar .brand").click()

    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator("film-player")).to_have_count(0)


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


@pytest.mark.parametrize(("profile", "scheme"), [(PHONE, "dark")], ids=["phone"])
def test_axe_finds_nothing_to_complain_about(visitor, river, ben, profile, scheme):
    page, found = visitor(profile | {"color_scheme": scheme, "reduced_motion": "reduce"}, person=ben), []
    with transaction():
        engagement.restore(ben, river, 5000)

    for path in (f"/watch/{river.public_id}", "/history", f"/embed/{river.public_id}"):
        page.goto(path)
        found += complaints(page)
    playing(page, river)
    page.get_by_role("button", name="Settings").click()
    found += complaints(page)
    page.keyboard.press("Escape")
    page.locator(".bar .brand").click()
    expect(page.locator(".dock film-player[mini]")).to_be_visible()
    found += complaints(page)

    assert found == []


@pytest.mark.parametrize("profile", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_the_page_loads(visitor, river, profile):
    page = visitor(profile | MOVING)
    page.add_init_script(SHIFTS)

    opened(page, river)
    page.wait_for_load_state("load")
    page.wait_for_timeout(800)  # its streams never end, so the network never rests

    assert moved(page) < STILL


def test_the_page_fits_a_small_phone(visitor, river):
    phone = opened(visitor(PHONE | {"viewport": {"width": 320, "height": 640}}), river)

    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_the_link_is_copied(visitor, live_server, river):
    page = opened(visitor(DESK | {"permissions": ["clipboard-read", "clipboard-write"]}), river)

    page.locator(".share summary").click()
    page.locator("copy-text button").first.click()

    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_server.url}/watch/{river.public_id}"
