"""Discount codes: made by a creator for their own pieces, counted under a lock, refused with a sentence."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select

from wm.domains.market.code_models import CODE_KINDS, WORD_LENGTH, Code, CodePiece, CodeUse
from wm.domains.market.errors import BadCode, CodeRefused
from wm.domains.market.models import Sale
from wm.domains.market.pricing import MOST
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound

WORD = re.compile(rf"[A-Z0-9][A-Z0-9-]{{2,{WORD_LENGTH - 1}}}")
UNDONE = ("failed", "cancelled")


class Cut(NamedTuple):
    """What a code does to one price: which code, and how much (minor units) it takes away."""

    code: Code
    saved: int


class Standing(NamedTuple):
    """How a code stands: how often it was used, and how much (minor units) it saved people in all."""

    used: int = 0
    saved: int = 0


def written(word: str) -> str:
    """Return a code as it is kept, however somebody typed it."""
    return "".join((word or "").split()).upper()[: WORD_LENGTH + 1]


def make(maker, *, word: str, kind: str, amount: int, pieces: Collection[int] | None = None, **limits) -> Code:
    """Make a code for some of a creator's pieces (row ids), or for all of them (None).

    `amount` is per cent or minor units; `limits` are most, most_each, starts_at, ends_at. Raises BadCode (422)."""
    word = written(word)
    _refuse_odd(maker, word, kind, amount, limits)
    if pieces is not None and not pieces:
        raise BadCode(fields={"pieces": ["Choose at least one piece, or all of them."]})
    code = Code(maker_id=maker.id, word=word, kind=kind, amount=amount, is_for_all=pieces is None, **limits)
    db.session.add(code)
    db.session.flush()
    db.session.add_all(CodePiece(code_id=code.id, content_id=each) for each in pieces or ())
    db.session.flush()
    return code


def _refuse_odd(maker, word: str, kind: str, amount: int, limits: dict) -> None:
    fields = {}
    if not WORD.fullmatch(word):
        fields["word"] = ["3 to 32 letters A to Z, figures and hyphens."]
    elif find(word, maker.id) is not None:
        fields["word"] = ["You have a code of that name already."]
    if kind not in CODE_KINDS or not 0 < amount <= (100 if kind == "percent" else MOST):
        fields["amount"] = ["Between 1 and 100 per cent." if kind == "percent" else "Name an amount."]
    for name in ("most", "most_each"):
        if limits.get(name) is not None and not 0 < limits[name] < 1_000_000:
            fields[name] = ["At least 1, or empty for always."]
    now, ends = clock.now(), limits.get("ends_at")
    if ends is not None and ends <= max(now, limits.get("starts_at") or now):
        fields["ends_at"] = ["Choose a moment that is still to come, and after it begins."]
    if fields:
        raise BadCode(fields=fields)


def find(word: str, maker_id: int) -> Code | None:
    """Return a creator's code by its word, None when there is none."""
    return db.session.scalars(select(Code).where(Code.word == written(word), Code.maker_id == maker_id)).first()


def own(public_id: str, maker) -> Code:
    """Return a creator's own code. Raises NotFound."""
    found = db.session.scalars(select(Code).where(Code.public_id == public_id, Code.maker_id == maker.id)).first()
    if found is None:
        raise NotFound()
    return found


def of_maker(maker) -> list[Code]:
    """Return a creator's codes, newest first."""
    return list(db.session.scalars(select(Code).where(Code.maker_id == maker.id).order_by(Code.id.desc())))


def standings(codes: Collection[Code]) -> dict[int, Standing]:
    """Return how these codes stand, by row id; one that was never used is not there."""
    wanted = select(CodeUse.code_id, func.count(), func.sum(CodeUse.saved)).join(Sale, Sale.id == CodeUse.sale_id)
    wanted = wanted.where(CodeUse.code_id.in_([code.id for code in codes]), Sale.state.not_in(UNDONE))
    rows = db.session.execute(wanted.group_by(CodeUse.code_id))
    return {code_id: Standing(used, int(saved)) for code_id, used, saved in rows}


def pieces_of(codes: Collection[Code]) -> dict[int, list[int]]:
    """Return the row ids of the pieces that codes are for, by row id of the code."""
    found: dict[int, list[int]] = {}
    wanted = select(CodePiece.code_id, CodePiece.content_id).where(CodePiece.code_id.in_([code.id for code in codes]))
    for code_id, content_id in db.session.execute(wanted):
        found.setdefault(code_id, []).append(content_id)
    return found


def stop(code: Code) -> Code:
    """Let a code count no more."""
    code.stopped_at = code.stopped_at or clock.now()
    db.session.flush()
    return code


def resume(code: Code) -> Code:
    """Let a stopped code count again."""
    code.stopped_at = None
    db.session.flush()
    return code


def remove(code: Code) -> None:
    """Take away a code that nobody has used; one that was used is stopped, since receipts name it."""
    if db.session.scalar(select(CodeUse.id).where(CodeUse.code_id == code.id).limit(1)):
        stop(code)
        return
    db.session.execute(delete(CodePiece).where(CodePiece.code_id == code.id))
    db.session.delete(code)
    db.session.flush()


def quote(word: str, maker_id: int, content_ids: Collection[int], price: int, buyer_id: int | None) -> Cut:
    """Say what a code would do to a price now; `content_ids` is what is bought. Raises CodeRefused (409)."""
    return _judged(find(word, maker_id), content_ids, price, buyer_id)


def take(word: str, maker_id: int, content_ids: Collection[int], price: int, buyer_id: int) -> Cut:
    """Say the same with the code locked until the present transaction ends; accounts are locked before. Raises as `quote`."""
    wanted = select(Code).where(Code.word == written(word), Code.maker_id == maker_id).with_for_update()
    code = db.session.scalars(wanted.execution_options(populate_existing=True)).first()
    return _judged(code, content_ids, price, buyer_id)


def note(cut: Cut | None, sale: Sale) -> None:
    """Write down that a sale was made cheaper; from now on it counts, unless the sale comes to nothing."""
    if cut is not None and cut.saved:
        db.session.add(CodeUse(code_id=cut.code.id, sale_id=sale.id, buyer_id=sale.buyer_id, saved=cut.saved))
        db.session.flush()


def saved_on(sale: Sale) -> int:
    """Return how much a code took away from the price of a sale."""
    return db.session.scalar(select(CodeUse.saved).where(CodeUse.sale_id == sale.id)) or 0


def _judged(code: Code | None, content_ids: Collection[int], price: int, buyer_id: int | None) -> Cut:
    if code is None:
        raise CodeRefused("There is no such code here. Look at how it is written.")
    _refuse_by_time(code, clock.now())
    if not code.is_for_all and not set(content_ids) <= set(pieces_of([code]).get(code.id, ())):
        raise CodeRefused("That code is for other pieces of this creator.")
    if code.most is not None and _used(code) >= code.most:
        raise CodeRefused("That code has been used as often as it may be. Nothing was charged.")
    if code.most_each is not None and buyer_id is not None and _used(code, buyer_id) >= code.most_each:
        raise CodeRefused("You have used that code as often as one person may. Nothing was charged.")
    return Cut(code, code.saves(price))


def _refuse_by_time(code: Code, now: datetime) -> None:
    if code.starts_at is not None and now < code.starts_at:
        raise CodeRefused("That code does not count yet.")
    if code.stopped_at is not None or (code.ends_at is not None and now >= code.ends_at):
        raise CodeRefused("That code has ended. Nothing was charged.")


def _used(code: Code, buyer_id: int | None = None) -> int:
    wanted = select(func.count()).select_from(CodeUse).join(Sale, Sale.id == CodeUse.sale_id)
    wanted = wanted.where(CodeUse.code_id == code.id, Sale.state.not_in(UNDONE))
    return db.session.scalar(wanted.where(CodeUse.buyer_id == buyer_id) if buyer_id is not None else wanted)
