"""A disk that is full while films arrive and while they are made: nothing half, and on it goes once there is room (V18)."""

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import delete, func, select

from tests.sites import LiveSite
from tests.trust.media.corpus import Corpus
from tests.trust.media.crew import Crew, begun, follow, states, strays
from tests.trust.media.sending import HEAD
from tests.trust.media.wire import wire_of
from wm.domains import media, uploads
from wm.domains.media import inventory
from wm.kernel import job
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import store

MIB = 1024 * 1024
SIZE, FILM, PATIENCE, FULL_SECONDS = 96 * MIB, 20 * MIB, 300, 15
ROOMS = (0, 8_000, 40_000, 200_000)  # bytes that are left when a film's turn comes


@contextmanager
def small(folder: Path) -> Iterator[Path]:
    """Let everything below `folder` lie on a disk of its own, of SIZE bytes."""
    options = f"size={SIZE}"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        sys.exit("this question needs the right to mount a small disk: ask it as root")
    try:
        store().root.mkdir(parents=True, exist_ok=True)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class Ballast:
    """What somebody else has laid on that disk."""

    def __init__(self, folder: Path):
        self.path = folder / "somebody-elses"

    def leave(self, room: int) -> None:
        """Take everything but `room` bytes."""
        self.path.unlink(missing_ok=True)
        with self.path.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(64 * 1024))
        self.path.open("r+b").truncate(max(0, self.path.stat().st_size - room))

    def go(self) -> None:
        self.path.unlink(missing_ok=True)


def run(app, count: int, *controls: str) -> dict:
    """Fill the disk under `count` uploads, and under as many films that are being made; count what was not right again."""
    folder = Path(app.config["VAR_DIR"])
    with small(folder):
        ballast = Ballast(folder)
        said = sent(ballast, count) if not controls else {}
        said |= made(app, ballast, count, *controls)
    return {"films": count * 2} | said


def sent(ballast: Ballast, count: int) -> dict:
    """Send films for which there is no room, and go on when there is."""
    found, dice = {"not_507": 0, "offset_lies": 0, "not_whole": 0, "left_over": 0}, random.Random(18)
    site = LiveSite({"DISK_FREE_PERCENT": "0", "UPLOAD_QUOTA_BYTES": str(10**12)}, workers=False)
    try:
        wire = wire_of(site.url, "ada")
        for _ in range(count):
            film = HEAD + dice.randbytes(FILM - len(HEAD))
            path = wire.create(len(film))
            ballast.leave(dice.randrange(0, FILM))
            found["not_507"] += refusal(wire, path, film) != 507
            at, row = wire.offset(path), _row(path)
            found["offset_lies"] += (row.state, row.received) != ("receiving", at) or at >= len(film)
            ballast.go()
            wire.go_on(path, film)
            row = _row(path)
            found["not_whole"] += row.state != "complete" or _digest(row.key) != hashlib.sha256(film).hexdigest()
            store().delete(row.key)
            found["left_over"] += len(list(store().keys(""))) + len(list(store().drafts()))
    finally:
        site.stop()
    with transaction():
        db.session.execute(delete(job.Job))  # what follows an upload is another question's matter
    return found


def refusal(wire, path: str, film: bytes) -> int:
    """Send a film piece by piece, small enough to hear every answer, and return the first that is none of success."""
    at, status = 0, 204
    while at < len(film) and status == 204:
        status = wire.patch(path, at, film[at : at + MIB]).status
        at = wire.offset(path)
    return status


def _row(path: str) -> uploads.Upload:
    rollback()
    wanted = select(uploads.Upload).filter_by(public_id=path.rpartition("/")[2])
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def _digest(key: str) -> str:
    return hashlib.sha256(b"".join(store().open(key))).hexdigest()


def made(app, ballast: Ballast, count: int, *controls: str) -> dict:
    """Let films be made on a full disk for a while, and then with room again."""
    content, waited = Corpus(Path(app.config["VAR_DIR"]))("two.mp4").read_bytes(), 0
    film_ids = [begun(content) for _ in range(count)]
    with Crew(2, *controls) as crew:
        for room in ROOMS:
            ballast.leave(room)
            end = time.monotonic() + FULL_SECONDS
            while time.monotonic() < end:
                crew.replace_dead()
                waited = max(waited, sum(film.step == "room" for film in states(film_ids).values()))
                time.sleep(0.2)
        ballast.go()
        left = follow(crew, film_ids, 60 if controls else PATIENCE)
        deaths = crew.deaths
    films, names = states(film_ids), {film.key for film in states(film_ids).values()}
    return {
        "not_ready": sum(film.state != "ready" for film in films.values()),
        "not_over": left,
        "half": sum(not is_whole(film) for film in films.values() if film.state == "ready"),
        "deaths": deaths,
        "quarantined": db.session.scalar(select(func.count()).where(job.Job.state == "quarantined")),
        "strays": len(strays(Path(app.config["VAR_DIR"]), names)),
        "never_waited": int(not waited),
        "waited": waited,
    }


def is_whole(film: media.Film) -> bool:
    """Whether everything that belongs to it is there, and nothing of it is empty."""
    prefix = f"published/{film.key}/"
    sizes = {key.removeprefix(prefix): store().stat(key).size for key in store().keys(prefix)}
    return inventory.of(film) <= sizes.keys() and all(sizes.values())


WRONG = ("not_507", "offset_lies", "not_whole", "left_over")
WRONG += ("not_ready", "not_over", "half", "deaths", "quarantined", "strays", "never_waited")


def bad(found: dict) -> int:
    """How much of it should not be."""
    return sum(found.get(name, 0) for name in WRONG)
