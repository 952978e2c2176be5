"""Looking at what somebody paid somebody: whether the two are one, or money goes round between them."""

from datetime import timedelta

from sqlalchemy import select

from wm.domains import earnings, people
from wm.domains.fraud.flagging import flag
from wm.kernel import clock
from wm.kernel.db import db

LATELY = timedelta(days=30)
LOOP = timedelta(days=7)
PAID = ("tip", "sale", "membership")


def look_at(earning_id: int) -> list[str]:
    """Keep an earning back when it has signs of being made up; returns the signs. Looking again adds nothing."""
    earning = db.session.get(earnings.Earning, earning_id)
    if earning is None or earning.source not in PAID or earning.payer_id is None:
        return []
    found = {sign: words for sign, words in (_device(earning), _loop(earning)) if words}
    for sign, words in found.items():
        until = flag(earning.seller_id, sign, f"{earning.source}:{earning.source_ref}", words)
        if until is not None:
            earnings.hold_back([earning.id], words, until)
    return list(found)


def _device(earning: earnings.Earning) -> tuple[str, str]:
    places = people.whereabouts([earning.payer_id, earning.seller_id], clock.now() - LATELY)
    both = places.get(earning.payer_id, set()) & places.get(earning.seller_id, set())
    words = "Whoever paid and whoever earns sign in from the same network with the same kind of browser."
    return "device", words if both else ""


def _loop(earning: earnings.Earning) -> tuple[str, str]:
    other = earnings.Earning
    back = select(other.id).where(other.payer_id == earning.seller_id, other.seller_id == earning.payer_id)
    back = back.where(other.source == "tip", other.sold_at >= clock.now() - LOOP).limit(1)
    is_round = earning.source == "tip" and db.session.scalar(back) is not None
    return "loop", "The two have given each other tips within a week." if is_round else ""
