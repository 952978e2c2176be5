"""Home, categories and search, as a visitor's browser asks for them."""

import pytest

from tests.films import published
from wm.domains import categories, engagement
from wm.kernel import clock
from wm.kernel.db import db


def test_an_empty_home_says_what_to_do_next(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Upload a film" in answer.text
    assert answer.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.once
def test_home_shows_films_and_a_plain_link_to_more(client, ada):
    for n in range(30):
        published(ada, f"Film {n}", minutes_ago=n)

    whole, part = client.get("/"), client.get("/", hx=True)

    assert "Film 0" in whole.text
    assert "Film 25" not in whole.text
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "after=" in whole.text


def test_the_second_page_stands_alone(client, ada):
    for n in range(30):
        published(ada, f"Film {n}", minutes_ago=n)
    link = client.get("/").text.split('href="/?after=')[1].split('"')[0]

    answer = client.get(f"/?after={link}")

    assert "Film 29" in answer.text
    assert "<html" in answer.text
    assert client.get("/?after=nonsense").status_code == 404


@pytest.mark.once
def test_a_category_has_a_page_and_an_unknown_one_has_not(client):
    categories.plant([("craft", "Craft", "hand")])
    db.session.commit()

    assert "Craft" in client.get("/c/craft").text
    assert client.get("/c/nothing").status_code == 404


@pytest.mark.once
def test_titles_are_escaped_everywhere(client, ada):
    published(ada, "<script>alert(1)</script>", description='"><img src=x onerror=alert(1)>')

    for path in ("/", "/search?q=script", "/@ada"):
        assert "<script>alert" not in client.get(path).text


@pytest.mark.parametrize("words", ["", "river", "%", "'\"><b>", "x" * 500, "日本"])
def test_search_answers_anything(client, words):
    answer = client.get("/search", query_string={"q": words})

    assert answer.status_code == 200
    assert '"><b>' not in answer.text


@pytest.mark.once
def test_a_card_shows_how_far_one_has_watched(as_ben, ben, ada, run_jobs):
    piece = published(ada, "Half seen")
    watched = engagement.Watch(
        person_id=ben.id, content_id=piece.id, position_ms=9000, part=45, finished=False, updated_at=clock.now()
    )
    db.session.add(watched)
    run_jobs()

    assert "45 % watched" in as_ben.get("/").text
    assert "45 % watched" in as_ben.get("/search?q=seen").text
