"""The feed: four orders, pages without a gap, nothing that one has put away, few statements."""

import re
from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import categories, content, discovery, graph, people
from wm.kernel import cache, clock
from wm.kernel.db import db, transaction
from wm.web.viewer import VISITOR

TABS = ("/feed", "/feed/following", "/feed/latest", "/feed/trending")
TITLE = re.compile(r'card-title"><a href="[^"]+">([^<]+)<')


def titles(ids):
    return [piece.title for piece in content.in_order(ids)]


def shown(answer):
    return TITLE.findall(answer.text)


def follow(follower, followed):
    with transaction():
        graph.follow(follower, followed)


def pages(feed, viewer, **more):
    page = feed(viewer, size=3, **more)
    yield page
    while page.next:
        page = feed(viewer, cursor=page.next, size=3, **more)
        yield page


@pytest.mark.once
@pytest.mark.parametrize("path", [*TABS, "/feed/trending/hour", "/feed?kind=course", "/feed/latest?kind=premium"])
def test_every_tab_stands_alone_and_gives_its_part(as_ben, ada, path):
    published(ada, "A film")

    whole, part = as_ben.get(path), as_ben.get(path, hx=True)

    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.text
    assert "<html" not in part.text


def test_following_shows_only_whom_one_follows_in_the_order_of_time(as_cy, cy, ada, ben):
    published(ada, "Older", minutes_ago=5)
    published(ada, "Newer", minutes_ago=1)
    published(ben, "Somebody else's")
    follow(cy, ada)

    assert shown(as_cy.get("/feed/following")) == ["Newer", "Older"]


@pytest.mark.once
def test_a_visitor_is_told_how_to_follow(client):
    assert "Sign in, then follow" in client.get("/feed/following").text


@pytest.mark.parametrize("feed", [discovery.for_you, discovery.latest, discovery.following])
def test_pages_neither_repeat_nor_skip_while_new_things_arrive(feed, ada, ben):
    follow(ben, ada)
    for n in range(11):
        published(ada, f"Film {n}", minutes_ago=n + 1)
    seen = []

    for page in pages(feed, ben):
        seen += titles(page.items)
        published(ada, "Brand new")

    assert sorted(seen) == sorted(f"Film {n}" for n in range(11))


def test_trending_pages_hold_while_things_are_liked(ada, ben):
    for n in range(7):
        published(ada, f"Film {n}", minutes_ago=n + 1)
    seen = []

    for page in pages(lambda *a, **k: discovery.trending(*a, "day", **k), ben):
        seen += titles(page.items)
        content.add_views({page.items[-1]: 1000})

    assert sorted(seen) == [f"Film {n}" for n in range(7)]


def test_a_lost_snapshot_is_made_again_as_of_the_same_moment(app, ada, ben):
    for n in range(9):
        published(ada, f"Film {n}", minutes_ago=n + 1)
    first = discovery.for_you(ben, size=4)
    cache.client().flushdb()
    published(ada, "Brand new")

    second = discovery.for_you(ben, cursor=first.next, size=9)

    assert len(set(first.items) | set(second.items)) == 9
    assert "Brand new" not in titles(second.items)


@pytest.mark.once
def test_a_made_up_place_is_not_there(as_ben):
    for path in TABS[:1] + TABS[2:]:
        assert as_ben.get(f"{path}?after=nonsense").status_code == 404


def test_trending_prefers_deeds_and_forgets_the_old(ada):
    published(ada, "Quiet", minutes_ago=1)
    loud, old = published(ada, "Loud", minutes_ago=60), published(ada, "Old", minutes_ago=60 * 24 * 6)
    loud.likes, old.likes = 20, 20
    db.session.commit()

    assert titles(discovery.trending(VISITOR, "day").items) == ["Loud", "Quiet", "Old"]
    assert titles(discovery.trending(VISITOR, "hour").items) == ["Loud", "Quiet"]


def test_filters_narrow_to_kind_and_category(client, ada):
    categories.plant([("craft", "Craft", "hand")])
    craft = categories.called("craft")
    published(ada, "Clay", category=craft)
    published(ada, "Rain")
    course = content.draft(ada, "Ten lessons", kind="resource", body="A file")
    content.publish(course)
    db.session.commit()

    assert shown(client.get("/feed/latest?category=craft")) == ["Clay"]
    assert shown(client.get("/feed?kind=resource")) == ["Ten lessons"]
    assert "Nothing premium yet" in client.get("/feed?kind=premium").text
    assert client.get("/feed?category=nothing").status_code == 404
    assert client.get("/feed?kind=nothing").status_code == 200


def test_it_says_how_much_is_new_since_one_looked(as_ben, ada):
    page = as_ben.get("/feed/latest")
    link = re.search(r'hx-get="(/feed/new[^"]+)"', page.text)[1].replace("&amp;", "&")
    clock.shift(timedelta(minutes=2))

    before = as_ben.get(link, hx=True).text
    published(ada, "Brand new")
    after = as_ben.get(link, hx=True).text

    assert "Look for new" in before
    assert "1 new" in after
    assert "<html" in as_ben.get(link).text
    assert as_ben.get("/feed/new?since=yesterday").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("path", TABS)
def test_a_warm_page_takes_at_most_eight_statements(path, as_ben, ben, ada, cy, statements):
    for person in (ada, cy):
        follow(ben, person)
        for n in range(15):
            published(person, f"Film {n}", minutes_ago=n)
    as_ben.get("/feed/latest")
    statements.clear()
    as_ben.get(path)
    cold = len(statements)
    statements.clear()

    answer = as_ben.get(path)

    assert "Film 3" in answer.text
    assert len(statements) <= 8, statements
    assert cold <= 8


@pytest.mark.once
def test_a_card_is_rendered_once_and_anew_when_it_changes(client, as_ben, ada, statements):
    piece = published(ada, "First words")
    client.get("/feed/latest")
    statements.clear()

    again = as_ben.get("/feed/latest")
    assert "First words" in again.text
    assert not any("content.description" in each for each in statements)

    content.edit(content.own(piece.public_id, ada), title="Second words")
    assert "Second words" in as_ben.get("/feed/latest").text


def test_what_cannot_be_seen_any_more_leaves_a_kept_list(ada, ben):
    kept, gone = published(ada, "Kept"), published(ada, "Gone")
    assert set(discovery.for_you(ben).items) == {kept.id, gone.id}

    content.edit(gone, visibility="private")
    db.session.commit()

    assert discovery.for_you(ben).items == [kept.id]


@pytest.mark.once
def test_the_feed_goes_on_without_redis(as_ben, app, ada):
    published(ada, "Still here")
    app.config["CACHE_REDIS_URL"] = "unix:///nowhere.sock"

    for path in TABS:
        assert as_ben.get(path).status_code == 200
    assert "Still here" in as_ben.get("/feed").text


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_whoever_follows_nobody_meets_people_in_the_empty_feed_and_on_explore(as_cy, cy, ada, ben, hx):
    published(ada, "A film")
    follow(ben, ada)

    assert "People you may like" in as_cy.get("/feed/following", hx=hx).text
    assert "People you may like" in as_cy.get("/search").text
    assert "People you may like" not in as_cy.get("/search?q=film").text
    assert "People you may like" not in as_cy.get("/feed/latest", hx=hx).text

    follow(cy, ada)
    assert "People you may like" not in as_cy.get("/feed/following", hx=hx).text


@pytest.mark.once
def test_a_category_wears_its_icon_wherever_it_is_named(client, ada):
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "music")])
    published(ada, "Clay", category=categories.called("craft"))

    for path, times in (("/", 1), ("/search", 2), ("/c/craft", 2)):
        assert client.get(path).text.count("#hand") == times, path


def test_a_prepared_page_asks_once_and_is_for_nobody_whose_session_has_ended(as_ben, ada, ben, statements):
    published(ada, "For those who follow").visibility = "followers"
    published(ada, "For all")
    follow(ben, ada)
    for _ in range(2):
        assert sorted(shown(as_ben.get("/feed"))) == ["For all", "For those who follow"]
    statements.clear()
    as_ben.get("/feed")
    assert len(statements) == 1

    people.revoke_all(ben)
    db.session.commit()

    page = as_ben.get("/feed")
    assert "Sign in" in page.text
    assert shown(page) == ["For all"]


def test_a_prepared_page_knows_what_changed_a_moment_ago(as_ben, ada, ben):
    piece = published(ada, "For all")
    for _ in range(2):
        assert shown(as_ben.get("/feed")) == ["For all"]

    graph.block(ada, ben)
    db.session.commit()
    assert shown(as_ben.get("/feed")) == []

    graph.unblock(ada, ben)
    db.session.commit()
    assert shown(as_ben.get("/feed")) == ["For all"]

    piece.state = "removed"
    db.session.commit()
    assert shown(as_ben.get("/feed")) == []


def test_whoever_closes_their_account_is_nobody_on_a_prepared_page(as_ben, ada, ben):
    published(ada, "For all")
    for _ in range(2):
        as_ben.get("/feed")

    ben.closed_at = clock.now()

    assert "Sign in" in as_ben.get("/feed").text
