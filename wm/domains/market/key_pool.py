"""A creator's licence keys: bringing them in, how many are left, revoking and replacing."""

import re
from typing import NamedTuple

from sqlalchemy import case, func, insert, select

from wm.domains.content import Content
from wm.domains.market import licences, products
from wm.domains.market.errors import BadKeys
from wm.domains.market.goods_models import WHY_LENGTH, Licence
from wm.kernel import clock, ids
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import NotFound, NotNow
from wm.kernel.paging import Page, cut, decode

LINE = re.compile(r"[!-~](?:[ -~]{2,118})[!-~]")
MOST_AT_ONCE = 5000
LOW = 5
PAGE = 50


class Level(NamedTuple):
    """How many keys of a product are left in the pool, were given, and were revoked."""

    left: int = 0
    given: int = 0
    revoked: int = 0

    @property
    def is_low(self) -> bool:
        """Whether it is time to bring more."""
        return self.left <= LOW


def bring(piece: Content, text: str) -> int:
    """Put keys into the pool of a piece, one from each line of `text`; returns how many were new. Raises BadKeys (422)."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    wrong = next((n for n, line in enumerate(lines, 1) if not LINE.fullmatch(line)), None)
    if not lines or wrong or len(lines) > MOST_AT_ONCE:
        raise BadKeys(fields={"keys": [_wrong_words(len(lines), wrong)]})
    shared = {"content_id": piece.id, "maker_id": piece.person_id, "uses": 0, "created_at": clock.now()}
    shared |= {"source": "", "source_ref": "", "why": ""}
    before = levels([piece.id]).get(piece.id, Level())
    rows = [{"public_id": ids.new(), "key": line, **shared} for line in lines]
    db.session.execute(ignoring_duplicates(insert(Licence)), rows)
    after = levels([piece.id])[piece.id]
    return sum(after) - sum(before)


def _wrong_words(count: int, wrong: int | None) -> str:
    if count > MOST_AT_ONCE:
        return f"At most {MOST_AT_ONCE} keys at once."
    return f"Line {wrong}: {BadKeys.message}" if wrong else "Paste at least one key."


def levels(content_ids) -> dict[int, Level]:
    """Return how the pools of these pieces stand, by row id."""
    is_free, is_revoked = Licence.sale_id.is_(None), Licence.revoked_at.is_not(None)
    sums = [
        func.sum(case((which, 1), else_=0)) for which in (is_free & ~is_revoked, ~is_free & ~is_revoked, is_revoked)
    ]
    wanted = select(Licence.content_id, *sums).where(Licence.content_id.in_(list(content_ids)))
    rows = db.session.execute(wanted.group_by(Licence.content_id))
    return {content_id: Level(*map(int, numbers)) for content_id, *numbers in rows}


def is_sold_out(piece: Content) -> bool:
    """Whether a piece comes with a key of its maker's list, and none is left."""
    is_of_pool = products.of(piece).key_kind == "pool"
    return is_of_pool and levels([piece.id]).get(piece.id, Level()).left == 0


def given(
    maker, cursor: str | None = None, *, content_id: int | None = None, words: str = "", size: int = PAGE
) -> Page:
    """Return a page of the keys that a creator's buyers have, newest first; of one piece, or those that contain `words`."""
    wanted = select(Licence).where(Licence.maker_id == maker.id, Licence.given_at.is_not(None))
    wanted = wanted.where(Licence.content_id == content_id) if content_id else wanted
    wanted = wanted.where(Licence.key.contains(words, autoescape=True)) if words else wanted
    if place := decode(cursor, int):
        wanted = wanted.where(Licence.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Licence.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda licence: (licence.id,))


def own(public_id: str, maker) -> Licence:
    """Return a key of a creator's product, locked. Raises NotFound."""
    mine = select(Licence).where(Licence.public_id == public_id, Licence.maker_id == maker.id)
    found = db.session.scalars(mine.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound()
    return found


def revoke(licence: Licence, why: str = "") -> Licence:
    """Let a key be good no more; once more changes nothing."""
    if licence.revoked_at is None:
        licence.revoked_at, licence.why = clock.now(), why.strip()[:WHY_LENGTH]
        db.session.flush()
    return licence


def replace(licence: Licence, why: str = "") -> Licence:
    """Revoke a key and give its owner another one. Raises SoldOut or NotNow (409)."""
    if licence.given_at is None or licence.revoked_at is not None:
        raise NotNow()
    product = products.among([licence.content_id]).get(licence.content_id)
    another = licences.another(product, licence)
    revoke(licence, why or "Replaced by another key.")
    return another


def clear(piece: Content) -> int:
    """Take the keys that nobody has out of the pool; returns how many those were."""
    free = select(Licence).where(
        Licence.content_id == piece.id, Licence.sale_id.is_(None), Licence.revoked_at.is_(None)
    )
    found = db.session.scalars(free.with_for_update(skip_locked=True)).all()
    for licence in found:
        db.session.delete(licence)
    db.session.flush()
    return len(found)
