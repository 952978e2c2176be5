"""What a page weighs and how it is made: small, whole without JavaScript, nothing from elsewhere."""

import re
from datetime import timedelta

import pytest

from tests.films import film
from wm.domains import content
from wm.kernel import clock
from wm.kernel.db import db

KIB = 1024
HOME, SCRIPTS = 50 * KIB, 20 * KIB  # compressed, as gzip does it
COLOURS = " ".join(f"{n:06x}" for n in range(0x203040, 0x20304D))
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r'<script src="([^"]+)"')


@pytest.fixture
def twelve(app, ada):
    """Twelve films as the pipeline leaves them, posters included."""
    for n in range(12):
        shown = film(has_poster=True, has_preview=True, colours=COLOURS, is_open=True)
        piece = content.draft(ada, f"Film {n}: four seasons on a river that never came back", film=shown)
        content.publish(piece, at=clock.now() - timedelta(minutes=n))
    db.session.commit()


def weight(client, path):
    return len(client.get(path, headers={"Accept-Encoding": "gzip"}).data)


def test_the_first_visit_to_home_is_light(client, twelve):
    html = client.get("/").text
    styles, scripts = STYLES.findall(html), SCRIPT.findall(html)
    islands = [path for name, path in islands_of(html).items() if f"<{name}" in html]

    weighed = {path: weight(client, path) for path in ["/", *styles, *scripts, *islands]}

    assert html.count('class="card"') == html.count("<film-preview ") == 12
    assert len(styles) == 1
    assert sum(weighed.values()) <= HOME, weighed
    assert sum(weighed[path] for path in scripts + islands) <= SCRIPTS, weighed


def islands_of(html):
    listed = re.search(r"name=\"wm-islands\" content='([^']+)'", html)[1].replace("&#34;", '"')
    return dict(re.findall(r'"([^"]+)":"([^"]+)"', listed))


@pytest.mark.once
@pytest.mark.parametrize("path", ["/", "/search", "/@ada", "/sign-in", "/nothing-here"])
def test_a_page_asks_no_other_origin(client, twelve, path):
    html = client.get(path).text

    asked = re.findall(r'<(?:img|script|link|source|video|iframe|use)\b[^>]*?\s(?:src|href|srcset)="([^"]+)"', html)

    assert asked
    assert [address for address in asked if not address.startswith("/") or address.startswith("//")] == []


@pytest.mark.once
def test_every_picture_has_its_room_before_it_arrives(client, twelve):
    html = client.get("/").text

    pictures = re.findall(r"<img[^>]*>", html)

    assert len(pictures) == 12
    for picture in pictures:
        assert "width=" in picture
        assert "height=" in picture


@pytest.mark.once
def test_pictures_below_the_fold_wait(client, twelve):
    pictures = re.findall(r"<img[^>]*>", client.get("/").text)

    assert ["lazy" in picture for picture in pictures] == [False] * 2 + [True] * 10


@pytest.mark.once
def test_scripts_carry_the_nonce_of_the_answer(client):
    answer = client.get("/")

    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]

    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


@pytest.mark.once
def test_visitors_get_no_token_and_people_do(client, as_ben):
    assert 'name="csrf-token"' not in client.get("/").text
    assert 'name="csrf-token"' in as_ben.get("/").text


@pytest.mark.once
@pytest.mark.parametrize(("cookie", "written"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_a_chosen_theme_is_in_the_page(client, cookie, written):
    client.set_cookie("theme", cookie)

    assert written in client.get("/").text


@pytest.mark.once
@pytest.mark.parametrize("cookie", [None, "system", '"><script>alert(1)</script>'])
def test_any_other_theme_is_the_devices_own(client, cookie):
    if cookie:
        client.set_cookie("theme", cookie)

    html = client.get("/").text

    assert "data-theme=" not in html.split("<head>")[0]
    assert "<script>alert" not in html


def test_more_films_are_a_fragment_that_takes_the_place_of_its_link(client, ada):
    for n in range(30):
        content.publish(content.draft(ada, f"Film {n}", film=film()), at=clock.now() - timedelta(minutes=n))
    db.session.commit()
    html = client.get("/").text
    link = re.search(r'<a[^>]*href="([^"]+)"[^>]*hx-get="\1"[^>]*hx-target="#more"', html)[1]

    part = client.get(link.replace("&amp;", "&"), hx=True).text

    assert part.lstrip().startswith('<section class="films"')
    assert part.count('class="card"') == 6
    assert 'id="more"' not in part


@pytest.mark.once
def test_a_refusal_is_a_page_and_beside_the_page_a_message(client):
    whole, part = client.get("/nothing-here"), client.get("/nothing-here", hx=True)

    assert "Nothing on this reel" in whole.text
    assert part.headers["HX-Retarget"] == "#flash"
    assert part.text.strip().startswith('<p class="flash"')
