"""The paid part of a piece is nowhere but before those who may open it: not in bytes, lists, search, frames or histories."""

import pytest

from jobs import discovery as discovery_jobs
from tests.films import published
from tests.trust.privacy.surfaces import kept, lists_of, pages_of
from wm.domains import content, engagement, ledger, market
from wm.kernel.db import db

SECRET = "zqsecretx"
FREE = "zqfreex"
HEADERS = ("Location", "Content-Disposition", "Link")


@pytest.fixture
def pieces(ada, ben, run_jobs):
    """An article, an update, a film and a resource of Ada's, all with a price; Ben kept them while they were free."""
    body = f"Matrix {FREE} #matrixtag\n\n<!-- more -->\n\nThen {SECRET} with a film at 1:23 and @ben"
    made = [content.draft(ada, "Matrix", kind="article", body=body, description="Matrix"), _update(ada, body)]
    made.append(published(ada, "Matrix film"))
    for piece in made[:2]:
        content.publish(piece)
        content.edit(piece, body=f"{piece.body}\n\nEdited {SECRET}")
    for piece in made:
        engagement.like(ben, piece)
        engagement.save(ben, piece)
        market.set_prices(piece, unlock=500)
    db.session.commit()
    run_jobs()
    discovery_jobs.rebuild()
    return made


def _update(ada, body):
    return content.draft(ada, f"Matrix {FREE}", kind="update", body=body)


def lists() -> list[str]:
    return [*lists_of(["ada", "ben"]), *kept([]), f"/search/suggestions?q={SECRET[:6]}"]


def pages(pieces) -> list[str]:
    return [path for piece in pieces for path in (*pages_of(piece.public_id), f"/buy/{piece.public_id}")]


def told(browser, path: str, ways: tuple[bool, ...]) -> str:
    """Everything that an answer says, wherever it leads; `ways`: as a fragment, or plain."""
    said = ""
    for hx in ways:
        answer = browser.get(path, hx=hx)
        answer = browser.get(answer.location, hx=hx) if answer.status_code in (301, 302, 303, 308) else answer
        said += answer.text
        said += "".join(answer.headers.get(name, "") for name in HEADERS)
    return said


def leaks(browser, paths: list[str], ways: tuple[bool, ...] = (False, True)) -> list[str]:
    return [path for path in paths if _shows(told(browser, path, ways))]


def _shows(said: str) -> bool:
    return SECRET in said or "master.m3u8" in said or "film.mp4" in said


@pytest.mark.once
def test_nobody_reads_what_they_have_not_paid_for(client, as_ben, as_cy, pieces):
    assert leaks(client, pages(pieces), (False,)) == []
    assert leaks(as_cy, pages(pieces), (True,)) == []
    assert leaks(as_ben, [*lists(), *pages(pieces)]) == []


@pytest.mark.once
def test_the_same_look_finds_it_where_it_is_open(as_ada, as_ben, ben, pieces):
    """The control: its maker, whoever bought it, and everybody once the lock is gone."""
    article = pieces[0]
    assert f"/read/{article.public_id}" in leaks(as_ada, pages(pieces[:1]))

    ledger.move(5000, ledger.of_site("clearing", "t"), ledger.wallet(ben.id), reason="deposit", key="given")
    market.buy(ben, market.prices_of(article).unlock.public_id, key="k1")
    assert f"/read/{article.public_id}" in leaks(as_ben, pages(pieces[:1]))
    assert f"/read/{pieces[1].public_id}" not in leaks(as_ben, pages(pieces[1:2]))


def test_the_free_part_is_there_and_found(client, as_cy, pieces):
    assert FREE in client.get(f"/read/{pieces[0].public_id}").text
    assert "Matrix" in as_cy.get(f"/search?q={FREE}").text
    assert f'/read/{pieces[0].public_id}"' in as_cy.get(f"/search?q={FREE}").text
    assert f'/read/{pieces[0].public_id}"' not in as_cy.get(f"/search?q={SECRET}").text


def test_without_a_lock_all_of_it_is_there_again(client, pieces, run_jobs):
    market.set_prices(content.with_row_id(pieces[0].id))
    db.session.commit()
    run_jobs()

    assert SECRET in client.get(f"/read/{pieces[0].public_id}").text
    assert f'/read/{pieces[0].public_id}"' in client.get(f"/search?q={SECRET}").text


@pytest.mark.once
def test_what_gives_out_the_thing_itself_refuses(as_cy, pieces):
    for path in ("/read/{}/edits", "/read/{}/file", "/watch/{}/source", "/embed/{}/source"):
        for piece in pieces:
            assert as_cy.get(path.format(piece.public_id)).status_code in (302, 402, 404), path


def test_premium_is_a_filter_of_the_feed(client, ada, pieces):
    published(ada, "Free for all")

    html = client.get("/feed/latest?kind=premium").text

    assert "Matrix film" in html
    assert "Free for all" not in html
