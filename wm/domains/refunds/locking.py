"""Locks in the order of the house: every account that an ending may touch, then the row of how something stands."""

from sqlalchemy import insert, select

from wm.domains import earnings, ledger
from wm.domains.earnings import Earning
from wm.domains.refunds import things
from wm.domains.refunds.errors import NotPossible
from wm.domains.refunds.models import TITLE_LENGTH, Aftermath
from wm.kernel import clock, ids
from wm.kernel.db import db, ignoring_duplicates


def locked(earning: Earning, *more: ledger.Account) -> tuple[Aftermath, Earning]:
    """Lock all that belongs to one paid thing and return how it stands, with what its seller got, as both are now.

    Raises NotPossible (409) for what nobody paid."""
    if earning.payer_id is None or earning.source not in things.SOURCES:
        raise NotPossible()
    _open(earning)
    earning = earnings.with_accounts(earning.id, ledger.wallet(earning.payer_id), *more)
    wanted = select(Aftermath).where(Aftermath.earning_id == earning.id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one(), earning


def _open(earning: Earning) -> None:
    """Write the row, unless it is there; nobody waits for anybody over a row that nobody else has."""
    if find(earning) is not None:
        return
    values = {name: getattr(earning, name) for name in ("source", "source_ref", "seller_id", "content_id", "currency")}
    values |= {"earning_id": earning.id, "public_id": ids.new(), "buyer_id": earning.payer_id, "gross": earning.gross}
    values |= {"title": things.title_of(earning)[:TITLE_LENGTH], "sold_at": earning.sold_at, "refunded": 0}
    row = values | {"state": "sold", "changed_at": clock.now()}
    db.session.execute(ignoring_duplicates(insert(Aftermath)).values(**row))


def find(earning: Earning) -> Aftermath | None:
    """Return how a paid thing stands, None while nothing has happened to it."""
    return db.session.scalars(select(Aftermath).where(Aftermath.earning_id == earning.id)).first()
