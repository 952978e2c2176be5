"""Handing over: signed downloads that are counted, versions, and licence keys."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.goods.conftest import resource
from wm.domains import content, entitlements, ledger, market
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound


def fetch(browser, piece, version=None):
    fields = {"version": version.public_id} if version else {}
    return browser.post(f"/read/{piece.public_id}/downloads", data=fields)


def set_up(piece, limit=None, keys="none"):
    market.products.set_up(piece, download_limit=limit, key_kind=keys)
    db.session.commit()


def keys_of(person):
    return [each.key for each in market.licences.of_person(person)]


@pytest.mark.once
def test_what_is_bought_is_downloaded_by_a_link_of_ones_own(as_ben, ben, as_cy, plan, give, buy):
    give(ben)
    buy(ben, plan)

    link = fetch(as_ben, plan).headers["Location"]
    answer = as_ben.get(link)

    assert answer.data == b"the first edition"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "no-store" in answer.headers["Cache-Control"]
    assert as_cy.get(link).status_code == 404
    assert as_ben.get(link[:-1]).status_code == 404
    signed = link.split("/")[3]
    assert as_ben.get(link.replace(signed, "\u00fc" * 40)).status_code == 404
    assert as_ben.get(link.replace("/files/", "/files/9")).status_code == 404


def test_nobody_downloads_what_they_have_not_bought(as_cy, client, plan):
    assert fetch(as_cy, plan).status_code == 402
    assert as_cy.get(f"/read/{plan.public_id}/file").status_code == 402
    assert "/sign-in" in fetch(client, plan).headers["Location"]
    assert db.session.scalars(db.select(market.downloads.Download)).all() == []


def test_a_link_ends_with_its_time_and_with_the_right(as_ben, ben, plan, give, buy):
    give(ben)
    sale = buy(ben, plan)
    link = fetch(as_ben, plan).headers["Location"]

    clock.shift(timedelta(seconds=market.downloads.LINK_SECONDS + 1))
    assert as_ben.get(link).status_code == 404
    clock.shift(timedelta(0))
    assert as_ben.get(link).status_code == 200
    entitlements.revoke("sale", sale.public_id)
    db.session.commit()

    assert as_ben.get(link).status_code == 402
    assert fetch(as_ben, plan).status_code == 402


def test_a_limit_counts_for_each_version_and_each_buyer(as_ben, ben, as_cy, cy, plan, give, buy):
    set_up(plan, limit=2)
    for each in (ben, cy):
        give(each)
        buy(each, plan, key=f"k{each.id}")

    assert [fetch(as_ben, plan).status_code for _ in range(3)] == [303, 303, 409]
    assert fetch(as_cy, plan).status_code == 303
    content.add_version(content.with_row_id(plan.id), "plan.pdf", BytesIO(b"the second"), label="2.0")
    db.session.commit()

    assert fetch(as_ben, plan).status_code == 303


def test_its_maker_is_not_counted(as_ada, plan):
    set_up(plan, limit=1)

    assert [fetch(as_ada, plan).status_code for _ in range(3)] == [303, 303, 303]


def test_a_new_version_is_told_of_and_the_earlier_one_stays(as_ben, ben, plan, give, buy, run_jobs):
    give(ben)
    buy(ben, plan)
    first = content.newest(plan)
    second = content.add_version(plan, "plan.zip", BytesIO(b"more of it"), label="1.1", notes="Now with a map.")
    db.session.commit()
    run_jobs()

    shown = as_ben.get(f"/read/{plan.public_id}").text
    assert "Now with a map." in shown
    assert "1 earlier version" in shown
    assert as_ben.get(fetch(as_ben, plan).headers["Location"]).data == b"more of it"
    assert as_ben.get(fetch(as_ben, plan, first).headers["Location"]).data == b"the first edition"
    assert as_ben.get(fetch(as_ben, plan, second).headers["Location"]).data == b"more of it"
    assert "put up a new version of" in as_ben.get("/notifications").text


@pytest.mark.once
def test_a_version_of_another_piece_is_not_given(as_ben, ben, ada, plan, give, buy):
    other = resource(ada, "The other")
    give(ben)
    buy(ben, plan)

    assert fetch(as_ben, plan, content.newest(other)).status_code == 404


def test_a_key_of_the_pool_is_sold_once_and_the_last_one_ends_the_sale(as_cy, ben, cy, plan, give, buy):
    set_up(plan, keys="pool")
    market.key_pool.bring(plan, "AAAA-1111\n")
    for each in (ben, cy):
        give(each)

    buy(ben, plan)
    with pytest.raises(market.SoldOut):
        buy(cy, plan, key="k2")
    db.session.rollback()

    assert "Sold out" in as_cy.get(f"/read/{plan.public_id}").text
    assert keys_of(ben) == ["AAAA-1111"]
    assert keys_of(cy) == []
    assert ledger.wallet(cy.id).available == 5000
    assert not content.opens(plan, cy)


@pytest.mark.once
def test_a_key_is_made_for_each_buyer_and_stands_on_the_page(as_ben, ben, as_cy, cy, plan, give, buy):
    set_up(plan, keys="made")
    for each in (ben, cy):
        give(each)
        buy(each, plan, key=f"k{each.id}")

    (bens,), (cys,) = keys_of(ben), keys_of(cy)

    assert bens != cys
    assert bens in as_ben.get(f"/read/{plan.public_id}").text
    assert bens not in as_cy.get(f"/read/{plan.public_id}").text


def test_renting_comes_without_a_key(ben, film, give):
    set_up(film, keys="made")
    give(ben)

    market.buy(ben, market.prices_of(film).rental.public_id, key="k1")

    assert keys_of(ben) == []


def test_whoever_has_a_key_learns_whether_it_is_good(client, ben, plan, give, buy):
    set_up(plan, keys="made")
    give(ben)
    sale = buy(ben, plan)
    asked = {"product": plan.public_id, "key": keys_of(ben)[0]}

    assert client.post("/licences/verify", data=asked).json == {"valid": True, "uses": 0, "revoked": False}
    assert client.post("/licences/verify", json=asked | {"increment": True}).json["uses"] == 1
    assert client.post("/licences/verify", data=asked | {"increment": "1"}).json["uses"] == 2
    entitlements.revoke("sale", sale.public_id)
    db.session.commit()

    assert client.post("/licences/verify", json=asked | {"increment": True}).json == {
        "valid": False,
        "uses": 2,
        "revoked": True,
    }


@pytest.mark.once
@pytest.mark.parametrize("asked", [{}, {"product": "x"}, {"product": "", "key": ""}, {"product": "x", "key": ["a"]}])
def test_a_made_up_key_is_unknown(client, plan, asked):
    answer = client.post("/licences/verify", json=asked)

    assert (answer.status_code, answer.json["valid"]) == (404, False)


@pytest.mark.once
def test_a_key_of_the_pool_that_nobody_has_is_unknown(client, plan):
    set_up(plan, keys="pool")
    market.key_pool.bring(plan, "AAAA-1111")
    db.session.commit()

    assert client.post("/licences/verify", data={"product": plan.public_id, "key": "AAAA-1111"}).status_code == 404


@pytest.mark.once
def test_whoever_guesses_keys_has_to_wait(client, plan):
    answers = [client.post("/licences/verify", data={"product": plan.public_id, "key": f"k{n}"}) for n in range(25)]

    assert [each.status_code for each in answers][19:21] == [404, 429]


def test_a_creator_revokes_and_replaces(as_ada, as_cy, ben, plan, give, buy):
    set_up(plan, keys="made")
    give(ben)
    buy(ben, plan)
    (licence,) = market.licences.of_person(ben)
    door = f"/studio/licences/{licence.public_id}"

    assert as_cy.post(door, data={"deed": "revocation"}).status_code == 404
    assert as_ada.post(door, data={"deed": "replacement"}).status_code == 303
    newer, older = market.licences.of_person(ben)
    assert (newer.revoked_at, older.key) == (None, licence.key)
    assert older.revoked_at is not None
    as_ada.post(f"/studio/licences/{newer.public_id}", data={"deed": "revocation"})

    with pytest.raises(NotFound):
        market.licences.verify(plan.id, "nothing")
    assert market.licences.verify(plan.id, newer.key) == (False, 0, True)


def test_keys_come_in_once_and_odd_lines_are_named(as_ada, plan):
    set_up(plan, keys="pool")
    door = f"/studio/products/{plan.public_id}/keys"

    as_ada.post(door, data={"keys": "AAAA-1111\n\n AAAA-2222 \nAAAA-1111"})
    as_ada.post(door, data={"keys": "AAAA-2222\nAAAA-3333"})
    refused = as_ada.post(door, data={"keys": "AAAA-4444\nx"})

    assert refused.status_code == 422
    assert "Line 2" in refused.text
    assert market.key_pool.levels([plan.id])[plan.id] == (3, 0, 0)


def test_the_studio_shows_keys_and_what_is_handed_over(as_ada, as_ben, ben, plan, give, buy):
    set_up(plan, limit=3, keys="pool")
    market.key_pool.bring(plan, "AAAA-1111\nAAAA-2222")
    give(ben)
    buy(ben, plan)

    shown = as_ada.get("/studio/licences")
    assert all(each in shown.text for each in ("AAAA-1111", "Running low", "Ben Hart"))
    assert "<html" not in as_ada.get("/studio/licences", hx=True).text
    assert "AAAA-1111" not in as_ben.get("/studio/licences").text
    assert as_ada.get(f"/studio/products/{plan.public_id}").status_code == 200
    assert as_ben.get(f"/studio/products/{plan.public_id}").status_code == 404


def test_settings_of_a_product_are_refused_when_odd(as_ada, plan):
    door = f"/studio/products/{plan.public_id}"

    assert as_ada.post(door, data={"download_limit": "0", "key_kind": "made"}).status_code == 422
    assert as_ada.post(door, data={"download_limit": "", "key_kind": "gold"}).status_code == 422
    assert not market.products.of(plan).has_keys
    assert as_ada.post(door, data={"download_limit": "4", "key_kind": "made"}).status_code == 303
    assert market.products.of(content.with_row_id(plan.id)).download_limit == 4


def test_a_version_is_added_in_the_studio(as_ada, as_ben, plan):
    sent = {"file": (BytesIO(b"two"), "plan2.pdf"), "label": "2", "notes": "Twice as good"}

    assert as_ada.post(f"/studio/products/{plan.public_id}/versions", data=sent).status_code == 303
    sent = {"file": (BytesIO(b"two"), "plan2.exe")}
    assert as_ada.post(f"/studio/products/{plan.public_id}/versions", data=sent).status_code == 422
    sent = {"file": (BytesIO(b"two"), "plan2.pdf")}
    assert as_ben.post(f"/studio/products/{plan.public_id}/versions", data=sent).status_code == 404

    assert [each.label for each in content.versions(plan)] == ["2", "1"]


@pytest.mark.once
def test_the_button_of_a_file_from_before_there_were_versions_works(as_ben, ben, plan, give, buy):
    give(ben)
    buy(ben, plan)
    shown = as_ben.get(f"/read/{plan.public_id}").text

    assert "/downloads" in shown
    assert 'name="version"' not in shown
    fetch(as_ben, plan)

    assert f'name="version" value="{content.newest(plan).public_id}"' in as_ben.get(f"/read/{plan.public_id}").text
