"""What the tests of films can ask for: sources, a place to work, and ffmpeg run as the product runs it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.media.sources import Sources
from wm.domains import media, uploads
from wm.domains.media import command, ladder, probe, runner, tools
from wm.kernel import clock, facts, ids, job
from wm.kernel.db import db, transaction
from wm.kernel.facts import Follower
from wm.kernel.storage import store

PATIENCE = runner.Limits(wall=60, cpu=120)


@pytest.fixture(scope="session")
def sources(tmp_path_factory) -> Sources:
    """Films by name; see sources.py."""
    return Sources(tmp_path_factory.mktemp("sources"))


class Bench:
    """One film encoded as the product does, without a database."""

    def __init__(self, source: Path, folder: Path, preset: str = "ultrafast", program: str = ""):
        self.folder, self.probe = folder, probe.look(source)
        self.rungs = ladder.rungs(self.probe.width, self.probe.height)
        self.work = command.Work(source, self.probe, folder, tools.Workshop(tools.ffmpeg(program), preset=preset))

    def run(self, argv: list[str]) -> None:
        ending = runner.run(argv, self.folder, PATIENCE)
        assert ending.code == 0, ending.errors

    def encode(self) -> "Bench":
        """Make all rungs, in the two processes of the product."""
        self.run(command.renditions(self.work, self.rungs[:1], with_sound=True))
        if self.rungs[1:]:
            self.run(command.renditions(self.work, self.rungs[1:], with_sound=False))
        return self

    def out(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture
def bench(sources, tmp_path) -> Callable[[str], Bench]:
    """Encode the source of that name."""
    return lambda name: Bench(sources(name), tmp_path).encode()


@pytest.fixture
def on_bench(sources, tmp_path) -> Callable[..., Bench]:
    """Lay the source of that name on the bench, beside another ffmpeg if one is named and there."""

    def lay(name: str, program: str = "") -> Bench:
        if program and not shutil.which(program):
            pytest.skip(f"there is no {program} on PATH to try beside our own")
        return Bench(sources(name), tmp_path, program=program)

    return lay


# -- with a database


@pytest.fixture
def begun(app, sources) -> Callable[[str], media.Film]:
    """Lay the source of that name into the store and begin its film."""

    def begin(name: str) -> media.Film:
        key = f"raw/{ids.new(22)}"
        store().put_path(key, sources(name))
        with transaction():
            return media.begin(key, sources(name).stat().st_size)

    app.config["ENCODE_PRESET"] = "ultrafast"
    return begin


@pytest.fixture
def uploaded(app, ada, sources):
    """Let Ada's upload of that source be complete."""

    def upload(name: str) -> uploads.Upload:
        content = sources(name).read_bytes()
        with transaction():
            begun = uploads.begin(ada.id, len(content), {"filename": name})
        done = uploads.receive(begun, 0, [content])
        with transaction():
            db.session.execute(db.delete(job.Job))  # what follows an upload is another test's matter
        return done

    app.config["ENCODE_PRESET"] = "ultrafast"
    return upload


def published(film: media.Film, name: str) -> bytes:
    """The published file of that name."""
    return b"".join(store().open(f"published/{film.key}/{name}"))


def stored(film: media.Film) -> set[str]:
    """The names of all files that are published of a film."""
    return {key.rsplit("/", 1)[1] for key in store().keys(f"published/{film.key}/")}


def told(kind: str) -> list[str]:
    """The subjects of the jobs of that kind."""
    return [row.subject for row in db.session.scalars(db.select(job.Job).filter_by(kind=kind))]


def hurry() -> None:
    """Let every job that waits for its next try be due now."""
    with transaction():
        db.session.execute(db.update(job.Job).where(job.Job.state == "due").values(run_at=clock.now()))


@pytest.fixture
def follow(app):
    """Let jobs of no effect follow the facts of this domain, so that the facts can be seen."""
    before = app.extensions["reactions"]
    kinds = {media.FilmPlayable: "seen.playable", media.FilmReady: "seen.ready", media.FilmFailed: "seen.failed"}
    facts.follow(app, {fact: [Follower(kind, subject="film_id")] for fact, kind in kinds.items()})
    yield
    facts.follow(app, before)
