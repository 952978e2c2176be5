"""A real Chromium in front of the real site: `page` on a desk, `phone` at 390 pixels, `plain` without JavaScript."""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from _machine import browser as chromium_on_path
from playwright.sync_api import Error, expect, sync_playwright

from jobs import schedule
from tests.browser.reel import SharedReel
from tests.cast import token_of
from tests.conftest import unavailable
from tests.films import published
from tests.payments.conftest import SECRET, Gateway
from tests.services import free_port
from tests.sites import LiveSite, wait_for_workers
from wm.kernel import clock, job
from wm.kernel.db import db

CALM = {"reduced_motion": "reduce"}  # each frame of a motion is drawn by a processor: a fifth of what these tests cost
MOVING = {"reduced_motion": "no-preference"}  # for those in which something moves, or is left while it does
DESK = {"viewport": {"width": 1280, "height": 800}} | CALM
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
} | CALM
PLAIN = DESK | {"java_script_enabled": False}
PATIENCE = 30_000  # milliseconds
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def app(app):
    """The application at an hour whose work by the clock is done: else the sweeper finds all of it left undone in each test."""
    rows = [promised for at in (clock.now(), clock.now() + timedelta(hours=1)) for promised in schedule_of(at)]
    db.session.execute(job.PROMISE, list({row["key"]: row for row in rows}.values()))
    db.session.commit()
    return app


def schedule_of(now) -> list[dict]:
    """Return what the schedule asks for at that moment once in more than a minute, done."""
    done = {
        "subject": "",
        "args": "{}",
        "queue": "low",
        "state": "done",
        "attempts": 1,
        "error": "",
        "is_urgent": False,
    }
    rare = [kind for kind, seconds in schedule.SCHEDULE.items() if seconds > schedule.MINUTE]
    return [done | {"kind": kind, "key": schedule.key(kind, now), "run_at": now, "created_at": now} for kind in rare]


@pytest.fixture(scope="session")
def live_server(site, settings):
    """The site over real HTTP, with its workers; it shares database, Redis and folder with the test.

    It looks for the sandbox gateway at `gateway_port`, which `play_money` starts, and may fetch films from `other_port`."""
    gateway_port, other_port = free_port(), free_port()
    told = {name: value for name, value in settings.items() if name != "PUBLIC_URL"}
    told |= {"GATEWAYS": "sandbox", "SANDBOX_URL": f"http://127.0.0.1:{gateway_port}", "SANDBOX_SECRET": SECRET}
    told |= {"OUTBOUND_LOOPBACK": "true", "OUTBOUND_PORTS": str(other_port)}
    server = LiveSite(told)
    server.gateway_port, server.other_port = gateway_port, other_port
    yield server
    server.stop()


@pytest.fixture
def play_money(app, live_server):
    """The sandbox, in a process of its own; it remembers nothing of another test, as the site does not."""
    gateway = Gateway(site=live_server.url, port=live_server.gateway_port)
    yield gateway
    gateway.stop()


@pytest.fixture(scope="session")
def chromium():
    """The browser itself: the one on PATH, else Playwright's own."""
    with sync_playwright() as playwright:
        path = chromium_on_path()  # without one, Playwright takes its own, the one without windows
        if not path and not os.path.exists(playwright.chromium.executable_path):
            unavailable("Chromium")
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visitor(app, live_server, chromium):
    """Make a fresh browser profile: visitor(DESK) or visitor(PHONE, person=ada) gives its first page.

    A script error or a refused policy on any of its pages fails the test."""
    profiles, problems = [], []

    def open_page(profile=DESK, person=None):
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", **profile)
        profiles.append(context)
        if person is not None:
            context.add_cookies([{"name": "wm", "value": token_of(person), "url": live_server.url}])
        context.on("weberror", lambda error: problems.append(str(error.error)))
        context.on("console", lambda message: complain(problems, message))
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    expect.set_options(timeout=PATIENCE)
    yield open_page
    wait_for_workers()
    print(live_server.news())
    for context in profiles:
        with suppress(Error):
            context.close()
    assert problems == []


def complain(problems: list, message) -> None:
    """Keep what a developer would see in red, but not that a request was refused or cut: tests ask for that themselves."""
    is_cut = any(words in message.text for words in ("Failed to load resource", "Failed to fetch", "network error"))
    if message.type == "error" and not is_cut:
        problems.append(message.text)


@pytest.fixture
def page(visitor):
    """Somebody who has not signed in, at a desk."""
    return visitor(DESK)


@pytest.fixture
def phone(visitor):
    """Somebody who has not signed in, with a phone 390 pixels wide."""
    return visitor(PHONE)


@pytest.fixture
def plain(visitor):
    """Somebody whose browser runs no JavaScript."""
    return visitor(PLAIN)


@pytest.fixture(scope="session")
def real_film(tmp_path_factory, worker_id):
    """A film that the real pipeline made, once for all test processes, to be shown as often as a test likes."""
    base = tmp_path_factory.getbasetemp()
    return SharedReel((base if worker_id == "master" else base.parent) / "reel")


@pytest.fixture
def river(app, live_server, ada, real_film):
    """A real film on the real site, and a few more to browse."""
    for number in range(3):
        published(ada, f"Another film {number}", minutes_ago=number)
    return real_film.show(ada, description="One bend of the river.\nWinter 0:03, silt 0:12.")
