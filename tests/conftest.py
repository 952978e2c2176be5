"""What every test can ask for: the app on the chosen database, the cast, their browsers, and the jobs when it says so."""

import contextvars
import os
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import flask_migrate
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, make_url

from jobs import worker
from tests import services
from tests.cast import PASSWORD, ada, as_ada, as_ben, as_cy, as_mo, as_ruth, ben, cy, mo, ruth, token_of  # noqa: F401
from tests.emptying import empty
from wm.app import create_app
from wm.kernel import clock, job
from wm.kernel.db import db
from wm.kernel.storage import S3Store, store
from wm.web import compiled

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
SERVER = "WM_TEST_MYSQL"  # environment variable: the MySQL-family server of this run, told to parallel workers
MOST_ROUNDS = 50
ENOUGH_CASES = 1
WAITING = ("tests/demo/", "tests/kernel/test_workers.py", "tests/media/test_runner.py")
LONG = (  # what asks for hundreds of things, or times them
    "tests/comments/test_counting.py::test_ten_thousand",
    "tests/people/test_signing.py::test_a_day_of_guessing",
    "tests/people/test_signing.py::test_guessing_from_everywhere",
    "tests/posts/test_reading.py::test_a_long_article_of_signs",
    "tests/search/test_search.py::test_pages_of_results",
    "tests/web/test_assets.py::test_files_are_written",
)
ROOM = 4 * 1024**3  # bytes for a database of tests, several times over
ENCODERS = {"sources", "bench", "begun", "s3", "s3_server"}  # fixtures whose tests bin/check leaves out


# -- the choice of database


def pytest_addoption(parser):
    parser.addoption(
        "--database", choices=("sqlite", "mysql"), default="sqlite", help="what the app stores its rows in"
    )


def pytest_configure(config):
    if config.getoption("--database") == "mysql" and SERVER not in os.environ:
        config.mariadb, os.environ[SERVER] = _mysql_server()


def pytest_unconfigure(config):
    if server := getattr(config, "mariadb", None):
        server.stop()


def _mysql_server():
    """A server of our own and its address, or the one that TEST_DATABASE_URL names."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return None, given
    try:
        server = services.MariaDB(under=services.memory(ROOM))
    except services.Missing as missing:
        raise pytest.UsageError(f"{missing} is not installed: install it or set TEST_DATABASE_URL") from None
    return server, server.url("weekmotion")


def pytest_collection_modifyitems(config, items):
    """Mark what takes long; leave out what says nothing about this database, or can't be asked of it."""
    for item in items:
        if takes_long(item):
            item.add_marker(pytest.mark.slow)
    is_second = config.getoption("--database") == "mysql"
    says_nothing = is_the_same if is_second else needs_a_server
    left_out = {item for item in items if says_nothing(item)}
    left_out |= set(further_cases(item for item in items if item not in left_out)) if is_second else set()
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]
    items.sort(
        key=lambda item: item.get_closest_marker("slow") is None
    )  # long ones first: nobody waits for the last one


def is_the_same(item) -> bool:
    """Would the second database say what the first has said?"""
    return bool(item.get_closest_marker("once")) or "site" not in item.fixturenames


def further_cases(items) -> Iterator:
    """Of each test with many cases, those after the first: cases vary what is asked, hardly ever what the database does.

    Marked `every_case`, all of them are asked of both databases; so are those of the front, which are asked nowhere else."""
    known = Counter()
    for item in items:
        known[item.nodeid.split("[")[0]] += 1
        is_whole = item.get_closest_marker("every_case") or item.get_closest_marker("front")
        if known[item.nodeid.split("[")[0]] > ENOUGH_CASES and not is_whole:
            yield item


def needs_a_server(item) -> bool:
    """Is it about what SQLite does not have: rights, connections, people who write side by side?"""
    return "on_a_server" in item.fixturenames


@pytest.fixture
def on_a_server(app):
    """Ask this of a database server only."""


def takes_long(item) -> bool:
    """Does it encode films, wait for real workers, ask hundreds of times, or talk to an object store?"""
    is_s3 = hasattr(item, "callspec") and "s3" in item.callspec.params.values()
    return is_s3 or not ENCODERS.isdisjoint(item.fixturenames) or item.nodeid.startswith((*WAITING, *LONG))


def unavailable(what: str):
    """Skip loudly what this machine can't do; on a build server that is a failure."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{what} is not on this machine")


# -- the site


@pytest.fixture(scope="session")
def redis_server():
    """A Redis for this test process alone."""
    try:
        server = services.Redis()
    except services.Missing as missing:
        unavailable(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def database_url(request, worker_id):
    """An empty database for this test process."""
    if request.config.getoption("--database") == "sqlite":
        with tempfile.TemporaryDirectory(prefix="wm-db-", dir=services.memory()) as folder:
            yield f"sqlite:///{folder}/weekmotion.db"
        return
    server = make_url(os.environ[SERVER])
    url = server.set(database=f"{server.database}_{worker_id}")
    with services.database(url):
        yield url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def settings(request, database_url, redis_server, tmp_path_factory) -> dict:
    """What the site is told in this test process: its own database, Redis and folder."""
    var = tmp_path_factory.mktemp("var")
    if kept := getattr(request.config, "cache", None):  # all our processes share what is compiled
        (var / compiled.FOLDER).symlink_to(kept.mkdir("templates"))
    return {
        "VAR_DIR": str(var),
        "REDIS_URL": redis_server.url,
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://localhost",
    }


@pytest.fixture(scope="session")
def site(settings):
    """The application, its schema made by the real migrations; tests ask for `app` instead."""
    app = create_app("testing", **settings)
    app.config["WTF_CSRF_ENABLED"] = False  # the house tests switch it on and show that it refuses
    app.test_client_class = Browser
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(site, redis_server):
    """The application with nothing in it, its context open; whatever the test did is undone afterwards."""
    before = dict(site.config)
    with site.app_context():
        yield site
        db.session.rollback()
    clock.shift(timedelta(0))
    site.config.clear()
    site.config.update(before)
    empty(site)


class Browser(FlaskClient):
    """A test client whose requests see what the test has written, and run in a context of their own as real ones do.

    `hx=True` asks as htmx does for a part of a page."""

    def open(self, *args, hx: bool = False, headers=None, **kwargs):
        """Ask, and return the answer."""
        db.session.commit()
        db.session.expire_all()
        headers = {**HTMX, **(headers or {})} if hx else headers
        return contextvars.Context().run(super().open, *args, headers=headers, **kwargs)

    def sign_in(self, person) -> "Browser":
        """Carry a session of `person` from now on."""
        self.set_cookie("wm", token_of(person))
        return self


@pytest.fixture
def client(app) -> Browser:
    """The browser of somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def statements(app):
    """The SQL statements of this test so far, as a list; len() counts them, clear() starts anew."""
    said = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


# -- what follows


@pytest.fixture
def run_jobs(app):
    """Run every job row that is due, and those that they promise, here and now; returns the kinds in order."""

    def run() -> list[str]:
        db.session.commit()
        ran = []
        for _ in range(MOST_ROUNDS):
            waiting = [row for row, _ in job.due()]
            kinds = dict(db.session.execute(db.select(job.Job.id, job.Job.kind).filter(job.Job.id.in_(waiting))).all())
            db.session.rollback()
            if not waiting:
                db.session.expire_all()
                return ran
            ran += [kinds[row] for row in waiting if contextvars.Context().run(_run_row, app, row)]
        raise AssertionError(f"jobs keep promising jobs: {ran[-10:]}")

    return run


def _run_row(app, row: int) -> bool:
    with app.app_context():
        return worker.run_row(row)


@pytest.fixture
def quarantined(app):
    """The jobs that failed for good, as (kind, error)."""
    return lambda: [
        tuple(row) for row in db.session.execute(db.select(job.Job.kind, job.Job.error).filter_by(state="quarantined"))
    ]


# -- the object store


@pytest.fixture(scope="session")
def s3_server():
    """A real S3 API over HTTP."""
    server = services.S3()
    yield server
    server.stop()


@pytest.fixture
def s3(app, s3_server) -> S3Store:
    """An empty bucket; the app keeps its files there for this test."""
    app.config.update(s3_server.bucket(f"test-{uuid.uuid4()}"))
    app.extensions.pop("store", None)
    return store()


@pytest.fixture(params=["folder", "s3"])
def any_store(request, app):
    """The app's store, asked once as a folder and once as S3."""
    return request.getfixturevalue("s3") if request.param == "s3" else store()
