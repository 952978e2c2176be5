"""What the watch page weighs before play is pressed."""

import re

import pytest

from tests.films import published
from wm.kernel.db import db

BUDGET = 70 * 1024  # compressed, as gzip does it: HTML, styles and scripts together
IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")

pytestmark = pytest.mark.once


@pytest.fixture
def river(ada):
    long = "One bend of the river, filmed from the same bamboo pole for a year. 0:00 Winter 4:07 Monsoon. " * 12
    for number in range(12):
        published(ada, f"Film {number}: four seasons on a river that never came back", description=long)
    piece = published(
        ada, "How a river remembers: four seasons on the Jamuna", description=long, tags=["river", "silt"]
    )
    piece.film.has_poster = piece.film.has_progressive = piece.film.has_storyboard = True
    db.session.commit()
    return piece


def asked_for(client, path):
    """Everything that a browser fetches as script or style for the page at `path`, and the page."""
    html = client.get(path).text
    wanted = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) + re.findall(r'<script src="([^"]+)"', html)
    islands = re.search(r"name=\"wm-islands\" content='([^']+)'", html)[1].replace("&#34;", '"')
    wanted += [url for name, url in re.findall(r'"([^"]+)":"([^"]+)"', islands) if f"<{name}" in html]
    seen = []
    while wanted:
        url = wanted.pop()
        if url in seen:
            continue
        seen.append(url)
        if url.endswith(".js"):
            folder = url.rsplit("/", 1)[0]
            wanted += [resolved(folder, each) for each in IMPORT.findall(client.get(url).text)]
    return [path, *seen]


def resolved(folder, relative):
    parts = folder.split("/")
    for part in relative.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_the_page_is_light_before_play(client, river):
    path = f"/watch/{river.public_id}"

    weighed = {url: len(client.get(url, headers={"Accept-Encoding": "gzip"}).data) for url in asked_for(client, path)}

    assert any("player/seek" in url for url in weighed)
    assert not any("hls" in url for url in weighed)
    assert sum(weighed.values()) <= BUDGET, weighed


def test_the_players_modules_come_at_once(client, river):
    path = f"/watch/{river.public_id}"

    ahead = re.findall(r'<link rel="modulepreload" href="([^"]+)" nonce="[^"]+">', client.get(path).text)

    needed = [url for url in asked_for(client, path) if "film-player" in url or "/js/player/" in url]
    assert sorted(ahead) == sorted(needed)


def test_the_engine_waits_to_be_wanted(client, river):
    html = client.get(f"/watch/{river.public_id}").text

    engine = re.search(r'data-engine="([^"]+)"', html)[1]
    assert client.get(engine).status_code == 200
    assert "immutable" in client.get(engine).headers["Cache-Control"]
    assert not re.search(r"<(?:link|script)[^>]+hls", html)
