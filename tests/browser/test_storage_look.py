"""The pages of the store on a small phone: open to all, still, and large enough to touch, with something on each of them."""

from datetime import timedelta

from tests.browser.looking import faults_of, looker
from tests.films import published
from tests.sites import wait_for_workers
from wm.domains import content, housekeeping, imports, storage, uploads
from wm.domains.housekeeping import FilmWeight, Rule
from wm.kernel import clock
from wm.kernel.db import db, writing

LONG = "Wolfeschlegelsteinhausenbergerdorff, and what the river did to all of his family"
RULE = "/admin/storage/rules?rule=rungs&days=30&views=100000&height=480&with_locked=y"
STAFF = ["/admin/storage", RULE, "/admin/storage/waiting", "/admin/storage/stores", "/admin/storage/people/ada"]


def test_every_page_of_the_store_is_open_to_all_still_and_large_enough_to_touch(visitor, ada, ruth):
    a_full_store(ada, ruth)

    assert faults_of(looker(visitor, ruth), STAFF) == []
    assert faults_of(looker(visitor, ada), ["/studio/storage", "/studio/imports"]) == []


def a_full_store(ada, ruth) -> None:
    """Let films weigh something, be astray, wait to go, be under a rule, and be on the way to another store.

    The walk of the night has come and gone before: it would find none of this in the store."""
    wait_for_workers()
    db.session.commit()
    with writing():
        for number in range(4):
            piece = published(ada, LONG if number == 2 else f"Film {number}", minutes_ago=60 * 24 * 60)
            size = 4_100_000_000 // (number + 1)
            db.session.add(FilmWeight(film_id=piece.film_id, raw=size, published=size // 3, total=size + size // 3))
        for number, kind in enumerate(storage.KINDS):
            place = storage.StoredPlace(place=f"{kind}/x", kind=kind, bytes=7 * 10 ** (10 - number), objects=10**number)
            db.session.add(place)
        db.session.add(storage.Stray(place="published/NobodysFilmKey0123456789/", what="object", bytes=123_456_789))
        db.session.add(storage.Stray(place="raw/MissingFilm0123456789", what="row"))
        db.session.add(storage.Sweep(done_at=clock.now(), objects=1234, bytes=10**11, strays=1, missing=1))
        storage.ask("published/NobodysFilmKey0123456789/", "orphan", timedelta(days=7), bytes=123_456_789)
        refused = storage.ask(f"published/{'K' * 24}/", "film", error=f"OSError: {LONG}")
        refused.attempts, refused.due_at = 3, clock.now() + timedelta(days=1)
        _refused_import(ada)
        storage.moving.begin(
            {"endpoint": "https://s3.example.com", "bucket": "films", "access_key": "", "secret_key": ""}
        )
        housekeeping.rules.apply(Rule("originals", 30), ruth)
        db.session.commit()


def _refused_import(ada) -> None:
    """Let a film with a long name from a host with a long name not have come."""
    upload = uploads.begin(
        ada.id, None, {"filename": LONG.replace(" ", "_")}, subject=content.draft(ada, LONG).public_id
    )
    address = f"https://{'a-very-long-name-' * 4}.example/{LONG[:20]}"
    known = {"state": "failed", "reason": imports.NotAllowed.message, "ended_at": clock.now()}
    row = imports.Import(person_id=ada.id, upload_id=upload.id, address=address, means=imports.FILE, **known)
    db.session.add(row)
