"""Films through nginx: signed links, ranges, and nothing for anybody who changes a letter."""

import base64
import hashlib
import time

import pytest

from tests.films import published
from tests.front.conftest import MEDIA_SECRET
from wm.domains.media import signing
from wm.kernel.db import db

FILM = "Kj3nQ8mT5vXw2pRs6yLz9B"
BYTES = bytes(range(256)) * 10_000  # more than any buffer on the way holds, and recognised at any offset
HOUR = 3600


def link(front, name, *, film=FILM, ends=None, signed_film=None):
    """Sign as nginx's manual for secure_link_md5 says, without any code of ours."""
    ends = int(time.time()) + HOUR if ends is None else ends
    digest = hashlib.md5(f"{ends}/{signed_film or film} {MEDIA_SECRET}".encode()).digest()
    signature = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{front.url}/media/{ends}/{signature}/{film}/{name}"


def shown(person, key):
    """A film that anybody may watch, whose files lie under `key`."""
    piece = published(person)
    piece.film.key, piece.film.is_open = key, True
    db.session.commit()


@pytest.fixture
def film(store, ada):
    shown(ada, FILM)
    store.put(f"published/{FILM}/film.mp4", BYTES, "application/x-stolen-type")
    store.put(f"published/{FILM}/master.m3u8", b"#EXTM3U\n", "application/vnd.apple.mpegurl")


def test_the_application_signs_the_links_that_nginx_accepts(app, front):
    ends = int(time.time()) + HOUR
    ours = signing.sign(ends, FILM, MEDIA_SECRET)

    assert f"/{ends}/{ours}/{FILM}/" in link(front, "film.mp4", ends=ends)


def test_a_signed_link_gives_the_whole_file(front, film, stranger):
    answer = stranger.get(link(front, "film.mp4"))

    assert answer.status_code == 200
    assert answer.content == BYTES
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=1000000-1000999", 1_000_000, 1_000_999),
        ("bytes=-500", len(BYTES) - 500, len(BYTES) - 1),
    ],
)
def test_a_range_gives_exactly_those_bytes(front, film, stranger, asked, first, last):
    answer = stranger.get(link(front, "film.mp4"), headers={"Range": asked})

    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(BYTES)}"
    assert answer.content == BYTES[first : last + 1]


def test_a_range_behind_the_end_is_refused(front, film, stranger):
    answer = stranger.get(link(front, "film.mp4"), headers={"Range": f"bytes={len(BYTES)}-"})

    assert answer.status_code == 416


def test_asking_for_the_head_sends_no_bytes(front, film, stranger):
    answer = stranger.head(link(front, "film.mp4"))

    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(BYTES)
    assert answer.content == b""


def test_media_are_data_and_nothing_else(front, film, stranger):
    headers = stranger.get(link(front, "master.m3u8")).headers

    assert headers["Content-Type"].startswith("application/vnd.apple.mpegurl")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Range" in headers["Access-Control-Expose-Headers"]
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cache-Control"] == "public, max-age=31536000, s-maxage=10, immutable"
    assert "Set-Cookie" not in headers
    assert not [name for name in headers if name.lower().startswith("x-amz")]


def ahead(browser, url):
    """What a browser asks before a page of another site may ask for a range."""
    said = {"Origin": "https://elsewhere.example", "Access-Control-Request-Headers": "range"}
    return browser.options(url, headers=said | {"Access-Control-Request-Method": "GET"})


@pytest.mark.parametrize("who", ["", "/Ab3dEf7h"])
def test_players_of_other_sites_may_ask_for_ranges(front, film, stranger, who):
    answer = ahead(stranger, link(front, "film.mp4", film=FILM + who))

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Range" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer.headers["Access-Control-Max-Age"] == "86400"
    assert "Set-Cookie" not in answer.headers


def test_players_of_other_sites_read_each_answer_once_and_why_they_were_refused(front, film, stranger):
    links = [
        (link(front, "film.mp4"), {"Range": "bytes=0-9"}, 206),
        (link(front, "film.mp4"), {"Range": f"bytes={len(BYTES)}-"}, 416),
        (link(front, "film.mp4", ends=int(time.time()) - 1), {}, 410),
        (link(front, "film.mp4", signed_film=FILM[::-1]), {}, 404),
        (link(front, "film.mp4", film="Qj3nQ8mT5vXw2pRs6yLz9B"), {}, 404),
        (link(front, "v1080.mp4"), {}, 404),
    ]

    for url, asked, status in links:
        answer = stranger.get(url, headers=asked | {"Origin": "https://elsewhere.example"})
        assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (status, "*"), url
        exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
        assert exposed == ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_link_that_ran_out_is_refused(front, film, stranger):
    answer = stranger.get(link(front, "film.mp4", ends=int(time.time()) - 1))

    assert answer.status_code == 410
    assert BYTES[:100] not in answer.content


def test_a_link_can_not_be_made_to_last_longer(front, film, stranger):
    ends = int(time.time()) - 1
    stretched = link(front, "film.mp4", ends=ends).replace(f"/{ends}/", f"/{ends + HOUR}/")

    assert stranger.get(stretched).status_code == 404


def test_a_link_opens_one_film_only(front, film, stranger, store, ada):
    other = FILM[::-1]
    shown(ada, other)
    store.put(f"published/{other}/film.mp4", BYTES)

    assert stranger.get(link(front, "film.mp4", film=other, signed_film=FILM)).status_code == 404
    assert stranger.get(link(front, "film.mp4", film=other)).status_code == 200


@pytest.mark.parametrize(
    "name", ["..%2f..%2f..%2fsecret.mp4", "../../../secret.mp4", ".hidden.mp4", "film.mp4%00.vtt", "film.svg", ""]
)
def test_a_signed_link_does_not_leave_its_folder(front, film, stranger, name):
    answer = stranger.get(link(front, "") + name)

    assert answer.status_code in (400, 404)


def test_what_is_not_there_is_not_found(front, film, stranger):
    assert stranger.get(link(front, "v1080.mp4")).status_code == 404


def test_the_way_to_the_store_can_not_be_asked_for(front, film, stranger):
    answer = stranger.get(f"{front.url}/_store/front/published/{FILM}/film.mp4")

    assert answer.status_code == 404
