"""What lies nearer than the cache: gone at the same moment, shaped once, and never more than there is room for."""

import time

import pytest

from wm.kernel import cache, near


@pytest.fixture(autouse=True)
def empty_memory(app):
    near.forget_all()
    yield
    near.forget_all()


@pytest.fixture
def later(monkeypatch):
    """Let so many seconds pass for the memory of the process; the cache is not told."""
    now = time.time

    def pass_by(seconds: float) -> None:
        monkeypatch.setattr(near.time, "time", lambda: now() + seconds)

    yield pass_by
    monkeypatch.undo()


def test_what_was_kept_comes_back_shaped_and_is_not_asked_of_the_cache_again():
    assert near.put_many({"a": "one"}, 10, str.upper) == ["ONE"]
    cache.client().flushdb()

    assert near.get_many(["a", "b"], str.upper) == ["ONE", None]


def test_another_process_finds_it_in_the_cache():
    near.put_many({"a": "one"}, 10, str.upper)
    near.forget_all()

    assert near.get_many(["a"], str.title) == ["One"]


def test_it_runs_out_here_when_it_runs_out_there(later):
    near.put_many({"a": "one"}, 10, str)
    near.forget_all()
    later(9)
    assert near.get_many(["a"], str) == ["one"]  # nine seconds old when it came here
    cache.client().flushdb()

    later(11)

    assert near.get_many(["a"], str) == [None]


def test_without_a_cache_it_is_kept_here(app):
    app.config["CACHE_REDIS_URL"] = "unix:///nowhere/redis.sock?db=1"
    near.put_many({"a": "one"}, 10, str)

    assert near.get_many(["a", "b"], str) == ["one", None]


def test_there_is_room_for_so_many(monkeypatch):
    monkeypatch.setattr(near, "MOST", 3)
    near.put_many({"old": "x"}, 0, str)
    near.put_many({name: name for name in "abc"}, 10, str)

    assert near.get_many("abc", str) == ["a", "b", "c"]
    near.put_many({"d": "d"}, 10, str)
    assert len(near._memory()) <= 3
