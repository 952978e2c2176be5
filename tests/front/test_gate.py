"""Who may have the files of a film, asked of every request: by nginx before a folder, by the application before a store."""

import os
import signal
import time

import pytest

from tests.films import published
from tests.front.conftest import MEDIA_SECRET
from tests.trust.media.paths import asked, payloads
from wm.domains import content, entitlements, graph
from wm.domains.media import signing
from wm.kernel import clock
from wm.kernel.db import db

NAMES = ("master.m3u8", "v360.mp4", "film.mp4", "storyboard.webp", "storyboard.vtt")
SECRET = b"nobody else may see these bytes"
REVOKED_WITHIN = 10
FILMS, PEOPLE = 6, 5


def link(front, key, name, who="", ends=None):
    """Sign as the application does, for whomever."""
    ends = signing.expiry(is_open=False) if ends is None else ends
    folder = f"{key}/{who}" if who else key
    return f"{front.url}/media/{ends}/{signing.sign(ends, folder, MEDIA_SECRET)}/{folder}/{name}"


@pytest.fixture
def kept(store, ada):
    """Make a film of Ada's with all its files."""

    def make(**fields):
        piece = published(ada, **fields)
        for name in NAMES:
            store.put(f"published/{piece.film.key}/{name}", SECRET)
        db.session.commit()
        return piece

    return make


def opens(browser, url) -> bool:
    answer = browser.get(url)
    assert (answer.status_code == 200) == (SECRET in answer.content)
    return answer.status_code == 200


def test_nobody_but_its_maker_reads_any_file_of_a_private_film(front, stranger, kept, ada, ben):
    """Neither without a name, nor with another one: a signature alone, made with the right secret, is not enough."""
    private = [kept(visibility="private") for _ in range(FILMS)]

    for piece in private:
        for name in NAMES:
            assert not opens(stranger, link(front, piece.film.key, name))
            assert not opens(stranger, link(front, piece.film.key, name, ben.public_id))
            assert not opens(stranger, f"{front.url}/media/{piece.film.key}/{name}")
        assert opens(stranger, link(front, piece.film.key, NAMES[0], ada.public_id))


def test_the_token_of_one_film_and_person_opens_nothing_of_others(front, stranger, kept, ada, ben, cy, mo, ruth):
    pieces, everybody = [kept() for _ in range(FILMS)], [ada, ben, cy, mo, ruth]
    seats = [(piece.film.key, person.public_id) for piece in pieces for person in everybody]

    opened = set()
    for number, (key, who) in enumerate(seats):
        ends, signature = link(front, key, "x.mp4", who).split("/")[4:6]
        for other, (key_there, who_there) in enumerate(seats):
            if (number + other) % 4 == 0 or number == other:
                url = f"{front.url}/media/{ends}/{signature}/{key_there}/{who_there}/v360.mp4"
                opened |= {(number, other)} if opens(stranger, url) else set()

    assert opened == {(number, number) for number in range(len(seats))}


def test_a_link_is_worth_nothing_a_second_after_its_end(front, stranger, kept, ada):
    key, ends = kept(visibility="private").film.key, int(time.time()) + 4
    url = link(front, key, "film.mp4", ada.public_id, ends=ends)
    assert opens(stranger, url)

    time.sleep(max(0, ends + 1 - time.time()))

    assert stranger.get(url).status_code == 410


@pytest.fixture
def sold(kept, ben, cy):
    """A film that Ben has bought, and Cy too; it lies where it stays."""
    piece = kept()
    piece.film.is_open = False  # its links were never wide, so its folder keeps its name
    content.set_lock(piece, by_sale=True, price=500)
    for buyer in (ben, cy):
        entitlements.grant(buyer.id, scope="content", scope_id=piece.id, source="sale", source_ref=buyer.handle)
    db.session.commit()
    return content.with_row_id(piece.id)


def test_whatever_ends_a_right_ends_the_links_that_were_given_out(front, stranger, kept, sold, ada, ben, cy, mo):
    """Within ten seconds, whether everybody had the link or one person, and for nobody else."""
    hidden, priced, gone, hers, ours = kept(), kept(), kept(), kept(), kept()
    ends = [(each, who) for each in (hidden, priced, gone) for who in ("", ben.public_id)]
    ends += [(sold, ben.public_id), (hers, cy.public_id), (ours, mo.public_id)]
    stays = [(sold, cy.public_id), (sold, ada.public_id), (hers, ""), (hers, ben.public_id), (ours, "")]
    closing, staying = (
        [link(front, each.film.key, name, who) for each, who in some for name in NAMES] for some in (ends, stays)
    )
    assert [url for url in (*closing, *staying) if not opens(stranger, url)] == []

    content.edit(hidden, visibility="private")
    content.set_lock(priced, by_sale=True, price=500)
    content.remove(gone)
    entitlements.revoke("sale", "ben")  # a refund
    hers.person_id = mo.id
    graph.block(mo, cy)
    mo.closed_at = clock.now()
    db.session.commit()

    deadline = time.monotonic() + REVOKED_WITHIN
    while still := [url for url in closing if opens(stranger, url)]:
        assert time.monotonic() < deadline, still
        time.sleep(0.5)
    assert [url for url in staying if not opens(stranger, url)] == []


def test_no_way_of_writing_a_path_leads_outside(front, stranger, kept, store, ben):
    outside = b"bytes from outside of the film"
    for key in ("outside.mp4", "raw/outside", "published/outside.mp4"):
        store.put(key, outside)
    piece, tried = kept(), payloads(NAMES)
    assert len(tried) >= 400

    for payload in tried:
        for start in (link(front, piece.film.key, ""), link(front, piece.film.key, "", ben.public_id)):
            path = start.removeprefix(front.url) + payload
            status, body = asked(front.https_port, path)
            assert outside not in body, path
            assert status in (308, 400, 403, 404, 405) or SECRET in body, (path, status)


def test_what_everybody_may_watch_goes_on_while_the_application_is_away(front, stranger, kept, ben):
    """Answers of the gate are kept, so that a burst of segments asks once; what is somebody's own is not kept for long."""
    if "auth_request" not in (front.nginx.out / "parts/media.conf").read_text():
        pytest.skip("before an object store the application is asked each time")
    key = kept().film.key
    url, own = link(front, key, "v360.mp4"), link(front, key, "v360.mp4", ben.public_id)
    assert [opens(stranger, each) for each in (url, own)] == [True, True]

    os.killpg(front.site.web.process.pid, signal.SIGSTOP)
    try:
        assert [opens(stranger, each) for each in (url, own)] == [True, True], "it was asked again within a second"
        time.sleep(6)
        seen = opens(stranger, url), opens(stranger, own)
    finally:
        os.killpg(front.site.web.process.pid, signal.SIGCONT)

    assert seen == (True, False)
