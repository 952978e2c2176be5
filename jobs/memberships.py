"""Memberships by the clock and after the answer: what is due, what was paid for from outside, who is told."""

from jobs import job
from wm.domains import memberships, notifications, people
from wm.kernel import clock
from wm.kernel import job as rows
from wm.kernel.errors import DomainError

AT_ONCE = 500
MEANT_FOR_US = ("deposit", "membership")


@job("critical")
def turn(membership_id: int) -> None:
    """Renew a membership, try again, or end it, as is due."""
    memberships.turn(membership_id)


@job("critical", timeout=300)
def sweep() -> None:
    """Promise a look at all that is due and was missed; each has a key of this hour, so that none is promised twice."""
    memberships.pro()
    hour = f"{clock.now():%Y%m%d%H}"
    for membership_id in memberships.due(AT_ONCE):
        key = f"memberships.sweep:{membership_id}:{hour}"
        rows.enqueue("memberships.turn", key=key, membership_id=membership_id)


@job("critical")
def payment_succeeded(attempt_id: int, person_id: int, purpose: str, purpose_ref: str, amount: int) -> None:
    """Do what was paid for from outside; what is not possible any more leaves the money in the wallet.

    Money that nothing else waits for pays what is past due."""
    if purpose == "membership":
        _take(people.find(person_id), purpose_ref, f"payment:{attempt_id}")
    if purpose not in MEANT_FOR_US:
        return
    for membership_id in memberships.past_due(person_id):
        _without_refusal(lambda membership_id=membership_id: memberships.pay_now(membership_id))


def _take(person: people.Person, purpose_ref: str, key: str) -> None:
    tier_id, _dot, period = purpose_ref.partition(".")
    _without_refusal(lambda: memberships.take(person, memberships.find_tier(tier_id), period, key=key))


def _without_refusal(deed) -> None:
    try:
        deed()
    except DomainError:
        return  # said on the page of the payment: the money is in the wallet


@job("high")
def started(membership_id: int, number: int) -> None:
    """Tell a creator of a new member, and of round numbers; greet the member."""
    row = memberships.with_row_id(membership_id)
    if not row.is_pro:
        total = memberships.count(row.creator_id)
        is_round = total in memberships.MILESTONES[1:]
        _tell(row.creator_id, "joined", row.person_id, reached=str(total) if is_round else "")
        if is_round:
            key = f"memberships.write_milestone:{row.creator_id}:{total}"
            rows.enqueue("memberships_letters.milestone", key=key, creator_id=row.creator_id, total=total)
    _write("started", f"{membership_id}:{number}", membership_id=membership_id, number=number)


@job("high")
def renewed(membership_id: int, number: int) -> None:
    """Send the receipt of a renewal."""
    _write("renewed", f"{membership_id}:{number}", membership_id=membership_id, number=number)


@job("high")
def past_due(membership_id: int, tries: int) -> None:
    """Tell a member that the wallet was empty, and what to do."""
    row = memberships.with_row_id(membership_id)
    _tell(row.person_id, "renewal_failed", row.person_id)
    _write("past_due", f"{membership_id}:{row.number}:{tries}", membership_id=membership_id, tries=tries)


@job("high")
def ended(membership_id: int, why: str) -> None:
    """Tell a creator that a member has left, and the member that it is over and how to come back."""
    row = memberships.with_row_id(membership_id)
    if not row.is_pro and why != "trial":
        _tell(row.creator_id, "left", row.person_id)
    _write("ended", f"{membership_id}:{row.number}", membership_id=membership_id, why=why)


def _tell(person_id: int, event: str, actor_id: int, reached: str = "") -> None:
    tiding = notifications.Tiding(event, actor_id, "person", person_id, anchor=reached)
    notifications.tell(people.find(person_id), tiding)


def _write(letter: str, once: str, **names) -> None:
    """Promise a letter, once."""
    kind = f"memberships_letters.{letter}"
    rows.enqueue(kind, key=f"{kind}:{once}", **names)


@job("default")
def price_changed(tier_id: int, price_id: int) -> None:
    """Begin to tell the members of a tier what it will cost."""
    _tell_members(tier_id, price_id, 0)


@job("default", timeout=300)
def tell_members(tier_id: int, price_id: int, after: int) -> None:
    """Go on telling them, so many at a time."""
    _tell_members(tier_id, price_id, after)


def _tell_members(tier_id: int, price_id: int, after: int) -> None:
    found = memberships.members_after(tier_id, after, AT_ONCE)
    for membership_id in found:
        _write("price", f"{membership_id}:{price_id}", membership_id=membership_id, price_id=price_id)
    if len(found) == AT_ONCE:
        key = f"memberships.tell_members:{price_id}:{found[-1]}"
        rows.enqueue("memberships.tell_members", key=key, tier_id=tier_id, price_id=price_id, after=found[-1])


@job("default", timeout=300)
def remind() -> None:
    """Promise a letter to those whose trial or year is paid on soon."""
    for row in memberships.ending_soon():
        _write("soon", f"{row.id}:{row.number}", membership_id=row.id)
