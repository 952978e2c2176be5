"""Buying for somebody else: a piece to keep, a rental, a bundle; from the wallet, or with money that comes from outside."""

from wm.domains import ledger, payments, people
from wm.domains.market import bundling, buying, licences
from wm.domains.market.bundle_models import MAIL_LENGTH, MESSAGE_LENGTH, Gift
from wm.domains.market.bundles import content_ids
from wm.domains.market.bundling import Seen
from wm.domains.market.errors import NotForSale, OwnPiece
from wm.domains.market.events import GiftSent, ItemUnlocked
from wm.domains.market.gifts import of_sale
from wm.domains.market.models import Offer, Sale
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import Invalid
from wm.kernel.facts import record

Thing = str | Seen  # the public id of an offer, or a bundle as it was seen


def give(person, thing: Thing, *, key: str, code: str = "", **gift) -> Gift:
    """Buy something out of `person`'s wallet for somebody, once per `key`: for `to`, a person here, or for whoever opens the
    link that is sent to `mail`, with a `message`.

    Raises as `buying.buy` and `bundling.buy_bundle`; MoneyRests (409); Invalid (422) when it is for nobody, or for oneself."""
    sale, is_new = _order(person, thing, key, code, gift)
    if is_new:
        pay(person, sale)
    return of_sale(sale)


def order(person, thing: Thing, *, key: str, code: str = "", paid_with: str = "", **gift) -> Sale:
    """Write down what `person` wants to give with money that comes from outside, once for this `key`; raises as `give`."""
    payments.check_bringing(person, paid_with)
    sale, is_new = _order(person, thing, key, code, gift)
    sale.paid_with = paid_with if is_new else sale.paid_with
    return sale


def _order(person, thing: Thing, key: str, code: str, gift: dict) -> tuple[Sale, bool]:
    """Return the order under this key, and whether it was written just now."""
    thing = thing if isinstance(thing, Seen) else buying.offer_of(thing)
    maker_id = thing.bundle.maker_id if isinstance(thing, Seen) else thing.maker_id
    buying.lock_accounts(person.id, maker_id)
    known = buying.of_key(person, key)
    if known is not None:
        return _same(known, thing), False
    _refuse(maker_id, person, gift.get("to"), gift.get("mail", ""))
    sale = _written(person, thing, key, code)
    _wrapped(sale, **gift)
    return sale, True


def _same(known: Sale, thing: Offer | Seen) -> Sale:
    asked = (None, thing.bundle.id) if isinstance(thing, Seen) else (thing.content_id, None)
    if known.kind != "gift" or (known.content_id, known.bundle_id) != asked:
        raise ledger.KeyReused()
    return known


def _refuse(maker_id: int, person, to: people.Person | None, mail: str) -> None:
    if maker_id == person.id:
        raise OwnPiece()
    if (to is None) == (not mail.strip()) or (to is not None and to.id in (person.id, maker_id)):
        raise Invalid(fields={"to": ["Name somebody else, who did not make it: @handle or a mail address."]})


def _written(person, thing: Offer | Seen, key: str, code: str) -> Sale:
    if isinstance(thing, Seen):
        return bundling.written(person, thing, "gift", key, code)
    offer = buying.fresh(thing)
    piece = buying.for_sale(offer.content_id, person)
    cut = buying.cut_for(offer, code, person)
    return buying.written(person, offer, piece, "gift", key, offer.amount - (cut.saved if cut else 0), cut)


def _wrapped(sale: Sale, to: people.Person | None = None, mail: str = "", message: str = "") -> None:
    """Note whom an order is for; nobody hears of it before it is paid."""
    gift = Gift(sale_id=sale.id, buyer_id=sale.buyer_id, state="ordered")
    gift.recipient_id, gift.mail = (to.id, "") if to is not None else (None, mail.strip()[:MAIL_LENGTH])
    gift.message = message.strip()[:MESSAGE_LENGTH]
    db.session.add(gift)
    db.session.flush()


def look_again(sale: Sale, person) -> None:
    """Refuse an order that is not what it was, or that is for somebody who is not here any more; a lower price is taken."""
    gift = of_sale(sale)
    to = people.find(gift.recipient_id) if gift.recipient_id else None
    if gift.recipient_id and (to is None or to.closed_at is not None):
        raise NotForSale("Whom this gift is for is not here any more. Nothing was charged.")
    if sale.bundle_id is not None:
        bundling.bundle_again(sale, person)
        return
    buying.for_sale(sale.content_id, person)
    buying.price_again(sale)


def pay(person, sale: Sale) -> Sale:
    """Take the money for a gift from the wallet, and let it go on its way; its accounts are locked by now."""
    ids, gift = content_ids(sale), of_sale(sale)
    reserved = [] if sale.hours else licences.reserve(ids)
    payments.check_giving(person, sale.amount)
    buying.charge(person, sale)
    licences.give(reserved, sale, None, "gift")
    gift.state, gift.sent_at = "sent", clock.now()
    db.session.flush()
    record(GiftSent(gift.id))
    record(ItemUnlocked(sale.id, ids[0], sale.buyer_id, sale.seller_id))
    return sale
