"""The evidence pack of a dispute: everything that we know of a sale and its use, as plain values (texts, numbers, lists).

Moments are in UTC, amounts are minor units beside their written form. What is not known is not there.
Networks are told as hashes: the same hash is the same network."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from wm.domains import engagement, ledger, market, payments, people, promises
from wm.domains.engagement import Watch
from wm.domains.refunds import queries
from wm.domains.refunds.models import Aftermath, Dispute
from wm.kernel import money
from wm.kernel.db import db

Facts = dict[str, Any]
MARK = 16  # of a network only so much of its hash is told: enough to see that two are the same one


def pack(dispute: Dispute) -> Facts:
    """Return the whole pack of one dispute."""
    row = db.session.get(Aftermath, dispute.aftermath_id) if dispute.aftermath_id else None
    buyer = people.find(dispute.buyer_id)
    found = {"dispute": _dispute(dispute), "payment": _payment(dispute), "buyer": _buyer(buyer, dispute)}
    found["sessions"] = [_session(each) for each in people.sessions_of(buyer)] if buyer else []
    if row is not None:
        found |= {"receipt": _receipt(row), "use": _use(row, buyer), "words": _words(row), "moves": _moves(row)}
    return found


def _dispute(dispute: Dispute) -> Facts:
    return {
        "id": dispute.public_id,
        "gateway": dispute.gateway,
        "gateway_id": dispute.gateway_ref,
        "reason": dispute.reason,
        "amount": _sum(dispute.amount),
        "opened": _at(dispute.created_at),
        "evidence_by": _at(dispute.evidence_by),
        "state": dispute.state,
    }


def _payment(dispute: Dispute) -> Facts:
    attempt = payments.by_id(dispute.attempt_id) if dispute.attempt_id else None
    if attempt is None:
        return {}
    told = {"id": attempt.public_id, "gateway_id": attempt.gateway_ref, "amount": _sum(attempt.amount)}
    return told | {"network": attempt.network[:MARK], "begun": _at(attempt.created_at), "paid": _at(attempt.ended_at)}


def _buyer(buyer, dispute: Dispute) -> Facts:
    lost = {"disputes_lost_before": queries.lost_by(dispute.buyer_id)}
    if buyer is None:
        return lost
    told = {"name": buyer.name, "handle": buyer.handle, "mail": buyer.email, "joined": _at(buyer.created_at)}
    since = [f"{each.source} {money.written(each.gross)} {_at(each.sold_at)}" for each in _bought(dispute)]
    return told | lost | {"bought_since_the_payment": since}


def _bought(dispute: Dispute) -> list:
    attempt = payments.by_id(dispute.attempt_id) if dispute.attempt_id else None
    return queries.bought_since(dispute.buyer_id, attempt.created_at) if attempt else []


def _session(session) -> Facts:
    told = {"device": session.device, "network": payments.network_mark(session.network)[:MARK], "place": session.place}
    return told | {"signed_in": _at(session.created_at), "last_seen": _at(session.last_used_at)}


def _receipt(row: Aftermath) -> Facts:
    sale = market.by_refs([row.source_ref]).get(row.source_ref) if row.source == "sale" else None
    policy = sale.policy if sale else promises.words_of(promises.in_force(row.seller_id, row.sold_at))
    seller = people.find(row.seller_id)
    told = {"id": row.source_ref, "what": row.title, "paid": _sum(row.gross), "at": _at(row.sold_at)}
    told |= {"sold_by": seller.name if seller else "", "refunded_before": _sum(row.refunded)}
    return told | {"promise_shown_before_paying": policy}


def _use(row: Aftermath, buyer) -> Facts:
    if row.content_id is None or buyer is None:
        return {}
    watch = select(Watch).where(Watch.person_id == buyer.id, Watch.content_id == row.content_id)
    seen = db.session.scalars(watch).first()
    fetched = market.downloads.of_content(buyer.id, row.content_id)
    told = {
        "downloads": [{"times": each.count, "first": _at(each.first_at), "last": _at(each.last_at)} for each in fetched]
    }
    if seen is None:
        return told
    part = engagement.parts(buyer, [row.content_id]).get(row.content_id, 0)
    return told | {
        "watched_percent": part,
        "stopped_at_seconds": seen.position_ms // 1000,
        "watched_last": _at(seen.updated_at),
    }


def _words(row: Aftermath) -> list[Facts]:
    """Return what buyer and creator wrote to each other about money back."""
    found = []
    for wish in queries.wishes_of(row):
        found.append({"from": "buyer", "at": _at(wish.created_at), "words": wish.words})
        if wish.answered_at:
            found.append(
                {"from": "creator or staff", "at": _at(wish.answered_at), "words": f"{wish.state}. {wish.answer}"}
            )
    return found


def _moves(row: Aftermath) -> list[Facts]:
    moves = ledger.of_subject(f"{row.source}:{row.source_ref}")
    return [{"at": _at(each.created_at), "for": each.reason, "amount": _sum(each.amount)} for each in moves]


def _sum(amount: int) -> Facts:
    return {"minor": amount, "written": money.written(amount)}


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""
