"""The queue Redis: one that forgets, or that strangers can write to, is refused at start; one that is away is not."""

import pytest

from wm.app import create_app
from wm.kernel import redis

pytestmark = pytest.mark.once


@pytest.fixture
def evicting(redis_server):
    client = redis.connect(redis_server.url, redis.QUEUE_TIMEOUT)
    client.config_set("maxmemory-policy", "allkeys-lru")
    yield redis_server.url
    client.config_set("maxmemory-policy", "noeviction")


def test_a_queue_that_evicts_is_refused_at_start(settings, evicting):
    with pytest.raises(SystemExit, match="evicts keys .allkeys-lru."):
        create_app("testing", **settings)


def test_a_queue_open_to_the_network_is_refused():
    with pytest.raises(SystemExit, match="without a password"):
        redis.refuse_unsafe("redis://192.0.2.1:6379/0")


def test_a_queue_that_is_away_is_no_reason_not_to_start(settings):
    counting = settings["REDIS_URL"]  # where all sites of this process count their requests
    away = {"REDIS_URL": "unix:///nowhere/redis.sock?db=0", "CACHE_REDIS_URL": counting}

    assert create_app("testing", **settings | away)
