"""Storms: many deliveries, lost answers, races. Each takes counts, so that the trust command can ask for more."""

import contextvars
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from tests.payments.conftest import SECRET
from wm.domains import ledger, payments
from wm.domains.payments.models import WebhookEvent
from wm.kernel import ids
from wm.kernel.db import db, retried, transaction
from wm.sandbox.post import signed as header_of

THREADS = 8


def signed(said: dict, secret: str = SECRET, moment: int | None = None) -> tuple[bytes, dict]:
    """Return the body and the headers of a webhook."""
    body = json.dumps(said).encode()
    return body, {"Sandbox-Signature": header_of(secret, body, moment or int(time.time()))}


def knock(client, event_id: str, thing: str, **more):
    """Deliver one webhook."""
    body, headers = signed({"id": event_id, "type": "checkout.succeeded", "thing": thing, **more})
    return client.post("/webhooks/sandbox", data=body, headers=headers)


def in_threads(app, count: int, deed, threads: int = THREADS) -> list:
    """Return deed(0) ... deed(count - 1), done side by side, each in a context and a session of its own."""

    def one(n):
        with app.app_context():
            try:
                return deed(n)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda n: contextvars.Context().run(one, n), range(count)))


def people_pay(app, gateway, person, count: int, amount: int = 1000) -> list[tuple[int, str]]:
    """Begin and pay `count` deposits without anybody hearing of it; returns (attempt id, the gateway's id)."""

    def one(n):
        with transaction():
            made = payments.checkout(person, amount + n, gateway="sandbox", key=ids.new(22))
        sent = _with_a_page(made.id)
        gateway.pay(sent.gateway_url)
        return sent.id, sent.gateway_ref

    return in_threads(app, count, one)


def _with_a_page(attempt_id: int, rounds: int = 50) -> payments.PaymentAttempt:
    """Return an attempt once the gateway has made a page for it; a busy one is asked again, as a worker would."""
    for _ in range(rounds):
        db.session.rollback()
        db.session.expire_all()
        sent = payments.by_id(attempt_id)
        if sent.gateway_url:
            return sent
        db.session.rollback()
        time.sleep(0.2)
        payments.rested("sandbox")
        payments.follow(attempt_id)
    raise AssertionError(f"the gateway made no page for attempt {attempt_id}")


def deliveries(app, things: list[str], copies: int, seed: int = 7) -> int:
    """Deliver an event about each thing `copies` times, in random order and side by side; returns how many were stored."""
    said = [(f"ev_{thing}", thing) for thing in things for _ in range(copies)]
    random.Random(seed).shuffle(said)

    def one(n):
        event_id, thing = said[n]
        body, headers = signed({"id": event_id, "type": "checkout.succeeded", "thing": thing})

        def unit():
            with transaction():
                return payments.receive("sandbox", body, headers)

        return retried(unit)

    return sum(in_threads(app, len(said), one))


def act_on_everything(app, copies: int = 1) -> None:
    """Act on every stored event, `copies` times each and side by side."""
    found = [row for (row,) in db.session.execute(db.select(WebhookEvent.id))] * copies
    db.session.rollback()
    random.Random(7).shuffle(found)
    in_threads(app, len(found), lambda n: payments.act(found[n]))


def payouts(app, person_id: int, count: int, target: dict | None = None, amount: int = 1000) -> list[int]:
    """Hold and begin `count` payouts as the payouts room does; returns the ids of the attempts."""
    ids_of = []
    for n in range(count):
        with transaction():
            available = ledger.of_person("available", person_id)
            ledger.hold(amount, available, reason="payout", key=f"withdrawal:{n}", subject=f"payout:{n}")
            to = target or {"name": "Ada", "iban": "DE00 1234"}
            made = payments.payout(person_id, amount, to, key=f"w{n}", gateway="sandbox", purpose_ref=f"w{n}")
            ids_of.append(made.id)
    return ids_of


def follow_until_ended(app, attempts: list[int], rounds: int = 60, pause: float = 0.2) -> int:
    """Follow attempts, side by side, until every one has ended; returns how many have not."""
    left = list(attempts)
    for _ in range(rounds):
        waiting = left
        in_threads(app, len(waiting), lambda n, of=waiting: payments.follow(of[n]))
        db.session.rollback()
        table = payments.PaymentAttempt
        ended = db.select(table.id).where(table.id.in_(waiting), table.state.in_(("succeeded", "failed")))
        left = sorted(set(waiting) - set(db.session.scalars(ended)))
        db.session.rollback()
        if not left:
            return 0
        time.sleep(pause)
    return len(left)


def _forged(client, count: int, seed: int = 11) -> int:
    """Send `count` webhooks that were changed somewhere after they were signed; returns how many were taken."""
    rng, taken = random.Random(seed), 0
    for n in range(count):
        body, headers = signed({"id": f"ev_{n}", "type": "checkout.succeeded", "thing": "ch_1"})
        header = headers["Sandbox-Signature"]
        kind = n % 3
        if kind == 0:
            place = rng.randrange(len(body))
            body = body[:place] + bytes([body[place] ^ (1 << rng.randrange(8))]) + body[place + 1 :]
        elif kind == 1:
            place = rng.randrange(header.index("v1=") + 3, len(header))
            header = header[:place] + ("0" if header[place] != "0" else "1") + header[place + 1 :]
        else:
            moment, _, rest = header.partition(",")
            header = f"t={int(moment[2:]) + rng.choice([-1, 1]) * rng.randrange(1, 100_000)},{rest}"
        answer = client.post("/webhooks/sandbox", data=body, headers={"Sandbox-Signature": header})
        taken += answer.status_code != 400
    return taken


events = SimpleNamespace(forged=_forged)
