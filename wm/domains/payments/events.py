"""Facts of payments."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class PaymentSucceeded(Fact):
    """Money came in and is in the person's wallet; whoever asked for it (`purpose`) goes on from here."""

    attempt_id: int
    person_id: int
    purpose: str
    purpose_ref: str
    amount: int


@dataclass(frozen=True)
class PaymentFailed(Fact):
    """No money came in, for good."""

    attempt_id: int
    person_id: int
    purpose: str
    purpose_ref: str
    why: str


@dataclass(frozen=True)
class RefundSettled(Fact):
    """Money went back to where a payment came from, out of the wallet."""

    attempt_id: int
    person_id: int
    purpose_ref: str
    amount: int


@dataclass(frozen=True)
class RefundFailed(Fact):
    """Money could not go back to where it came from; it is in the wallet again."""

    attempt_id: int
    person_id: int
    purpose_ref: str
    why: str


@dataclass(frozen=True)
class DisputeSaid(Fact):
    """A gateway says how a dispute of a deposit stands: `open`, `won` or `lost`; it may be said often and in any order.

    `fee` is what the gateway charges for it, `evidence_by` the moment (ISO 8601) until when it hears us, "" for none."""

    attempt_id: int
    gateway_ref: str
    state: str
    amount: int
    reason: str
    fee: int
    evidence_by: str


@dataclass(frozen=True)
class PayoutSettled(Fact):
    """A payout has arrived; its hold can be settled against `clearing` of its gateway."""

    attempt_id: int
    purpose_ref: str


@dataclass(frozen=True)
class PayoutFailed(Fact):
    """A payout has not gone out, for good; its hold can be released."""

    attempt_id: int
    purpose_ref: str
    why: str


@dataclass(frozen=True)
class PayoutReturned(Fact):
    """A payout that had been settled came back; what it moved goes from `clearing` to where it was."""

    attempt_id: int
    purpose_ref: str
    why: str
