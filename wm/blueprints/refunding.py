"""What pages about refunds are given: how something stands in words, its story step by step, and where it leads."""

from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from wm.domains import market, memberships, people, refunds
from wm.domains.earnings import Earning
from wm.domains.refunds import Refund, Story, Wish
from wm.kernel import money

KINDS = {"sold": "done", "partly_refunded": "held", "refunded": "plain", "lost": "danger"}


class Step(NamedTuple):
    """One thing that happened: its picture, what it was, further words of somebody's, and when."""

    icon: str
    what: str
    words: str
    at: datetime


def state_words() -> dict[str, str]:
    """Return what people call each state of something sold."""
    disputed = _("Under dispute")
    return {
        "sold": _("Paid"),
        "partly_refunded": _("Partly refunded"),
        "refunded": _("Refunded"),
        **dict.fromkeys(("disputed", "disputed_partly", "disputed_refunded"), disputed),
        "lost": _("Taken back by the bank"),
    }


def wish_words() -> dict[str, str]:
    """Return what people call each state of a wish."""
    return {
        "asked": _("Waits for the creator"),
        "raised": _("Waits for the staff"),
        "granted": _("Granted"),
        "declined": _("Declined"),
        "withdrawn": _("Withdrawn"),
    }


def known(story: Story) -> dict:
    """Return what refunds/_story.html needs."""
    names = people.by_ids([story.earning.payer_id, story.earning.seller_id])
    given = {"story": story, "steps": steps(story), "state": state_words()[story.state]}
    return (
        given
        | {"kind": KINDS.get(story.state, "held"), "buyer": names.get(story.earning.payer_id)}
        | {
            "seller": names.get(story.earning.seller_id),
            "receipt": receipt_url(story),
        }
    )


def receipt_url(story: Story) -> str | None:
    """Return the page of the receipt, None where there is none."""
    is_sale = story.earning.source == "sale"
    return url_for("orders.show", public_id=story.earning.source_ref) if is_sale else None


def steps(story: Story) -> list[Step]:
    """Return what happened since the sale, oldest first."""
    paid = _("Paid %(amount)s", amount=money.written(story.earning.gross))
    found = [Step("check", paid, "", story.earning.sold_at)]
    found += [each for wish in story.wishes for each in _of_wish(wish)]
    found += [each for back in story.refunds for each in _of_refund(back)]
    for dispute in story.disputes:
        amount = money.written(dispute.amount)
        found.append(Step("warning", _("The bank took %(amount)s back for now", amount=amount), "", dispute.created_at))
        if dispute.closed_at:
            end = _("The bank gave it back") if dispute.state == "won" else _("The bank kept it")
            found.append(Step("info", end, "", dispute.closed_at))
    return sorted(found, key=lambda each: each.at)


def _of_wish(wish: Wish) -> list[Step]:
    found = [Step("mail", _("Asked for money back"), wish.words, wish.created_at)]
    if wish.answered_at:
        found.append(Step("words", wish_words()[wish.state], wish.answer, wish.answered_at))
    return found


def _of_refund(back: Refund) -> list[Step]:
    amount = money.written(back.amount)
    where = _("%(amount)s went back to the wallet", amount=amount)
    found = [Step("coin", where, back.words if back.by_role != "promise" else "", back.created_at)]
    ends = {
        "arrived": _("%(amount)s has reached the card", amount=amount),
        "failed": _("The card did not take %(amount)s; it is in the wallet", amount=amount),
    }
    if back.ended_at and back.card in ends:
        found.append(Step("card", ends[back.card], back.why, back.ended_at))
    if back.card == "sending":
        found.append(Step("card", _("%(amount)s is on its way to the card", amount=amount), "", back.created_at))
    return found


def listed(rows) -> dict:
    """Return what lists of refunds and wishes need besides: how each thing stands, its page, and who bought it."""
    afters = refunds.rows({row.aftermath_id for row in rows})
    return {"afters": afters, "buyers": people.by_ids({row.buyer_id for row in rows}), "wish_words": wish_words()}


def is_refundable(sale: market.Sale) -> bool:
    """Whether a receipt leads to the page where money is asked back."""
    return sale.paid_at is not None


def is_from_outside(earning: Earning) -> bool:
    """Whether the money for this, or a part of it, was brought in to pay for it."""
    if earning.source == "membership":
        return memberships.attempt_of(earning.source_ref) is not None
    sale = market.by_refs([earning.source_ref]).get(earning.source_ref) if earning.source == "sale" else None
    return bool(sale and sale.payment_ref)
