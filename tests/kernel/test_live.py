"""Live events: everybody who listens in a process shares one subscription, and hears what is theirs alone."""

import contextvars
import os
import signal
import threading
import time

import pytest

from tests import services
from wm.kernel import hub, live, redis

pytestmark = pytest.mark.once
SECONDS = 20


@pytest.fixture
def ear(app):
    """The hub of this process, with nobody listening."""
    hub.of.cache_clear()
    yield hub.of(app.config["REDIS_URL"])
    hub.of.cache_clear()


def listening(*channels: str):
    """A listener that has begun to listen."""
    events = live.listen(channels, SECONDS)
    assert next(events) is None
    return events


def channels_of(app) -> set[bytes]:
    return set(redis.connect(app.config["REDIS_URL"], 2.0).pubsub_channels())


def subscribers_of(app) -> int:
    return len(redis.connect(app.config["REDIS_URL"], 2.0).client_list(_type="pubsub"))


def when(app, channels: set[bytes]) -> None:
    """Wait until exactly these channels are listened to."""
    services.wait_until(lambda: channels_of(app) == channels, f"listening to {channels}", SECONDS)


def test_many_listeners_share_one_subscription_and_hear_only_what_is_theirs(app, ear):
    before = subscribers_of(app)
    ada, also_ada, ben = listening("me:ada"), listening("me:ada"), listening("me:ben", "film:1")
    when(app, {b"live:me:ada", b"live:me:ben", b"live:film:1"})

    live.publish("me:ada", "bell", 3)
    live.publish("me:ben", "bell", 4)
    live.publish("film:1", "progress", {"percent": 7})

    assert (next(ada), next(also_ada)) == (("bell", 3), ("bell", 3))
    assert [next(ben), next(ben)] == [("bell", 4), ("progress", {"percent": 7})]
    assert subscribers_of(app) == before + 1


def test_what_nobody_listens_to_any_more_is_not_asked_for(app, ear):
    ada, also_ada, ben = listening("me:ada"), listening("me:ada"), listening("me:ben")

    ben.close()
    ada.close()
    when(app, {b"live:me:ada"})
    live.publish("me:ada", "bell")
    assert next(also_ada) == ("bell", None)
    also_ada.close()
    when(app, set())

    assert ear.boxes == {}
    assert (listened := listening("me:ada"))
    when(app, {b"live:me:ada"})
    live.publish("me:ada", "again")
    assert next(listened) == ("again", None)


def test_listeners_of_many_threads_each_hear_everything(app, ear):
    heard, ready = {n: [] for n in range(20)}, threading.Barrier(21)

    def listen(number: int) -> None:
        with app.app_context():
            events = live.listen(["all", f"own:{number}"], SECONDS)
            next(events)
            ready.wait(SECONDS)
            heard[number] = [next(events) for _ in range(51)]

    threads = [threading.Thread(target=contextvars.Context().run, args=(listen, n)) for n in heard]
    for thread in threads:
        thread.start()
    ready.wait(SECONDS)
    when(app, {b"live:all", *(f"live:own:{n}".encode() for n in heard)})
    for n in range(50):
        live.publish("all", "count", n)
    live.publish_to_all((f"own:{n}" for n in heard), "end")
    for thread in threads:
        thread.join(SECONDS)

    assert all(events == [*(("count", n) for n in range(50)), ("end", None)] for events in heard.values())


def test_who_does_not_keep_up_is_let_go_and_nobody_waits_for_them(app, ear, monkeypatch):
    monkeypatch.setattr(hub, "MOST_WAITING", 3)
    slow, quick = listening("all"), listening("all")
    when(app, {b"live:all"})

    for n in range(5):
        live.publish("all", "count", n)
        assert next(quick) == ("count", n)

    assert list(slow) == [("count", 0), ("count", 1), ("count", 2)]


def test_listeners_are_told_when_redis_goes_and_new_ones_hear_again_when_it_is_back(app):
    server = services.Redis()
    app.config["REDIS_URL"] = server.url
    events, folder = listening("me:ada"), server.folder
    server.kill()

    assert list(events) == []
    assert list(live.listen(["me:ada"], SECONDS)) == [None]

    back = services.Redis(folder)
    events = listening("me:ada")
    when(app, {b"live:me:ada"})
    live.publish("me:ada", "bell")
    assert next(events) == ("bell", None)
    back.stop()


def test_nobody_believes_to_listen_before_redis_knows(app):
    """A page reads how things are as soon as it listens: what is published after that must reach it."""
    server = services.Redis()
    app.config["REDIS_URL"] = server.url
    first = listening("me:ben")
    os.kill(server.process.pid, signal.SIGSTOP)
    threading.Timer(0.4, os.kill, (server.process.pid, signal.SIGCONT)).start()
    begun = time.monotonic()

    events = listening("me:ada")

    assert time.monotonic() - begun > 0.3
    assert channels_of(app) == {b"live:me:ben", b"live:me:ada"}
    live.publish("me:ada", "bell")
    assert next(events) == ("bell", None)
    first.close()
    server.stop()
