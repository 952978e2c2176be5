"""The bank: no network, but people and files. Money comes with a reference; payouts leave in a batch."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from stdnum import iban as ibans

from wm.domains.payments.gateways.interface import Gateway, Refused, Standing
from wm.domains.payments.models import PaymentAttempt


class Bank(Gateway):
    """Waits for the staff: whoever matches a transfer or marks a batch gives the definite answer."""

    name = "bank"
    is_asked = False
    refunds = False

    def is_ready(self) -> bool:
        return bool(current_app.config["BANK_IBAN"] and current_app.config["BANK_NAME"])

    def begin(self, attempt: PaymentAttempt, return_url: str) -> Standing:
        return Standing("open", f"bank-{attempt.public_id}")

    def pay_out(self, attempt: PaymentAttempt, target: Mapping[str, Any]) -> Standing:
        if not ibans.is_valid(
            str(target.get("iban", ""))
        ):  # one line of that kind, and the bank refuses the whole file
            raise Refused("The account's IBAN is not complete, or a figure in it is another one.")
        return Standing("open", f"bank-{attempt.public_id}")

    def standing(self, attempt: PaymentAttempt, paid_ref: str = "") -> Standing | None:
        return Standing("open", f"bank-{attempt.public_id}")
