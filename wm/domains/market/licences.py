"""Licence keys: brought by the creator or made, given once with a purchase, looked up by whoever checks one."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select, update

from wm.domains import entitlements
from wm.domains.market import products
from wm.domains.market.errors import SoldOut
from wm.domains.market.goods_models import Licence, Product
from wm.domains.market.models import Sale
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is read as something else
GROUPS, GROUP = 4, 5


class Verdict(NamedTuple):
    """What may be said of a key to anybody who has it: whether it is good, how often it was used, whether it was revoked."""

    valid: bool
    uses: int
    revoked: bool


def reserve(content_ids: Iterable[int]) -> list[Licence]:
    """Return a free key, locked until the present transaction ends, for each of these pieces that comes with one.

    Ask before any money moves, and after the accounts are locked. Raises SoldOut (409)."""
    known = products.among(content_ids)
    return [_of_product(known[each]) for each in sorted(known) if known[each].has_keys]


def _of_product(product: Product) -> Licence:
    if product.key_kind == "made":
        return Licence(content_id=product.content_id, maker_id=product.maker_id, key=made(), uses=0)
    free = select(Licence).where(Licence.content_id == product.content_id, *_is_free())
    found = db.session.scalars(free.order_by(Licence.id).limit(1).with_for_update(skip_locked=True)).first()
    if found is None:
        raise SoldOut()
    return found


def give(reserved: Iterable[Licence], sale: Sale, owner_id: int | None, source: str) -> None:
    """Hand reserved keys over with a sale: to `owner_id`, or, while a gift is closed, to nobody yet."""
    for licence in reserved:
        _hand_over(licence, sale.id, owner_id, source, sale.public_id)
    db.session.flush()


def _hand_over(licence: Licence, sale_id: int, owner_id: int | None, source: str, source_ref: str) -> None:
    licence.sale_id, licence.owner_id, licence.given_at = sale_id, owner_id, clock.now()
    licence.source, licence.source_ref = source, source_ref
    db.session.add(licence)


def another(product: Product | None, licence: Licence) -> Licence:
    """Give whoever has a key one more in its place. Raises SoldOut (409)."""
    fresh = _of_product(product or Product(content_id=licence.content_id, maker_id=licence.maker_id, key_kind="made"))
    _hand_over(fresh, licence.sale_id, licence.owner_id, licence.source, licence.source_ref)
    db.session.flush()
    return fresh


def pass_on(sale_id: int, owner_id: int) -> None:
    """Let the keys of a gift belong to whoever opened it."""
    db.session.execute(update(Licence).where(Licence.sale_id == sale_id).values(owner_id=owner_id))


def made() -> str:
    """Return a new key: 20 letters and figures that nobody guesses, in groups of five."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def is_good(licence: Licence) -> bool:
    """Whether it was given, is not revoked, and what was bought with it is still theirs."""
    if licence.given_at is None or licence.revoked_at is not None:
        return False
    return any(right.is_live for right in entitlements.of_source(licence.source, licence.source_ref))


def verify(content_id: int, key: str, is_use: bool = False) -> Verdict:
    """Say whether a key is good, and with `is_use` count one use of a good one. Raises NotFound for what was never given."""
    wanted = select(Licence).where(Licence.content_id == content_id, Licence.key == key.strip())
    licence = db.session.scalars(wanted).first()
    if licence is None or licence.given_at is None:
        raise NotFound()
    is_valid = is_good(licence)
    if is_use and is_valid:
        counted = update(Licence).where(Licence.id == licence.id)
        db.session.execute(counted.values(uses=Licence.uses + 1, used_at=clock.now()))
        db.session.refresh(licence)
    return Verdict(is_valid, licence.uses, not is_valid)


def of_sale(sale: Sale) -> list[Licence]:
    """Return the keys that came with a sale, oldest first, for its owner; a closed gift's are nobody's yet."""
    wanted = select(Licence).where(Licence.sale_id == sale.id, Licence.owner_id == sale.buyer_id)
    return list(db.session.scalars(wanted.order_by(Licence.id)))


def of_person(person, content_ids: Iterable[int] | None = None) -> list[Licence]:
    """Return a person's keys, newest first; only of those pieces where they are named."""
    wanted = select(Licence).where(Licence.owner_id == person.id)
    if content_ids is not None:
        wanted = wanted.where(Licence.content_id.in_(list(content_ids)))
    return list(db.session.scalars(wanted.order_by(Licence.id.desc())))


def _is_free() -> tuple:
    return Licence.sale_id.is_(None), Licence.revoked_at.is_(None)
