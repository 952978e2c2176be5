"""The letters about refunds and disputes, to both sides, in plain words."""

from typing import NamedTuple

from flask_babel import gettext as _

from jobs import letters, long_job
from wm.domains import people, refunds
from wm.domains.refunds import Aftermath, Dispute, Refund, Wish
from wm.kernel import money
from wm.kernel.db import retried, transaction

SECONDS = 60


class Letter(NamedTuple):
    """One letter: to whom, about what, what it says, whose words it carries, and where it leads."""

    person_id: int
    subject: str
    said: str
    path: str
    words: str = ""


@long_job("high", timeout=SECONDS)
def sale_refunded(refund_id: int, source: str, sale_ref: str, is_whole: bool) -> None:
    """Tell both sides what went back, why, and what it means for access."""
    _send(lambda: _refunded(refund_id, is_whole))


@long_job("high", timeout=SECONDS)
def refund_wished(wish_id: int) -> None:
    """Tell the creator that somebody asks, and until when they can answer."""
    _send(lambda: _wished(refunds.with_row_id(Wish, wish_id)))


@long_job("high", timeout=SECONDS)
def wish_answered(wish_id: int) -> None:
    """Tell the buyer what was answered."""
    _send(lambda: _answered(refunds.with_row_id(Wish, wish_id)))


@long_job("high", timeout=SECONDS)
def refund_stranded(refund_id: int) -> None:
    """Tell the buyer that the card did not take it, and what they can do."""
    _send(lambda: _stranded(refunds.with_row_id(Refund, refund_id)))


@long_job("high", timeout=SECONDS)
def sale_disputed(dispute_id: int, source: str, sale_ref: str) -> None:
    """Tell the creator that a bank looks into a payment, and that nothing is asked of them."""
    _send(lambda: _disputed(refunds.with_row_id(Dispute, dispute_id)))


@long_job("high", timeout=SECONDS)
def dispute_closed(dispute_id: int, source: str, sale_ref: str, is_won: bool) -> None:
    """Tell the creator how it ended."""
    _send(lambda: _closed(refunds.with_row_id(Dispute, dispute_id)))


def _refunded(refund_id: int, is_whole: bool) -> list[Letter]:
    back = refunds.with_row_id(Refund, refund_id)
    row, amount = _after(back), money.written(back.amount)
    said = {"amount": amount, "title": row.title}
    access = _("What it opened is closed now.") if is_whole else _("It stays open.")
    where = _("on its way to your card") if back.way == "card" else _("in your wallet")
    mine = _("%(amount)s for “%(title)s” is %(where)s.", where=where, **said)
    theirs = _("%(amount)s for “%(title)s” went back to its buyer, out of what you got for it.", **said)
    words = back.words if back.by_role != "promise" else ""
    buyers = Letter(row.buyer_id, _("Your refund of %(amount)s", amount=amount), f"{mine} {access}", _page(row), words)
    told = back.words if back.by_role == "promise" else ""
    return [buyers, Letter(row.seller_id, _("A refund of %(amount)s", amount=amount), theirs, _studio(row), told)]


def _wished(wish: Wish) -> list[Letter]:
    if wish.state != "asked":
        return []
    row = _after(wish)
    said = _("Somebody asks for their money back for “%(title)s”.", title=row.title)
    until = _("You have %(days)s days to answer; after that our staff decide.", days=refunds.ANSWER_DAYS)
    return [Letter(row.seller_id, _("A wish for a refund"), f"{said} {until}", "/studio/refunds", wish.words)]


def _answered(wish: Wish) -> list[Letter]:
    row = _after(wish)
    if wish.state == "granted":
        said = _("your wish for a refund of “%(title)s” was granted.", title=row.title)
    else:
        said = _("your wish for a refund of “%(title)s” was declined.", title=row.title)
    return [Letter(wish.buyer_id, _("An answer about your refund"), said, _page(row), wish.answer)]


def _stranded(back: Refund) -> list[Letter]:
    row, amount = _after(back), money.written(back.amount)
    said = _("your bank did not take %(amount)s for “%(title)s” back.", amount=amount, title=row.title)
    kept = _("The money is in your wallet: spend it there, or let us try the card once more on this page.")
    return [Letter(back.buyer_id, _("Your refund is in your wallet"), f"{said} {kept}", _page(row))]


def _disputed(dispute: Dispute) -> list[Letter]:
    if not dispute.aftermath_id:
        return []
    row = _after(dispute)
    said = _("the bank of a buyer is looking into a payment for “%(title)s”.", title=row.title)
    kept = _("The money waits until it is decided. We send the bank what we know; you don't have to do anything.")
    return [Letter(row.seller_id, _("A payment is being looked into"), f"{said} {kept}", _studio(row))]


def _closed(dispute: Dispute) -> list[Letter]:
    if not dispute.aftermath_id:
        return []
    row = _after(dispute)
    if dispute.state == "won":
        said = _("the bank has decided for you: what you got for “%(title)s” is yours again.", title=row.title)
    else:
        said = _(
            "the bank has decided for the buyer of “%(title)s”. What you got for it is gone, and so is their access.",
            title=row.title,
        )
    return [Letter(row.seller_id, _("A bank has decided"), said, _studio(row))]


def _after(told) -> Aftermath:
    return refunds.with_row_id(Aftermath, told.aftermath_id)


def _page(row: Aftermath) -> str:
    return f"/refunds/{row.source}/{row.source_ref}"


def _studio(row: Aftermath) -> str:
    return f"/studio{_page(row)}"


def _send(found) -> None:
    for person, letter in retried(lambda: _addressed(found)):
        letters.write(person, "refund", letter.subject, said=letter.said, path=letter.path, words=letter.words)


def _addressed(found) -> list[tuple[people.Person | None, Letter]]:
    with transaction():
        return [(people.find(letter.person_id), letter) for letter in found()]
