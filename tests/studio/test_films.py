"""The list of one's films: where each stands, filters in the address, pages that neither repeat nor skip."""

import pytest

from tests.uploads.conftest import pseudo_film
from wm.domains import content, media
from wm.kernel.db import db


def playable(piece, **changes):
    """Give a piece a film that plays, without encoding one."""
    film = media.begin("raw/x", 1000)
    for name, value in {
        "state": "ready",
        "playable_at": piece.created_at,
        "duration_ms": 61_000,
        "percent": 100.0,
        **changes,
    }.items():
        setattr(film, name, value)
    content.edit(piece, film=film)
    return film


@pytest.mark.once
def test_an_empty_studio_says_what_to_do(as_ada):
    page = as_ada.get("/studio/").text

    assert "Your first piece goes here" in page
    assert "/studio/upload" in page


@pytest.mark.once
def test_strangers_are_sent_to_sign_in(client):
    answer = client.get("/studio/")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.once
def test_one_sees_ones_own_films_only(as_ada, as_cy, piece):
    assert "How a river remembers" in as_ada.get("/studio/").text
    assert "How a river remembers" not in as_cy.get("/studio/").text


@pytest.mark.once
def test_each_film_says_where_it_stands(as_ada, ada, tus):
    states = {
        "Converting": {"state": "encoding", "percent": 40.0, "playable_at": None},
        "Could not be converted": {
            "state": "failed",
            "playable_at": None,
            "error_code": "x",
            "error_text": "The tape was torn.",
        },
        "Draft": {},
    }
    for words, changes in states.items():
        playable(content.draft(ada, f"Film that is: {words}"), **changes)
    content.draft(ada, "Film without a file")
    out = content.draft(ada, "Film that is out")
    playable(out)
    content.publish(out)
    db.session.commit()
    tus.patch(tus.url(40_000), 0, pseudo_film(10_000))

    page = as_ada.get("/studio/").text

    for words in (
        "Converting",
        "Could not be converted",
        "The tape was torn.",
        "Draft",
        "No file yet",
        "Published",
        "Uploading",
    ):
        assert words in page
    assert 'value="40.0"' in page
    assert 'value="25.0"' in page
    assert "1:01" in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Tide", "Bridge", "River"}),
        ("?state=published", {"Tide"}),
        ("?state=draft", {"Bridge", "River"}),
        ("?visibility=private", {"Bridge"}),
        ("?words=RIV", {"River"}),
        ("?words=%25", set()),
        ("?state=nonsense&visibility=nonsense", {"Tide", "Bridge", "River"}),
        ("?state=published&words=river", set()),
    ],
)
def test_filters_stand_in_the_address(as_ada, ada, query, titles):
    tide = content.draft(ada, "Tide")
    content.draft(ada, "Bridge", visibility="private")
    content.draft(ada, "River")
    playable(tide)
    content.publish(tide)
    db.session.commit()

    page, fragment = as_ada.get(f"/studio/{query}").text, as_ada.get(f"/studio/{query}", hx=True).text

    assert {title for title in ("Tide", "Bridge", "River") if f">{title}</a>" in page} == titles
    assert {title for title in ("Tide", "Bridge", "River") if f">{title}</a>" in fragment} == titles
    assert "<html" not in fragment
    assert bool(titles) != ("Nothing of yours fits that" in page)


def test_pages_neither_repeat_nor_skip(as_ada, ada):
    for number in range(60):
        content.draft(ada, f"Film number {number:02}")
    db.session.commit()

    seen, url = [], "/studio/?words=number"
    while url:
        page = as_ada.get(url).text
        seen += [f"{number:02}" for number in reversed(range(60)) if f"Film number {number:02}</a>" in page]
        url = page.partition('id="pieces-more"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        content.draft(ada, "Film number 99, begun meanwhile")

    assert seen == [f"{number:02}" for number in reversed(range(60))]


def test_a_made_up_cursor_is_404(as_ada):
    assert as_ada.get("/studio/?after=nonsense").status_code == 404


@pytest.mark.once
def test_the_list_asks_the_database_as_often_for_many_as_for_few(as_ada, ada, statements):
    content.draft(ada, "One")
    as_ada.get("/studio/")
    statements.clear()
    as_ada.get("/studio/")
    few = len(statements)
    for number in range(20):
        playable(content.draft(ada, f"Film {number}"))

    db.session.commit()
    statements.clear()
    as_ada.get("/studio/")

    assert len(statements) <= few
