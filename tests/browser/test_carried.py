"""A film that comes through a CDN which dies while one watches: it goes on by itself, at the same second, on another way."""

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.watching import PLAYER, VIDEO, holds
from tests.front.senses import NOTES, SHORT
from tests.sites import LiveSite

PASSED_ON = ("Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "Access-Control-Allow-Origin")


class Carrier(BaseHTTPRequestHandler):
    """One request to a CDN that fetches from the site, or behaves as the `mood` of its server says."""

    def do_GET(self):
        if self.server.mood == "hangs":
            time.sleep(60)
        if self.server.mood == "fails":
            self.send_response(503)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if self.server.mood != "gone":
            asked = {name: self.headers[name] for name in ("Range",) if name in self.headers}
            answer = requests.get(self.server.origin + self.path, headers=asked, timeout=10)
            self.send_response(answer.status_code)
            for name in PASSED_ON:
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(answer.content)
        return self.close_connection

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def carried(settings, live_server):
    """The site with a CDN before its films; `cdn.mood` says what becomes of that."""
    cdn = ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    cdn.daemon_threads, cdn.mood = True, "well"
    threading.Thread(target=cdn.serve_forever, daemon=True).start()
    told = {name: value for name, value in settings.items() if name != "PUBLIC_URL"}
    site = LiveSite(told | {"CDN_URL": f"http://127.0.0.1:{cdn.server_port}"}, workers=False)
    site.cdn, cdn.origin = cdn, site.url
    yield site
    site.stop()
    cdn.shutdown()


@pytest.mark.parametrize("mood", ["gone", "fails", "hangs"])
def test_a_film_goes_on_by_itself_when_the_cdn_dies(page, carried, river, mood):
    carried.cdn.mood, asked = "well", []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{carried.url}/watch/{river.public_id}")
    expect(page.locator("film-player[awake]")).to_be_visible()
    page.evaluate(f"{PLAYER}.addEventListener('film:open', () => Object.assign({PLAYER}.engine.hls.config, {SHORT}))")
    page.get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 1")
    page.evaluate(f"({NOTES})({VIDEO})")
    assert {url.split("/media/")[0] for url in asked if ".m3u8" in url} == {
        f"http://127.0.0.1:{carried.cdn.server_port}"
    }

    page.evaluate(f"{VIDEO}.playbackRate = 2")
    carried.cdn.mood, before = mood, len(asked)
    holds(page, f"{VIDEO}.ended", 90)

    assert any(url.startswith(f"{carried.url}/media/") for url in asked[before:])
    assert len([url for url in asked[before:] if "/source?" in url and "around=cdn" in url]) == 1
    expect(page.locator(".film-trouble")).to_be_hidden()
    broken = [each for each in page.evaluate("notes.broken") if not each.startswith("stood")]
    assert broken == [], "it may have waited, but it neither jumped nor began anew"


def test_the_next_film_takes_the_way_round_at_once(page, carried, river, ada, real_film):
    carried.cdn.mood, asked = "gone", []
    page.goto(f"{carried.url}/watch/{river.public_id}")
    page.get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0.5")

    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{carried.url}/watch/{real_film.show(ada).public_id}")
    page.get_by_role("button", name="Play", exact=True).click()
    holds(page, f"{VIDEO}.currentTime > 0.5")

    films = [url for url in asked if ".m3u8" in url or ".mp4" in url]
    assert films
    assert all(url.startswith(carried.url) for url in films)
