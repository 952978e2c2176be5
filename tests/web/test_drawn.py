"""Drawn fragments: made once for whoever they are the same for, and never with what belongs to somebody else."""

import re

import pytest
from markupsafe import Markup

from tests.films import published
from wm.domains import categories, graph
from wm.kernel.db import db, transaction
from wm.web import drawn


@pytest.fixture
def drawings(app, monkeypatch):
    """The names of the templates that were drawn since."""
    said, draw = [], drawn._draw

    def noted(app, template, *rest):
        said.append(template)
        return draw(app, template, *rest)

    monkeypatch.setattr(drawn, "_draw", noted)
    drawn.install(app)
    yield said
    monkeypatch.undo()
    drawn.install(app)


def test_a_frame_is_drawn_once_and_says_where_one_is(client, drawings):
    pages = {path: client.get(path).text for path in ("/", "/feed", "/search", "/feed/trending/hour", "/library")}

    frame = ["layouts/_bar.html", "layouts/_rail.html", "layouts/_tabbar.html"]
    feed = ["feed/_head.html"] * 2  # one for each tab
    assert sorted(drawings) == sorted([*frame, *feed])
    assert 'href="/feed" aria-current="page"' in pages["/feed"]
    assert 'class="place" href="/feed" aria-current' not in pages["/"]
    assert 'href="/feed/trending" aria-current="true"' in pages["/feed/trending/hour"]
    assert 'href="/" aria-current="page"' in pages["/"]
    assert all("\ue000" not in page for page in pages.values())


def test_two_people_get_frames_and_tokens_of_their_own(app, ada, ben, drawings):
    of_ada, of_ben = app.test_client().sign_in(ada), app.test_client().sign_in(ben)

    pages = [of_ada.get("/feed").text, of_ben.get("/feed").text, of_ada.get("/feed").text]

    assert "@ada" in pages[0]
    assert "@ben" not in pages[0]
    assert "@ben" in pages[1]
    assert "@ada" not in pages[1]
    assert drawings.count("layouts/_bar.html") == 2
    for page in pages:
        token = page.split('name="csrf-token" content="', 1)[1].split('"', 1)[0]
        assert f'name="csrf_token" value="{token}"' in page


def test_a_new_name_a_new_follow_and_a_new_category_show_on_the_next_page(app, ada, ben, drawings):
    browser = app.test_client().sign_in(ada)
    assert "Ben" not in browser.get("/").text

    with transaction():
        graph.follow(db.session.merge(ada), db.session.merge(ben))
        categories.create("Weather", "sun")
    page = browser.get("/").text
    assert 'href="/@ben"' in page
    assert "Weather" in page

    with transaction():
        db.session.merge(ada).name = "Ada the Second"
        graph.unfollow(db.session.merge(ada), db.session.merge(ben))
    page = browser.get("/").text
    assert "Ada the Second" in page
    assert 'href="/@ben"' not in page


@pytest.mark.once
def test_nobody_writes_a_mark_into_their_name(app, ada, client):
    ada.name = "\ue000token \ue000"
    published(ada, "A film")

    assert "csrf" not in client.get("/@ada").text.split("<main")[1].split("</main>")[0]


@pytest.mark.once
def test_what_was_typed_is_escaped_and_leads_back_whole(client):
    page = client.get('/search?q="><b>loud</b>&kind=film').text

    assert 'value="&#34;&gt;&lt;b&gt;loud&lt;/b&gt;"' in page
    assert "<b>loud" not in page
    assert 'href="/sign-in?next=/search?q%3D' in page.replace("%3F", "?")


def test_a_drawing_is_markup(app):
    with app.test_request_context("/"):
        assert isinstance(drawn.drawn("layouts/_theme.html", theme=None), Markup)


def test_a_feed_is_drawn_once_and_filled_each_time(app, ada, ben, drawings):
    published(ben, "A <b>bold</b> film")
    browser = app.test_client().sign_in(ada)
    first = browser.get("/feed/latest").text
    drawings.clear()

    second = browser.get("/feed/latest").text
    published(ben, "Another film")
    third = browser.get("/feed/latest").text

    assert drawings == []
    assert "A &lt;b&gt;bold&lt;/b&gt; film" in second
    assert "Another film" in third
    nonces = [re.findall(r'nonce="([^"]+)"', page) for page in (first, second, third)]
    assert len({each for page in nonces for each in page}) == 3  # a nonce for each answer, the same in all its scripts
    assert all("\ue000" not in page for page in (first, second, third))


def test_what_was_said_on_the_last_page_shows_once_on_a_drawn_one(app, ada, ben):
    published(ben, "A film")
    browser = app.test_client().sign_in(ada)
    browser.get("/feed/latest")

    browser.post("/sign-out")

    assert "You are signed out." in browser.get("/feed/latest").text
    assert "You are signed out." not in browser.get("/feed/latest").text
