"""What becomes of a membership whose money went back."""

from sqlalchemy import select

from wm.domains.memberships import paying
from wm.domains.memberships.joining import key_of
from wm.domains.memberships.models import Membership, Period
from wm.domains.memberships.turning import end
from wm.kernel.db import db

PAYMENT = "payment:"  # how the key of what was paid from outside begins; behind it stands the row id of the payment


def of_payment(ref: str) -> Membership | None:
    """Return the membership whose present period was paid under `ref` ("AbC:3"), None when that is over."""
    public_id, _, number = ref.partition(":")
    row = db.session.scalars(select(Membership).where(Membership.public_id == public_id)).first()
    return row if row is not None and row.is_live and str(row.number) == number else None


def paid_with(person_id: int, key: str) -> str:
    """Return what was paid under the key of one deed of a person, as earnings call it ("AbC:3"); "" for nothing."""
    wanted = select(Membership.public_id, Period.number).join(Period, Period.membership_id == Membership.id)
    found = db.session.execute(wanted.where(Period.key == key_of(person_id, key))).first()
    return f"{found.public_id}:{found.number}" if found else ""


def attempt_of(ref: str) -> int | None:
    """Return the payment (its row id) that brought the money for a period ("AbC:3") from outside, None for the wallet's own."""
    public_id, _, number = ref.partition(":")
    if not number.isdigit():
        return None
    wanted = select(Period.key).join(Membership, Membership.id == Period.membership_id)
    key = db.session.scalar(wanted.where(Membership.public_id == public_id, Period.number == int(number)))
    _person, _, said = (key or "").partition(":")
    return int(said.removeprefix(PAYMENT)) if said.startswith(PAYMENT) and said[len(PAYMENT) :].isdigit() else None


def end_refunded(ref: str) -> Membership | None:
    """End a membership at once when its present period was paid back; an earlier period changes nothing."""
    row = of_payment(ref)
    if row is not None:
        row = paying.locked(row.id)
        end(row, "refunded")
    return row
