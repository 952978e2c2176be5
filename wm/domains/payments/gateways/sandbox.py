"""The sandbox gateway: our own, in a process of its own (see wm/sandbox), for development and for trying things out."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from flask import current_app

from wm.domains.payments.errors import BadSignature
from wm.domains.payments.gateways import signing
from wm.domains.payments.gateways.interface import Claim, Event, Gateway, Refused, Standing, Transaction, Unknown
from wm.domains.payments.gateways.line import Line
from wm.domains.payments.models import PaymentAttempt

SIGNATURE = "Sandbox-Signature"
KINDS = {"checkout": "deposit", "refund": "refund", "payout": "payout"}
PAGE = 500


class Sandbox(Gateway):
    """Speaks to the sandbox over HTTP."""

    name = "sandbox"

    def __init__(self):
        self.line = Line()

    def begin(self, attempt: PaymentAttempt, return_url: str) -> Standing:
        return self._make("/v1/checkouts", attempt, return_url=return_url, words="Weekmotion")

    def give_back(self, attempt: PaymentAttempt, paid_ref: str) -> Standing:
        return self._make("/v1/refunds", attempt, checkout=paid_ref)

    def pay_out(self, attempt: PaymentAttempt, target: Mapping[str, Any]) -> Standing:
        return self._make("/v1/payouts", attempt, target=dict(target))

    def standing(self, attempt: PaymentAttempt, paid_ref: str = "") -> Standing | None:
        status, said = self._ask("GET", f"/v1/things/{quote(attempt.public_id)}")
        if status == 404:
            return None
        return _standing(status, said)

    def event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        signing.verify(body, headers.get(SIGNATURE, ""), current_app.config["SANDBOX_SECRET"])
        try:
            said = json.loads(body)
            return Event(str(said["id"])[:120], str(said["type"])[:80], str(said["thing"])[:120])
        except (ValueError, KeyError, TypeError):
            raise BadSignature() from None

    def transactions(self, since: datetime) -> Iterator[Transaction]:
        after = ""
        while True:
            path = f"/v1/transactions?since={since.timestamp()}&after={quote(after)}"
            status, said = self._ask("GET", path)
            if status != 200:
                raise Unknown(f"answered {status}")
            for each in said:
                moment = datetime.fromtimestamp(each["ended"], UTC)
                yield Transaction(each["key"], KINDS[each["kind"]], each["amount"], each["fee"], moment)
            if len(said) < PAGE:
                return
            after = said[-1]["id"]

    def claim(self, thing: str) -> Claim | None:
        status, said = self._ask("GET", f"/v1/things/{quote(thing)}")
        if status != 200 or said["kind"] != "dispute" or said["state"] == "waiting":
            return None
        return Claim(said["id"], said["parent"], said["state"], said["amount"], said["why"], said["fee"])

    def balance(self) -> int | None:
        return self._ask("GET", "/v1/balance")[1]["balance"]

    def may_lead_to(self, url: str) -> bool:
        return url.startswith(current_app.config["SANDBOX_URL"].rstrip("/") + "/")

    def _make(self, path: str, attempt: PaymentAttempt, **more: Any) -> Standing:
        said = {"key": attempt.public_id, "amount": attempt.amount, "currency": attempt.currency, **more}
        return _standing(*self._ask("POST", path, said))

    def _ask(self, method: str, path: str, said: dict | None = None) -> tuple[int, Any]:
        settings = current_app.config
        return self.line.ask(method, settings["SANDBOX_URL"], path, settings["SANDBOX_SECRET"], said)


def _standing(status: int, said: Any) -> Standing:
    if status == 200 and isinstance(said, dict):
        state = said["state"] if said["state"] in ("succeeded", "failed") else "open"
        return Standing(state, said["id"], said["url"], said["fee"], said["why"], said["amount"])
    if status == 422:
        raise Refused(str(said.get("error", "refused")) if isinstance(said, dict) else "refused")
    raise Unknown(f"answered {status}")
