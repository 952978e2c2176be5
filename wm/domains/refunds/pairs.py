"""What the staff does with money here, which takes two: giving it back, granting a wish, ending a dispute by hand."""

from wm.domains import platform
from wm.domains.earnings import Earning
from wm.domains.refunds import answering, disputing, giving, machine, queries
from wm.domains.refunds.errors import Answered, NotPossible, UnderDispute
from wm.domains.refunds.models import Dispute, Refund, Wish
from wm.kernel import money
from wm.kernel.errors import Invalid


def ask_refund(earning: Earning, amount: int | None, *, key: str, by, words: str, way: str) -> platform.Proposal:
    """Ask that `amount` (None: all that is left then) goes back to the buyer; it does when a second person agrees.

    Raises NotPossible, UnderDispute (409), Invalid, ReasonMissing (422), OwnMoney (403)."""
    told = queries.story(earning)
    if told.state in machine.DISPUTED:
        raise UnderDispute()
    if not queries.may_give(told):
        raise NotPossible()
    if amount is not None and not 0 < amount <= earning.left:
        raise Invalid(fields={"amount": ["Between one cent and all that is left can go back."]})
    sum_ = "All that is left" if amount is None else money.written(amount)
    said = f"{sum_} of “{told.title}” back to the buyer, to the {way}"[:300]
    args = {"source": earning.source, "ref": earning.source_ref, "amount": amount, "key": key, "way": way}
    return platform.propose("money.refund", f"{earning.source}:{earning.source_ref}", said, by, words, **args)


def _paid(source: str, ref: str, **_rest) -> dict:
    told = queries.story(queries.any_paid(source, ref))
    return {"state": told.state, "paid": told.earning.gross, "left": told.earning.left}


def _between(source: str, ref: str, **_rest) -> set[int]:
    earning = queries.any_paid(source, ref)
    return {earning.payer_id, earning.seller_id}


@platform.takes_two("money.refund", look=_paid, whose=_between)
def _given(pair: platform.Pair, source: str, ref: str, amount: int | None, key: str, way: str) -> Refund:
    earning = queries.any_paid(source, ref)
    return giving.refund_by_staff(earning, amount, key=key, by=pair.by, words=pair.reason, way=way)


def ask_grant(wish: Wish, by, words: str) -> platform.Proposal:
    """Ask that a buyer gets what they wish for. Raises Answered (409), ReasonMissing (422), OwnMoney (403)."""
    if wish.state != "raised":
        raise Answered()
    earning = queries.earning_of(wish)
    said = f"A wish: {money.written(earning.left)} of “{queries.story(earning).title}” back to the buyer"[:300]
    about = f"{earning.source}:{earning.source_ref}"
    return platform.propose("money.refund_wish", about, said, by, words, public_id=wish.public_id)


def _wished(public_id: str) -> dict:
    wish = queries.one_wish(public_id)
    return {"wish": wish.state, "left": queries.earning_of(wish).left}


def _wishing(public_id: str) -> set[int]:
    wish = queries.one_wish(public_id)
    return {wish.buyer_id, wish.seller_id}


@platform.takes_two("money.refund_wish", look=_wished, whose=_wishing)
def _granted(pair: platform.Pair, public_id: str) -> Refund:
    return answering.grant(queries.one_wish(public_id), pair.by, role="staff", words=pair.reason)


def ask_decision(dispute: Dispute, by, words: str, *, is_won: bool) -> platform.Proposal:
    """Ask that a dispute is ended which its gateway can't tell us of. Raises Answered (409), ReasonMissing (422)."""
    if dispute.state != "open":
        raise Answered()
    said = f"A dispute about {money.written(dispute.amount)} was {'won' if is_won else 'lost'}"
    told = {"public_id": dispute.public_id, "is_won": is_won}
    return platform.propose("money.dispute", disputing.subject_of(dispute), said, by, words, **told)


def _disputed(public_id: str, is_won: bool) -> dict:
    dispute = queries.one_dispute(public_id)
    parts = {name: getattr(dispute, name) for name in ("from_sale", "from_wallet", "from_site")}
    return {"state": dispute.state, "amount": dispute.amount} | parts


def _quarrelling(public_id: str, is_won: bool) -> set[int]:
    dispute = queries.one_dispute(public_id)
    return {dispute.buyer_id, dispute.seller_id}


@platform.takes_two("money.dispute", look=_disputed, whose=_quarrelling)
def _decided(pair: platform.Pair, public_id: str, is_won: bool) -> Dispute:
    return disputing.decide(queries.one_dispute(public_id), pair.by, pair.reason, is_won=is_won)
