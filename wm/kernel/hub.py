"""The ear of a process: one Redis subscription that hands what is published to everybody who listens here.

A subscription for each listener would cost a connection each. Threads and greenlets listen alike."""

import json
import logging
import threading
from collections.abc import Sequence
from functools import lru_cache
from queue import SimpleQueue

from wm.kernel import redis

PAUSE_SECONDS = 15
MOST_WAITING = 500  # who is so far behind is let go: their page comes back and sees how things are now
LOST = None
log = logging.getLogger(__name__)


class Hub:
    """Who listens to which channel of one Redis; a thread reads from the first listener on."""

    def __init__(self, url: str):
        self.url, self.lock, self.subscription = url, threading.Lock(), None
        self.boxes: dict[str, set[SimpleQueue]] = {}
        self.heard, self.news = set(), threading.Condition(self.lock)  # channels that Redis has said it tells us of

    def join(self, channels: Sequence[str]) -> SimpleQueue:
        """Return a box that (event, data) pairs of `channels` fall into, LOST when there is nothing to hear any more.

        Nothing is missed that is published from then on: Redis may read what another process says before it reads that we
        listen. Raises redis.Error when Redis is away."""
        box = SimpleQueue()
        with self.lock:
            new = [channel for channel in channels if channel not in self.boxes]
            for channel in channels:
                self.boxes.setdefault(channel, set()).add(box)
            try:
                self._subscribe(new)
            except redis.Error:
                self._lose()
                raise
            self.news.wait_for(
                lambda: self.subscription is None or self.heard.issuperset(channels), redis.QUEUE_TIMEOUT
            )
        return box

    def leave(self, box: SimpleQueue, channels: Sequence[str]) -> None:
        """Let nothing fall into `box` any more."""
        with self.lock:
            for channel in channels:
                self.boxes.get(channel, set()).discard(box)
            empty = [channel for channel in channels if self.boxes.get(channel) == set()]
            for channel in empty:
                del self.boxes[channel]
                self.heard.discard(channel)
            if empty and self.subscription is not None:
                self._unsubscribe(empty)

    def _subscribe(self, new: list[str]) -> None:
        if self.subscription is None:
            self.subscription = redis.patient(self.url).pubsub()
            self.subscription.subscribe(*self.boxes)
            threading.Thread(target=self._read, args=(self.subscription,), name="live-hub", daemon=True).start()
        elif new:
            self.subscription.subscribe(*new)

    def _unsubscribe(self, channels: list[str]) -> None:
        try:
            self.subscription.unsubscribe(*channels)
        except redis.Error:
            self._lose()

    def _read(self, subscription) -> None:
        try:
            while subscription is self.subscription:
                if message := subscription.get_message(timeout=PAUSE_SECONDS):
                    (self._hand_out if message["type"] == "message" else self._note)(message)
        except (redis.Error, OSError, ValueError) as error:  # ValueError: closed while it was read
            log.warning("live events were cut off: %s", error)
        with self.lock:
            if subscription is self.subscription:
                self._lose()

    def _note(self, message: dict) -> None:
        """Redis begins, or ceases, to tell us of a channel."""
        with self.lock:
            (self.heard.add if message["type"] == "subscribe" else self.heard.discard)(message["channel"].decode())
            self.news.notify_all()

    def _hand_out(self, message: dict) -> None:
        said = json.loads(message["data"])
        with self.lock:
            boxes = list(self.boxes.get(message["channel"].decode(), ()))
        for box in boxes:
            box.put((said["event"], said["data"]) if box.qsize() < MOST_WAITING else LOST)

    def _lose(self) -> None:
        """Tell every listener that there is nothing to hear any more, and forget the subscription."""
        for box in {box for boxes in self.boxes.values() for box in boxes}:
            box.put(LOST)
        subscription, self.boxes, self.subscription = self.subscription, {}, None
        self.heard.clear()
        self.news.notify_all()
        if subscription is not None:
            subscription.close()


of = lru_cache(maxsize=8)(Hub)  # one for each Redis
