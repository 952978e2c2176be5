"""Films on other people's pages."""

import re
from urllib.parse import quote

import pytest

from tests.films import published
from wm.kernel.db import db


@pytest.fixture
def river(ada):
    piece = published(ada, 'A "river" & more')
    piece.film.has_poster = piece.film.is_open = True
    db.session.commit()
    return piece


def oembed(client, url, **more):
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    return client.get(f"/oembed?url={quote(url, safe='')}{asked}")


@pytest.mark.once
def test_only_the_frame_may_be_framed(client, river):
    frame = client.get(f"/embed/{river.public_id}")

    assert frame.status_code == 200
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame.headers
    for path in (f"/watch/{river.public_id}", "/", "/history"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]


@pytest.mark.once
def test_a_frame_reads_and_writes_no_session(as_ada, ada, river):
    private = published(ada, "For nobody", visibility="private")

    frame = as_ada.get(f"/embed/{river.public_id}")

    assert "Set-Cookie" not in frame.headers
    assert "csrf" not in frame.text
    assert as_ada.get(f"/embed/{private.public_id}").status_code == 404


@pytest.mark.once
def test_a_frame_has_the_film_a_way_to_its_page_and_nothing_else(client, river):
    html = client.get(f"/embed/{river.public_id}").text

    assert f'data-beat="/embed/{river.public_id}/beat"' in html
    assert re.search(rf'<a class="embed-title" href="http://localhost/watch/{river.public_id}" target="_blank"', html)
    assert "tabbar" not in html
    assert "Up next" not in html


@pytest.mark.once
@pytest.mark.parametrize("place", ["watch", "embed"])
def test_oembed_tells_how_to_show_a_film(client, river, place):
    answer = oembed(client, f"http://localhost/{place}/{river.public_id}")

    said = answer.json
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (said["version"], said["type"], said["title"]) == ("1.0", "video", 'A "river" & more')
    assert (said["width"], said["height"]) == (960, 540)
    assert said["html"].startswith(f'<iframe src="http://localhost/embed/{river.public_id}" ')
    assert 'title="A &#34;river&#34; &amp; more"' in said["html"]
    assert said["author_url"] == "http://localhost/@ada"
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (1280, 720)


@pytest.mark.once
def test_oembed_is_no_larger_than_asked(client, river):
    narrow = oembed(client, f"http://localhost/watch/{river.public_id}", maxwidth=480).json
    low = oembed(client, f"http://localhost/watch/{river.public_id}", maxheight=180).json

    assert (narrow["width"], narrow["height"]) == (480, 270)
    assert (low["width"], low["height"]) == (320, 180)


@pytest.mark.once
@pytest.mark.parametrize(
    "url", ["", "nonsense", "http://elsewhere.example/watch/x", "http://localhost/@ada", "http://localhost/watch/"]
)
def test_oembed_knows_only_our_films(client, river, url):
    assert oembed(client, url).status_code == 404


@pytest.mark.once
def test_oembed_tells_nothing_of_private_films(client, ada):
    private = published(ada, "For nobody", visibility="private")

    assert oembed(client, f"http://localhost/watch/{private.public_id}").status_code == 404


@pytest.mark.once
def test_oembed_speaks_json_only(client, river):
    assert oembed(client, f"http://localhost/watch/{river.public_id}", format="xml").status_code == 501
