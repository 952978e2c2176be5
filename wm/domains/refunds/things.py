"""What can be paid for, and what its end means: a sale, a period of a membership, a tip."""

from wm.domains import content, earnings, entitlements, ledger, market, memberships, payments, people
from wm.domains.earnings import Earning
from wm.domains.refunds.models import TITLE_LENGTH, Aftermath

SOURCES = ("sale", "membership", "tip")
OF_A_SALE = ("sale", "rental", "gift", "bundle")


def title_of(earning: Earning) -> str:
    """Return what was paid for, in words that stay true."""
    if earning.source == "sale":
        sale = market.by_refs([earning.source_ref]).get(earning.source_ref)
        return sale.title if sale else "A purchase"
    seller = people.find(earning.seller_id)
    name = seller.name if seller else "a creator"
    return (f"Membership of {name}" if earning.source == "membership" else f"Tip to {name}")[:TITLE_LENGTH]


def paid_ref(row: Aftermath | Earning) -> str:
    """Return the payment attempt that brought the money for this, "" when it was paid from the wallet."""
    if row.source == "sale":
        sale = market.by_refs([row.source_ref]).get(row.source_ref)
        return sale.payment_ref if sale else ""
    attempt_id = memberships.attempt_of(row.source_ref) if row.source == "membership" else None
    attempt = payments.by_id(attempt_id) if attempt_id else None
    return attempt.public_id if attempt else ""


def rights(row: Aftermath) -> list[tuple[str, str]]:
    """Return the sources of what it opened, as entitlements know them."""
    if row.source == "sale":
        return [(source, row.source_ref) for source in OF_A_SALE]
    member = memberships.of_payment(row.source_ref) if row.source == "membership" else None
    return [("membership", member.public_id)] if member else []


def end_access(row: Aftermath) -> None:
    """Let it open nothing any more; what is bought anew later is not in the way of it."""
    for source in rights(row):
        entitlements.revoke(*source)
        entitlements.restore(*source)
    if row.source == "membership":
        memberships.end_refunded(row.source_ref)


def suspend(row: Aftermath) -> None:
    """Let it open nothing while a bank decides."""
    for source in rights(row):
        entitlements.suspend(*source)


def restore(row: Aftermath) -> None:
    """Let it open again."""
    for source in rights(row):
        entitlements.restore(*source)


def wallet_of(row: Aftermath) -> ledger.Account:
    """Return where its money goes back to."""
    return ledger.wallet(row.buyer_id)


def pieces(rows) -> dict[int, content.Content]:
    """Return the pieces that these are about, by row id."""
    return {piece.id: piece for piece in content.in_order({row.content_id for row in rows if row.content_id})}


def earning_of(row: Aftermath) -> Earning:
    """Return what its seller got for it."""
    return earnings.find(row.source, row.source_ref)
