"""The cache: one makes, the others wait or take the old; nothing stops without Redis."""

import contextlib
import threading
import time

from wm.kernel import cache


def test_a_value_is_made_once_and_kept(app):
    made = []
    make = lambda: made.append(1) or {"answer": 42}  # noqa: E731

    assert [cache.through("answer", 60, make) for _ in range(3)] == [{"answer": 42}] * 3
    assert len(made) == 1


def test_many_who_ask_at_once_let_one_make_it(app):
    made, got = [], []

    def make():
        made.append(1)
        time.sleep(0.3)
        return "slow"

    def ask():
        with app.app_context():
            got.append(cache.through("slow", 60, make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    [each.start() for each in threads]
    [each.join() for each in threads]

    assert got == ["slow"] * 8
    assert len(made) == 1


def test_the_old_value_serves_while_somebody_makes_the_new(app):
    cache.put("page", {"value": "old", "until": time.time() - 1}, 60)
    cache.client().set("making:page", 1, ex=10)

    assert cache.through("page", 60, lambda: "new") == "old"

    cache.forget("making:page")
    assert cache.through("page", 60, lambda: "new") == "new"


def test_values_do_not_expire_together(app):
    for n in range(50):
        cache.through(f"many:{n}", 1000, lambda: 1)

    ends = [kept["until"] for kept in cache.get_many(f"many:{n}" for n in range(50))]

    assert max(ends) - min(ends) > 50


def test_without_redis_everybody_makes_their_own(app):
    app.config["CACHE_REDIS_URL"] = "unix:///nowhere.sock"

    assert cache.through("answer", 60, lambda: 42) == 42
    assert cache.get_many(["a", "b"]) == [None, None]
    cache.put_many({"a": 1}, 5)


def test_a_maker_that_fails_blocks_nobody_for_long(app):
    def fail():
        raise RuntimeError

    for _ in range(2):
        with contextlib.suppress(RuntimeError):
            cache.through("broken", 60, fail)
    assert cache.client().get("making:broken") is None
    assert cache.through("broken", 60, lambda: "whole") == "whole"
