"""Uploads over real HTTP: cut at random bytes, raced against each other, through a server that is killed."""

import hashlib
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services import wait_until
from tests.uploads.conftest import pseudo_film
from tests.uploads.wire import Wire
from wm.domains import uploads
from wm.domains.uploads.models import PART
from wm.kernel.db import db
from wm.kernel.storage import store

pytestmark = pytest.mark.slow
CUTS, RACES = 25, 15  # bin/trust media asks 100 and 50
NOTICED = 0.02  # seconds


@pytest.fixture
def wire(server, session) -> Wire:
    """Ada's browser, spoken by hand."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)
    return Wire(server.url, cookies, session.headers["X-CSRFToken"])


def found(path: str) -> uploads.Upload:
    """The row of an upload, afresh."""
    db.session.rollback()
    return db.session.scalars(db.select(uploads.Upload).filter_by(public_id=path.rpartition("/")[2])).one()


def rested(wire: Wire, path: str) -> int:
    """Give a cut request a moment to be noticed and written down; returns the offset that the server then tells."""
    time.sleep(NOTICED)
    return told(wire, path)


def told(wire: Wire, path: str) -> int:
    """The offset that the server tells once nobody writes to that upload any more."""
    wait_until(lambda: found(path).lease_token is None, "the end of a cut request")
    return wire.offset(path)


def digest(path: str) -> str:
    """SHA-256 of what lies in storage."""
    upload = found(path)
    assert upload.state == "complete"
    return hashlib.sha256(b"".join(store().open(upload.key))).hexdigest()


@pytest.mark.once
def test_files_cut_at_random_bytes_arrive_whole(wire):
    dice = random.Random(11)
    films = [pseudo_film(dice.randrange(50_000, 400_000), seed=number) for number in range(CUTS)]
    arriving = {wire.create(len(film)): film for film in films}
    for _ in range(3):
        for path, film in arriving.items():  # while one cut is noticed, the next is made
            at = told(wire, path)
            wire.hang_up(path, at, film[at:], after=dice.randrange(0, len(film) - at + 1), reset=dice.random() < 0.5)
        time.sleep(NOTICED)
    for path, film in arriving.items():
        wire.go_on(path, film)

    wrong = [path for path, film in arriving.items() if digest(path) != hashlib.sha256(film).hexdigest()]
    assert wrong == []


@pytest.mark.once
def test_a_long_file_cut_across_parts_arrives_whole(wire):
    film, dice = pseudo_film(3 * PART + 77), random.Random(5)
    path = wire.create(len(film))
    for share in (0.2, 0.5, 0.9):
        at = rested(wire, path)
        wire.hang_up(path, at, film[at:], after=int((len(film) - at) * share), reset=dice.random() < 0.5)
    wire.go_on(path, film)

    assert digest(path) == hashlib.sha256(film).hexdigest()


def test_of_two_requests_at_once_one_wins_and_the_file_is_right(wire):
    film, statuses = pseudo_film(600_000), []
    with ThreadPoolExecutor(2) as two:
        for _ in range(RACES):
            path = wire.create(len(film))
            tries = [two.submit(wire.patch, path, 0, film) for _ in range(2)]
            statuses.append(sorted(each.result().status for each in tries))
            wire.go_on(path, film)
            assert digest(path) == hashlib.sha256(film).hexdigest()

    assert {tuple(each) for each in statuses} <= {(204, 409), (204, 423)}


@pytest.mark.once
def test_a_server_that_is_killed_goes_on_where_it_was(server, wire):
    film = pseudo_film(2 * PART + 1000)
    path = wire.create(len(film))
    with wire.begin(path, 0, film, after=PART + 500_000):
        wait_until(lambda: wire.offset(path) >= PART, "the first part")
        server.restart_web()

    assert wire.offset(path) == PART
    wire.go_on(path, film)

    assert digest(path) == hashlib.sha256(film).hexdigest()


@pytest.mark.once
def test_a_refusal_is_heard_although_the_body_is_still_on_its_way(wire):
    path = wire.create(10**8)

    answer = wire.patch(path, 0, b"Only words. " * 40_000)

    assert answer.status == 422
    assert b"text file" in answer.body


@pytest.mark.once
def test_a_chunked_request_is_stored_like_any_other(server, session):
    film = pseudo_film(900_000)
    place = session.post(f"{server.url}/uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(film))})
    path = place.headers["Location"]
    pieces = (film[start : start + 10_000] for start in range(0, len(film), 10_000))
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

    answer = session.patch(f"{server.url}{path}", data=pieces, headers=headers)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(film)))
    assert digest(path) == hashlib.sha256(film).hexdigest()
