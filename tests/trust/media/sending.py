"""Files whose sending is cut again and again, and files that two send at once: each arrives as one sent it (V2)."""

import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unittest.mock import patch

from sqlalchemy import true

from wm.domains import people, uploads
from wm.domains.uploads import lease
from wm.domains.uploads.models import PART
from wm.kernel.db import rollback, transaction
from wm.kernel.errors import DomainError
from wm.kernel.storage import store

HEAD = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
PIECE = 16 * 1024


def run(app, count: int) -> dict:
    """Cut `count` uploads three times each at random bytes, and let two senders race for half as many."""
    app.config["UPLOAD_QUOTA_BYTES"] = 10**12
    dice = random.Random(150)
    with transaction():
        words = {"name": "Ada", "handle": "ada", "email": "ada@example.org", "password": "a long and honest password"}
        ada = people.enrol(**words, role="creator").id
    cut = sum(is_cut_and_whole(ada, film(dice, number), dice) for number in range(count))
    raced = [race(app, ada, film(dice, number), film(dice, number)) for number in range(count // 2)]
    whole, winners = sum(each[0] for each in raced), sum(each[1] == 1 for each in raced)
    return {
        "films": count + len(raced),
        "cut_wrong": count - cut,
        "raced_wrong": len(raced) - whole,
        "two_won": len(raced) - winners,
    }


def bad(found: dict) -> int:
    """How much of it should not be."""
    return found["cut_wrong"] + found["raced_wrong"] + found["two_won"]


def film(dice: random.Random, number: int) -> bytes:
    """Bytes that begin as a film does; one in twenty goes over several parts."""
    size = 2 * PART + 77_777 if number % 20 == 19 else 100_000
    return HEAD + random.Random(dice.random()).randbytes(size - len(HEAD))


def begun(person_id: int, size: int) -> int:
    with transaction():
        return uploads.begin(person_id, size, {"filename": "film.mp4"}).id


def pieces(content: bytes) -> Iterator[bytes]:
    return (content[at : at + PIECE] for at in range(0, len(content), PIECE))


def is_cut_and_whole(person_id: int, content: bytes, dice: random.Random) -> bool:
    number = begun(person_id, len(content))
    for _ in range(3):
        at = now(number).received
        uploads.receive(now(number), at, pieces(content[at : dice.randint(at, len(content) - 1)]))
    at = now(number).received
    uploads.receive(now(number), at, pieces(content[at:]))
    return digest(number) == hashlib.sha256(content).hexdigest()


def race(app, person_id: int, one: bytes, other: bytes) -> tuple[bool, int]:
    """Let two send different bytes of the same upload at once; whether one of them arrived whole, and how many were told so."""
    number, start, won = begun(person_id, len(one)), threading.Barrier(2), []

    def send(content: bytes) -> None:
        with app.app_context(), suppress(DomainError):
            upload = now(number)
            start.wait()
            if uploads.receive(upload, 0, pieces(content)).state == "complete":
                won.append(content)

    senders = [threading.Thread(target=send, args=(content,)) for content in (one, other)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return digest(number) in [hashlib.sha256(content).hexdigest() for content in won[:1]], len(won)


def now(number: int) -> uploads.Upload:
    rollback()
    return uploads.find(number)


def digest(number: int) -> str:
    upload = now(number)
    return hashlib.sha256(b"".join(store().open(upload.key))).hexdigest() if upload.state == "complete" else ""


@contextmanager
def no_lease() -> Iterator[None]:
    """Everybody may write to every upload at any time."""
    change = lease._change
    with patch.object(lease, "_change", lambda upload_id, _condition, **values: change(upload_id, true(), **values)):
        yield


def run_broken(app, _count: int) -> dict:
    """The control: nobody holds the right to write."""
    with no_lease():
        return run(app, 20)
