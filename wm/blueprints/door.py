"""The door of a locked piece: what it costs, what there is to pay with, and what stands behind it once it opens."""

from typing import NamedTuple

from flask import request

from wm.blueprints import guessing, paying
from wm.domains import content, ledger, market, payments
from wm.domains.content import Content
from wm.domains.entitlements import Decision
from wm.kernel import ids, money
from wm.kernel.errors import DomainError


class Door(NamedTuple):
    """What is shown where the thing itself would be.

    `balance` is what the viewer's wallet has (minor units, None for visitors), `key` makes one press of the button count
    once, `refusal` is what stood in the way of the last one, `ways` are
    the gateways that bring money from outside, by name and words, `asked` the price that was typed, `code` a discount code that was
    typed, with what it takes away (`cuts`, by kind of offer) or why it does not count (`code_refusal`), `target` the element that becomes the thing (none: a page)."""

    piece: Content
    decision: Decision
    prices: market.Prices
    balance: int | None
    key: str
    target: str
    trailer: Content | None = None
    courses: tuple[Content, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    asked: str = ""
    code: str = ""
    cuts: dict[str, market.codes.Cut] = {}
    code_refusal: str = ""
    refusal: DomainError | None = None

    @property
    def policy(self) -> str:
        """What its maker promises about money back."""
        return market.policy_of(self.piece.person_id)

    @property
    def lock(self):
        """What closes it."""
        return self.decision.lock

    def price(self, offer: market.Offer) -> int:
        """Return what an offer costs with the code that was typed."""
        return offer.amount - self.cuts[offer.kind].saved if offer.kind in self.cuts else offer.amount

    @property
    def bundles(self) -> list[market.Bundle]:
        """The bundles that it is in."""
        return market.bundles.with_piece(self.piece.id) if self.prices.unlock else []

    @property
    def is_sold_out(self) -> bool:
        """Whether it can't be kept for now, because the last licence key is gone."""
        return self.piece.kind == "resource" and market.key_pool.is_sold_out(self.piece)

    @property
    def takes_codes(self) -> bool:
        """Whether there is a price that a code can change."""
        return any(not offer.is_floor for offer in self.prices.all)

    def missing(self, offer: market.Offer) -> int:
        """Return how much has to be added for `offer`, at least what a gateway takes; 0 when there is enough."""
        named = money.read(self.asked) if self.asked and offer.is_floor else 0
        lacks = max(self.price(offer), named) - (self.balance or 0)
        return max(lacks, payments.LEAST) if lacks > 0 else 0


TARGETS = {"film": "#screen", "article": "#post", "update": "#post", "resource": "#post", "course": "#course-door"}


def door_of(piece: Content, who, refusal: DomainError | None = None) -> Door | None:
    """Return the door before `who`, None when it is open for them."""
    decision = content.decision(piece, who)
    if decision.is_open:
        return None
    balance = ledger.shown_balance(who.id) if who.is_signed_in else None
    known = {"balance": balance, "key": ids.new(22), "target": TARGETS[piece.kind], "refusal": refusal}
    known["courses"] = tuple(content.courses_around(piece, who)) if decision.lock.by_course else ()
    known |= {
        "ways": paying.ways() if who.is_signed_in else (),
        "asked": refusal.details.get("asked", "") if refusal else "",
    }
    prices = market.prices_of(piece)
    known |= _with_code(piece, prices, request.values.get("code", "")[:40])
    return Door(piece, decision, prices, trailer=content.trailer_of(piece, who), **known)


def _with_code(piece: Content, prices: market.Prices, word: str) -> dict:
    """Return what a typed code does to each price, or why it does not count."""
    if not word.strip():
        return {}
    try:
        cuts = {
            offer.kind: guessing.quote(word, piece.person_id, [piece.id], offer.amount)
            for offer in prices.all
            if not offer.is_floor
        }
    except market.CodeRefused as refusal:
        return {"code": word, "code_refusal": refusal.message}
    return {"code": word, "cuts": cuts}
