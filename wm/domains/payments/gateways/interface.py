"""What every gateway can be asked, and how it can fail to answer."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from wm.domains.payments.models import PaymentAttempt


class Refused(Exception):
    """The gateway said no, for good; the sentence says why."""


class Unknown(Exception):
    """No answer, or none that says whether the deed was done."""


class Unreachable(Exception):
    """The gateway can't have heard us: nothing was done."""


class Standing(NamedTuple):
    """What a gateway says of one thing: `open`, `succeeded` or `failed`; its own id, the page to pay at, its fee, and why."""

    state: str
    ref: str
    url: str = ""
    fee: int = 0
    why: str = ""
    amount: int | None = None


class Event(NamedTuple):
    """A webhook that was verified: its id, its kind, and which thing (the gateway's id of it) it is about."""

    id: str
    kind: str
    thing: str


class Transaction(NamedTuple):
    """A movement that a gateway has in its books: our key of the attempt, what it was, how much, its fee, when."""

    key: str
    kind: str
    amount: int
    fee: int
    at: datetime


class Claim(NamedTuple):
    """A dispute as a gateway has it: its id, the deposit (the gateway's id of it, or our key), how it stands, and what it costs."""

    ref: str
    paid: str
    state: str
    amount: int
    reason: str = ""
    fee: int = 0
    evidence_by: str = ""


class Gateway:
    """One way for money to enter and leave. Every call but `event` goes out to the network: never in a transaction.

    Calls raise Refused, Unknown or Unreachable. The key of every deed is the attempt's public id, for ever."""

    name = ""
    is_asked = True  # whether it can be asked for the state of a thing
    takes_deposits = True
    pays_out = True
    refunds = True

    def is_ready(self) -> bool:
        """Whether its settings are complete."""
        return True

    def begin(self, attempt: PaymentAttempt, return_url: str) -> Standing:
        """Ask for a page where the person can pay."""
        raise NotImplementedError

    def give_back(self, attempt: PaymentAttempt, paid_ref: str) -> Standing:
        """Ask to give back `attempt.amount` of the payment `paid_ref`."""
        raise NotImplementedError

    def pay_out(self, attempt: PaymentAttempt, target: Mapping[str, Any]) -> Standing:
        """Ask to pay `attempt.amount` out to `target`."""
        raise NotImplementedError

    def standing(self, attempt: PaymentAttempt, paid_ref: str = "") -> Standing | None:
        """Return what the gateway says of an attempt (a refund of `paid_ref`) now; None when it has never heard of it."""
        raise NotImplementedError

    def event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Return the event of a webhook. Raises BadSignature (400)."""
        raise NotImplementedError

    def claim(self, thing: str) -> Claim | None:
        """Return how the dispute with this id stands; None when there is none."""
        return None

    def transactions(self, since: datetime) -> Iterator[Transaction]:
        """Yield what moved since then, as the gateway has it."""
        raise NotImplementedError

    def balance(self) -> int | None:
        """Return what the gateway holds of ours, in minor units; None when it can't say."""
        return None

    def may_lead_to(self, url: str) -> bool:
        """Whether a browser may be sent to this address of the gateway's."""
        return False
