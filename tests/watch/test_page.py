"""The page of a film: who may open it, what it shows in each state, what it tells other sites."""

import json
import re

import pytest

from tests.films import film, published
from wm.domains import categories, content, people
from wm.kernel import clock
from wm.kernel.db import db

MOVED = 303


@pytest.fixture
def river(ada):
    piece = published(ada, "How a river remembers", description="Winter 0:00, silt 9:33. https://example.org/looks")
    piece.film.has_poster = piece.film.has_progressive = piece.film.has_storyboard = piece.film.is_open = True
    db.session.commit()
    return piece


def address(piece, *more):
    return "/".join(("/watch", piece.public_id, *more))


def draft(person, **values):
    piece = content.draft(person, "Not out yet", film=film(**values))
    db.session.commit()
    return piece


def attributes(html):
    tag = re.search(r"<film-player[^>]*>", html)[0]
    return dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))


@pytest.mark.once
def test_anybody_can_watch_what_is_public(client, river):
    answer = client.get(address(river))

    assert answer.status_code == 200
    assert '<h1 class="watch-title">How a river remembers</h1>' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.once
def test_the_film_plays_without_javascript(client, river):
    html = client.get(address(river)).text

    video = re.search(r"<video.*?</video>", html, re.DOTALL)[0]
    assert re.search(r"<video controls [^>]*preload=\"none\"", video)
    assert re.search(r'<source src="/media/\d+/[^"]+/film.mp4" type="video/mp4">', video)
    assert re.search(r'<source src="/media/\d+/[^"]+/master.m3u8[^"]*" type="application/vnd.apple.mpegurl">', video)
    assert re.search(r'<div class="film-skin" data-part="skin" hidden>', html)


@pytest.mark.once
def test_an_htmx_request_gets_the_screen_alone(client, river):
    whole, part = client.get(address(river)), client.get(address(river), hx=True)

    assert "<html" in whole.text
    assert "<html" not in part.text
    assert part.text.strip().startswith('<div class="watch-screen" id="screen">')
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize("who", ["client", "as_cy", "as_ben"])
def test_a_private_film_is_not_there_for_others(request, ada, who):
    private = published(ada, "For nobody", visibility="private")
    browser = request.getfixturevalue(who)

    for path in (address(private), address(private, "source"), f"/embed/{private.public_id}"):
        assert browser.get(path).status_code == 404
    assert browser.post(address(private, "beat"), data={"state": "playing", "position": 1}).status_code == 404


@pytest.mark.once
def test_its_maker_sees_a_private_film_and_why_nobody_else_does(as_ada, ada):
    private = published(ada, "For nobody", visibility="private")

    answer = as_ada.get(address(private))

    assert "Private: nobody but its maker" in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text


def test_an_unlisted_film_opens_by_its_link_and_stays_out_of_search(client, ada):
    unlisted = published(ada, "By link only", visibility="unlisted")

    answer = client.get(address(unlisted))

    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex">' in answer.text


def test_a_draft_and_a_scheduled_film_are_their_makers_alone(client, as_ada, ada):
    later = draft(ada)
    content.schedule(later, clock.now().replace(microsecond=0) + content.actions.FURTHEST / 2)
    db.session.commit()

    assert client.get(address(later)).status_code == 404
    assert "Only you can see this page until" in as_ada.get(address(later)).text
    assert "A draft: only you" in as_ada.get(address(draft(ada))).text


@pytest.mark.once
def test_a_film_on_its_way_shows_how_far_it_is(as_ada, ada):
    busy = draft(ada, state="encoding", percent=37.0)

    html = as_ada.get(address(busy)).text

    assert "<film-player" not in html
    assert f'hx-sse:connect="/live/films/{busy.public_id}"' in html
    assert 'value="37.0"' in html


@pytest.mark.once
def test_a_film_that_failed_says_why_to_its_maker_only(client, as_ada, ada):
    failed = published(ada, "Was there once")
    failed.film.state, failed.film.error_code, failed.film.error_text = (
        "failed",
        "empty",
        "This file holds no pictures.",
    )
    db.session.commit()

    assert "This file holds no pictures." in as_ada.get(address(failed)).text
    assert "/studio/films/" in as_ada.get(address(failed)).text
    assert "This file holds no pictures." not in client.get(address(failed)).text
    assert "does not play at the moment" in client.get(address(failed)).text


@pytest.mark.once
def test_what_people_type_is_shown_as_text(client, ada):
    nasty = published(
        ada, "<script>alert(1)</script>", description='"><img src=x onerror=alert(1)></script>', tags=["<b>"]
    )

    html = client.get(address(nasty)).text

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert html.count("</script>") == html.count("<script")


@pytest.mark.once
def test_a_long_description_folds_at_the_end_of_a_sentence(client, ada):
    text = "We went out at five each morning. " * 30
    folded = published(ada, "Long", description=text)

    html = client.get(address(folded)).text

    lead = re.search(r'<p class="watch-words">(.*?)</p>', html, re.DOTALL)[1]
    assert lead.endswith("each morning.")
    assert html.count("We went out at five each morning.") >= 30
    assert '<details class="watch-more">' in html
    assert "watch-more" not in client.get(address(published(ada, "Short", description="Short."))).text


@pytest.mark.once
@pytest.mark.parametrize(
    ("asked", "start"), [("65", "65.0"), ("65s", "65.0"), ("1m5s", "65.0"), ("1h2m3s", "3723.0"), ("0", "0.0")]
)
def test_an_address_may_name_the_second(client, river, asked, start):
    assert attributes(client.get(address(river) + f"?t={asked}").text)["data-start"] == start


@pytest.mark.once
def test_without_javascript_the_film_starts_there_too(client, river):
    video = client.get(address(river) + "?t=65").text.split("<video")[1]

    assert re.search(r'<source src="[^"]+/film.mp4#t=65.0" type="video/mp4">', video)


@pytest.mark.once
@pytest.mark.parametrize("asked", ["", "-5", "later", "1e9", "9" * 400, "<b>"])
def test_a_second_that_is_none_is_passed_over(client, river, asked):
    assert "data-start" not in attributes(client.get(address(river) + f"?t={asked}").text)


@pytest.mark.once
def test_fresh_addresses_for_a_player(client, river):
    said = client.get(address(river, "source")).json

    assert said.keys() == {"master", "mp4", "seconds", "carried", "version", "growing"}
    assert re.fullmatch(r"/media/\d+/[\w-]{22}/\w{24}/master\.m3u8(\?v=\d+)?", said["master"])
    assert said["seconds"] > 7 * 24 * 3600 - 60


@pytest.mark.once
def test_addresses_of_a_private_film_hold_for_minutes(as_ada, ada):
    private = published(ada, "For nobody", visibility="private")
    private.film.is_open = False
    db.session.commit()

    assert 0 < as_ada.get(address(private, "source")).json["seconds"] <= 15 * 60


@pytest.mark.once
def test_search_engines_and_other_sites_are_told_what_it_is(client, river):
    html = client.get(address(river)).text

    said = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    assert said["@type"] == "VideoObject"
    assert (said["name"], said["duration"]) == ("How a river remembers", "PT20S")
    assert said["embedUrl"] == f"http://localhost/embed/{river.public_id}"
    assert f'<link rel="canonical" href="http://localhost/watch/{river.public_id}">' in html
    assert '<meta property="og:type" content="video.other">' in html
    assert re.search(r'<link rel="alternate" type="application/json\+oembed" href="http://localhost/oembed\?', html)
    assert re.search(r'<meta property="og:image" content="http://localhost/media/[^"]+/poster.webp', html)


@pytest.mark.once
def test_the_link_and_the_code_are_there_to_be_copied(client, river):
    html = client.get(address(river)).text

    assert f'readonly value="http://localhost/watch/{river.public_id}"' in html
    assert f"&lt;iframe src=&#34;http://localhost/embed/{river.public_id}&#34;" in html


def test_up_next_never_holds_the_film_itself_or_hidden_ones(client, river, ada):
    published(ada, "Another one")
    published(ada, "Hidden", visibility="unlisted")

    aside = client.get(address(river)).text.split("<aside")[1]

    assert "Another one" in aside
    assert "Hidden" not in aside
    assert "How a river remembers" not in aside


@pytest.mark.once
def test_the_page_costs_the_same_however_much_there_is(client, river, ada, statements):
    client.get(address(river))
    statements.clear()
    client.get(address(river))
    few = len(statements)
    for number in range(12):
        maker = people.enrol(
            name=f"Maker {number}", handle=f"maker{number}", email=f"m{number}@example.org", password="a long password"
        )
        published(maker, f"Film {number}")
    categories.plant([("craft", "Craft", "hand")])
    db.session.commit()
    statements.clear()

    client.get(address(river))

    assert len(statements) <= few + 1  # one more: the posters of up next, once there are any
