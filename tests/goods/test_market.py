"""The market page and the studio's customers."""

import pytest

from tests.films import published
from tests.goods.conftest import resource
from wm.domains import content, graph, market
from wm.kernel.db import db


@pytest.fixture
def stalls(ada, mo):
    """Four pieces for sale by two people, and one that is free."""
    found = [resource(ada, title, price) for title, price in (("Dune plan", 500), ("River plan", 1500))]
    film = published(ada, "Dune film")
    market.set_prices(film, unlock=300, rental=100)
    free = published(ada, "Free film")
    hers = resource(mo, "Dune maps", 800)
    db.session.commit()
    return {"plan": found[0], "river": found[1], "film": film, "free": free, "maps": hers}


def titles(browser, **asked):
    text = browser.get("/market", query_string=asked).text
    return [each for each in ("Dune plan", "River plan", "Dune film", "Free film", "Dune maps") if each in text]


def ids(viewer, **wanted):
    return market.stalls.browse(viewer, market.stalls.Wanted(**wanted)).items


@pytest.mark.once
def test_everything_with_a_price_stands_there(client, stalls):
    assert titles(client) == ["Dune plan", "River plan", "Dune film", "Dune maps"]
    assert "<html" not in client.get("/market", hx=True).text


NARROWED = [
    ({"kind": "film"}, ["Dune film"]),
    ({"kind": "resource"}, ["Dune plan", "River plan", "Dune maps"]),
    ({"q": "dune"}, ["Dune plan", "Dune film", "Dune maps"]),
    ({"q": "dune plan"}, ["Dune plan"]),
    ({"q": "Okafor"}, ["Dune plan", "River plan", "Dune film"]),
    ({"least": "6"}, ["River plan", "Dune maps"]),
    ({"least": "2", "most": "8"}, ["Dune plan", "Dune maps"]),
    (
        {"least": "nan", "most": "-3", "kind": "gold", "sort": "x"},
        ["Dune plan", "River plan", "Dune film", "Dune maps"],
    ),
    ({"q": "%"}, []),
    ({"member": "1"}, []),
]


def test_it_is_narrowed(client, stalls):
    assert [(asked, titles(client, **asked)) for asked, _ in NARROWED] == NARROWED


def test_what_a_membership_opens(client, stalls):
    content.set_lock(stalls["river"], by_level=1)
    content.set_lock(stalls["free"], by_pro=True)
    db.session.commit()

    assert titles(client, member="1") == ["River plan", "Free film"]


def test_it_is_sorted(ben, stalls, give, buy):
    give(ben)
    buy(ben, stalls["plan"])
    by_name = {piece.id: name for name, piece in stalls.items()}

    def names(sort):
        return [by_name[each] for each in ids(ben, sort=sort)]

    assert names("cheap") == ["film", "plan", "maps", "river"]
    assert names("dear") == ["river", "maps", "plan", "film"]
    assert names("selling")[0] == "plan"
    assert names("new")[0] == "maps"


@pytest.mark.parametrize("sort", market.stalls.SORTS)
def test_pages_neither_repeat_nor_skip(ben, ada, stalls, sort):
    found, after = [], None
    for _ in range(5):
        page = market.stalls.browse(ben, market.stalls.Wanted(sort=sort), after, size=1)
        found += page.items
        after = page.next
        if after is None:
            break

    assert sorted(found) == sorted(piece.id for name, piece in stalls.items() if name != "free")


@pytest.mark.once
def test_it_shows_nothing_of_people_who_are_apart(as_ben, ben, ada, stalls):
    graph.block(ada, ben)
    market.bundles.make(ada, title="Both", words="", amount=900, pieces=[stalls["plan"].id, stalls["river"].id])
    db.session.commit()

    assert titles(as_ben) == ["Dune maps"]
    assert "Both" not in as_ben.get("/market").text
    (bundle,) = market.bundles.of_maker(ada)
    assert as_ben.get(f"/bundles/{bundle.public_id}").status_code == 404


def test_bundles_stand_there_too(client, ada, stalls):
    market.bundles.make(ada, title="Both plans", words="", amount=900, pieces=[stalls["plan"].id, stalls["river"].id])
    db.session.commit()

    assert "Both plans" in client.get("/market").text
    assert "Both plans" in client.get("/market?kind=bundle&q=plans").text
    assert "Both plans" not in client.get("/market?kind=bundle&most=5").text
    assert "Both plans" not in client.get("/market?kind=film").text


@pytest.mark.once
def test_an_empty_market_says_what_to_do(client):
    assert "The market is empty" in client.get("/market").text
    assert "Nothing like that is for sale" in client.get("/market?q=zebra").text


@pytest.mark.once
def test_as_many_statements_for_many_pieces_as_for_few(client, ada, stalls, statements):
    statements.clear()
    client.get("/market")
    few = len(statements)
    for n in range(12):
        resource(ada, f"More {n}", 200)
    statements.clear()
    client.get("/market")

    assert len(statements) <= few
    assert few <= 10


@pytest.mark.once
def test_a_made_up_page_is_not_there(client, stalls):
    assert client.get("/market?after=xyz").status_code == 404


def test_the_frame_and_the_feed_lead_to_it(client, stalls):
    assert 'href="/market"' in client.get("/").text
    assert "/market?kind=resource" in client.get("/feed/latest?kind=resource").text


def test_the_studio_shows_who_bought_what(as_ada, as_ben, ben, cy, stalls, give, buy):
    for each in (ben, cy):
        give(each)
    buy(ben, stalls["plan"])
    buy(ben, stalls["film"], key="k2")
    buy(cy, stalls["plan"])

    shown = as_ada.get("/studio/customers").text
    assert all(each in shown for each in ("Ben Hart", "Cy Lindqvist", "$8.00", "$13.00", "Dune film · Dune plan"))
    found = as_ada.get("/studio/customers?words=ben", hx=True).text
    assert "Ben Hart" in found
    assert "Cy Lindqvist" not in found
    assert "<html" not in found
    assert "Nobody has bought anything yet" in as_ben.get("/studio/customers").text


def test_the_table_of_customers_runs_nothing(as_ada, ada, ben, give, buy):
    piece = resource(ada, '=HYPERLINK("http://evil","x")', 500)
    ben.name = "+Ben"
    give(ben)
    buy(ben, piece)

    rows = as_ada.get("/studio/customers.csv").text.splitlines()

    assert rows[0].startswith("\ufeffPaid")
    assert ",'+Ben,ben," in rows[1]
    assert "'=HYPERLINK" in rows[1]
    assert ",5.00," in rows[1]
