"""The post office: signs events and delivers them until somebody takes them, from a thread of its own."""

import hashlib
import hmac
import json
import logging
import threading
import time

import urllib3

from wm.sandbox.books import Books

log = logging.getLogger("sandbox")
PAUSE_SECONDS = 0.1


def signed(secret: str, body: bytes, moment: int) -> str:
    """Return the header that proves who says `body` and when: HMAC-SHA256 over "moment.body"."""
    proof = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={proof}"


class PostOffice(threading.Thread):
    """Delivers events to one address."""

    def __init__(self, books: Books, address: str, secret: str):
        super().__init__(daemon=True)
        self.books, self.address, self.secret = books, address, secret
        self.over, self.http = threading.Event(), urllib3.PoolManager(retries=False, timeout=5.0)

    def run(self) -> None:
        """Deliver until told to stop."""
        while not self.over.wait(PAUSE_SECONDS):
            try:
                self.books.ripen()
                for event in self.books.due_events():
                    self.deliver(event)
            except Exception:
                log.exception("the post office stumbled")

    def deliver(self, event: dict) -> None:
        """Send one copy of one event."""
        said = {"id": event["id"], "type": event["type"], "created": event["created"], "thing": event["thing"]}
        body = json.dumps(said).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "sandbox-gateway"}
        headers["Sandbox-Signature"] = signed(self.secret, body, int(time.time()))
        try:
            answer = self.http.request("POST", self.address, body=body, headers=headers)
        except urllib3.exceptions.HTTPError:
            self.books.postponed(event)
            return
        (self.books.delivered if answer.status < 300 else self.books.postponed)(event)
