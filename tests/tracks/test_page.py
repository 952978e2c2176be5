"""Captions and chapters on the page of a film and in frames: as tracks, links and clips, for whoever may watch."""

import json
import re

import pytest

from tests.films import published
from tests.tracks.test_keeping import SENT
from wm.domains import content, tracks
from wm.kernel.db import db

CHAPTERS = "0:00 Winter\n0:06 Monsoon <i>\n0:12 Silt"


@pytest.fixture
def river(ada):
    piece = published(ada, "How a river remembers", description=CHAPTERS)
    piece.film.is_open = True
    tracks.captions.add(piece, "bn", "subtitles", sent=SENT)
    tracks.captions.add(piece, "en", "captions", sent=SENT)
    tracks.captions.add(piece, "fr", "captions")  # begun, with nothing in it
    db.session.commit()
    return content.with_row_id(piece.id)


def tracks_of(html):
    found = re.findall(r'<track kind="(\w+)" src="([^"]+)"(?: srclang="([\w-]+)")?', html)
    return {language or kind: src for kind, src, language in found}


@pytest.mark.parametrize("place", ["watch", "embed"])
def test_the_player_offers_them_and_each_can_be_fetched(client, river, place):
    found = tracks_of(client.get(f"/{place}/{river.public_id}").text)

    assert list(found) == ["bn", "en", "chapters"]  # what was brought first is the first choice
    english = client.get(found["en"])
    assert english.data.decode().startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA river remembers")
    assert english.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert found["chapters"] == f"/{place}/{river.public_id}/chapters.vtt"
    assert "00:00:06.000 --> 00:00:12.000\nMonsoon &lt;i&gt;" in client.get(found["chapters"]).text


@pytest.mark.once
def test_chapters_are_links_and_clips(client, river):
    html = client.get(f"/watch/{river.public_id}").text

    said = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    assert [(each["name"], each["startOffset"], each["endOffset"]) for each in said["hasPart"]] == [
        ("Winter", 0, 6),
        ("Monsoon <i>", 6, 12),
        ("Silt", 12, 20),
    ]
    assert said["hasPart"][1]["url"] == f"http://localhost/watch/{river.public_id}?t=6"
    assert f'<a href="/watch/{river.public_id}?t=6" data-seek="6">' in html
    assert html.count('<i data-at="') == 3


@pytest.mark.once
def test_a_locked_film_shows_neither_to_whoever_may_not_watch(client, as_ada, river):
    content.set_lock(river, by_sale=True, price=500)
    db.session.commit()
    page = client.get(f"/watch/{river.public_id}").text

    assert tracks_of(page) == {}
    assert "hasPart" not in page
    for place in ("watch", "embed"):
        assert client.get(f"/{place}/{river.public_id}/chapters.vtt").status_code == 402
    own = tracks_of(as_ada.get(f"/watch/{river.public_id}").text)["en"]
    assert as_ada.get(own).status_code == 200
    assert client.get(re.sub(r"/[^/]+/captions", "/captions", own)).status_code == 404
