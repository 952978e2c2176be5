"""The front door itself: TLS, static files, limits, what it says alone, and what it remembers."""

import gzip
import socket
import ssl
import time
from pathlib import Path

import brotli
import pytest
import requests

from tests.front.conftest import Nginx
from tests.services import free_port, wait_until
from wm.web.assets import TYPES

# The door is the same before a folder and before an object store; what differs is asked in test_gate, test_media, test_main_job.
pytestmark = pytest.mark.parametrize("front", ["folder"], indirect=True)
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def tight(front, tmp_path):
    """A second nginx in front of the same site, with small limits."""
    port, front.site.https_port = front.site.https_port, free_port()
    door = Nginx(
        front.site,
        front.live_port,
        tmp_path / "nginx",
        beside=front.nginx,
        SIGNING_IN_RATE="1r/m",
        SIGNING_IN_BURST="2",
        BROWSING_BURST="20",
    )
    door.url = f"https://localhost:{front.site.https_port}"
    front.site.https_port = port
    yield door
    door.stop()


def hashed_css(front, stranger):
    page = stranger.get(f"{front.url}/").text
    start = page.index("/static/css/app.")
    return page[start : page.index('"', start)]


def test_plain_http_leads_to_the_site(front, stranger):
    answer = stranger.get(f"http://localhost:{front.nginx.http_port}/watch/x?t=5", allow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (301, f"{front.url}/watch/x?t=5")


def test_another_name_gets_no_answer(front, stranger):
    with pytest.raises(requests.ConnectionError):
        stranger.get(f"http://127.0.0.1:{front.nginx.http_port}/", headers={"Host": "evil.example"})

    with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", front.https_port)) as raw:
        ssl._create_unverified_context().wrap_socket(raw, server_hostname="evil.example")


def test_a_page_carries_each_of_our_headers_once(front, stranger):
    answer = stranger.get(f"{front.url}/search")

    assert answer.status_code == 200
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security", "Referrer-Policy"):
        assert len(answer.raw.headers.getlist(name)) == 1, name
    assert "nginx/" not in answer.headers.get("Server", "")


def test_nginx_says_what_each_kind_of_static_file_is(app, front, stranger):
    """A browser runs no module that comes as something else, and the film's engine is one."""
    one_of_each = {Path(name).suffix: name for name in app.extensions["assets"].hashed.values()}

    said = {kind: stranger.head(f"{front.url}/static/{one_of_each[kind]}").headers for kind in one_of_each if kind}

    assert {kind: headers["Content-Type"].split(";")[0] for kind, headers in said.items()} == {
        kind: TYPES[kind] for kind in said
    }


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)]
)
def test_static_files_come_compressed_from_the_disk(front, stranger, encoding, unpack):
    css = hashed_css(front, stranger)
    whole = stranger.get(front.url + css, headers={"Accept-Encoding": "identity"}).content

    answer = stranger.get(front.url + css, headers={"Accept-Encoding": encoding}, stream=True)

    if encoding != "identity" and encoding != "br" or "brotli" in (front.nginx.out / "parts/static.conf").read_text():
        assert answer.headers.get("Content-Encoding", "identity") == encoding
        assert unpack(answer.raw.read(decode_content=False)) == whole
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "X-Request-ID" not in answer.headers, "the application was woken for a file"


def test_a_file_that_is_too_large_is_refused_before_it_travels(front, stranger):
    too_large = str(60 * 1024 * 1024)
    answer = stranger.post(
        f"{front.url}/uploads/", headers={"Content-Length": too_large, "Tus-Resumable": "1.0.0"}, data=b""
    )

    assert answer.status_code == 413
    assert "Too large to carry" in answer.text


def test_too_many_sign_ins_are_slowed_down_and_browsing_is_not(tight, stranger):
    seen = [stranger.post(f"{tight.url}/sign-in", data={"name": "ada"}).status_code for _ in range(5)]

    assert seen.count(429) == 2
    assert stranger.get(f"{tight.url}/sign-in").status_code == 200


def test_a_flood_of_pages_is_slowed_down_with_words(tight, front, stranger):
    answers = [stranger.get(f"{tight.url}/health") for _ in range(80)]

    slowed = [answer for answer in answers if answer.status_code == 429]
    assert slowed
    assert "A little slower" in slowed[0].text
    assert slowed[0].headers["Retry-After"] == "5"


def test_maintenance_closes_the_site_and_opens_it_again(front, stranger):
    front.nginx.maintenance.touch()
    try:
        answer, part = stranger.get(f"{front.url}/"), stranger.post(f"{front.url}/join", headers=HTMX)
    finally:
        front.nginx.maintenance.unlink()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Back in a moment" in answer.text
    assert "<html" not in part.text
    assert (part.status_code, part.headers["HX-Retarget"], part.headers["HX-Reswap"]) == (503, "#flash", "innerHTML")
    assert stranger.get(f"{front.url}/").status_code == 200


def test_an_application_that_is_away_is_explained(front, stranger, tmp_path):
    nobody = str(free_port())
    port, front.site.https_port = front.site.https_port, free_port()
    door = Nginx(front.site, front.live_port, tmp_path / "nginx", beside=front.nginx, WEB=f"127.0.0.1:{nobody}")
    answer = stranger.get(f"https://localhost:{front.site.https_port}/search")
    front.site.https_port = port
    door.stop()

    assert answer.status_code == 502
    assert "Back in a moment" in answer.text


def test_visitors_without_a_cookie_share_pages_for_some_seconds(front, app):
    first, second = (front.visitor().get(f"{front.url}/?fresh={time.time_ns()}") for _ in range(2))
    url = first.url

    again = front.visitor().get(url)

    assert (first.headers["X-Cache"], again.headers["X-Cache"]) == ("MISS", "HIT")
    assert again.content == first.content
    assert front.visitor().get(url, headers={"Accept-Encoding": "identity"}).headers["X-Cache"] == "MISS"
    assert front.visitor().get(url, cookies={"theme": "dark"}).headers["X-Cache"] == "BYPASS"
    assert second.headers["X-Cache"] == "MISS"


def test_a_part_of_a_page_is_never_kept_as_the_page(front, app):
    url = f"{front.url}/?part={time.time_ns()}"

    part = front.visitor().get(url, headers=HTMX)
    whole = front.visitor().get(url)

    assert "<html" not in part.text
    assert "<html" in whole.text


def test_the_log_keeps_no_secret(front, stranger):
    before = len(front.nginx.access_log.read_text())
    stranger.get(f"{front.url}/reset/canary-of-a-reset-link")
    stranger.get(f"{front.url}/verify/canary-of-a-mail-link")
    stranger.get(f"{front.url}/search?q=canary-of-a-search")

    log = front.nginx.access_log
    wait_until(lambda: '"path":"/search"' in log.read_text()[before:], "the line of the last of them", 20)
    assert "canary" not in log.read_text()
    assert '"path":"/reset/..."' in log.read_text()
