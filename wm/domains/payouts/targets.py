"""Where money goes: checked, sealed, shown masked, and too new to be used for three days."""

import re
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select
from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError

from wm.domains import factors
from wm.domains.payouts.errors import AddressUnconfirmed, TargetRefused
from wm.domains.payouts.events import TargetAdded
from wm.domains.payouts.models import NAME_LENGTH, PayoutSchedule, PayoutTarget
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record
from wm.kernel.sealing import mark, seal

MOST = 5
ACCOUNT = re.compile(r"[A-Za-z0-9_.@-]{4,64}")


def add_bank(person, *, name: str, iban: str, bic: str = "") -> PayoutTarget:
    """Let money go to a bank account, after a while.

    Raises TargetRefused (422), AddressUnconfirmed, SecondFactorNeeded (403)."""
    name, refused = " ".join(name.split()), {}
    if not 2 <= len(name) <= NAME_LENGTH:
        refused["name"] = ["Write the name of whoever owns the account, as the bank has it."]
    iban, bic = _compact(ibans, iban), _compact(bics, bic) if bic.strip() else ""
    if iban is None:
        refused["iban"] = ["This IBAN is not complete, or a figure in it is another one."]
    if bic is None:
        refused["bic"] = ["A BIC has 8 or 11 letters and figures, like COBADEFF."]
    if refused:
        raise TargetRefused(fields=refused)
    shown = f"{iban[:2]}·· ···· {iban[-4:]} ({name[:40]})"
    return _add(person, "bank", shown, iban, {"name": name, "iban": iban, "bic": bic})


def add_account(person, way: str, account: str) -> PayoutTarget:
    """Let money go to an account at a gateway, after a while.

    Raises TargetRefused (422), AddressUnconfirmed, SecondFactorNeeded (403)."""
    account = account.strip()
    if not ACCOUNT.fullmatch(account):
        raise TargetRefused(fields={"account": ["Write the name of the account: 4 to 64 letters and figures."]})
    return _add(person, way, f"{way.capitalize()} ···{account[-4:]}", account, {"account": account})


def _add(person, way: str, shown: str, account: str, details: dict) -> PayoutTarget:
    factors.demand(person)
    if person.email_verified_at is None:
        raise AddressUnconfirmed()
    account_mark = mark(f"{way}:{account}")
    known = next((each for each in targets(person) if each.mark == account_mark), None)
    if known is not None:
        return known
    if len(targets(person)) >= MOST:
        raise TargetRefused(f"{MOST} accounts are as many as there can be. Remove one first.")
    usable_at = clock.now() + timedelta(hours=current_app.config["PAYOUT_TARGET_HOURS"])
    target = PayoutTarget(person_id=person.id, way=way, shown=shown, sealed=seal(details), mark=account_mark)
    target.usable_at = usable_at
    db.session.add(target)
    db.session.flush()
    record(TargetAdded(target.id, person.id))
    return target


def targets(person) -> list[PayoutTarget]:
    """Return where a creator's money can go, oldest first."""
    mine = select(PayoutTarget).where(PayoutTarget.person_id == person.id, PayoutTarget.removed_at.is_(None))
    return list(db.session.scalars(mine.order_by(PayoutTarget.id)))


def find_target(person, public_id: str) -> PayoutTarget:
    """Return one of a creator's targets. Raises NotFound."""
    found = next((each for each in targets(person) if each.public_id == public_id), None)
    if found is None:
        raise NotFound()
    return found


def remove_target(person, public_id: str) -> PayoutTarget:
    """Let no more money go there; what is on its way goes on, and a schedule that went there stops."""
    target = find_target(person, public_id)
    target.removed_at = clock.now()
    schedule = db.session.scalars(select(PayoutSchedule).where(PayoutSchedule.target_id == target.id)).first()
    if schedule is not None:
        schedule.rhythm, schedule.target_id = "hand", None
    db.session.flush()
    return target


def owners_of_mark(target: PayoutTarget) -> int:
    """Return how many people gave the same account: more than one is a sign of one person with several names."""
    same = select(func.count(PayoutTarget.person_id.distinct())).where(PayoutTarget.mark == target.mark)
    return db.session.scalar(same)


def _compact(kind, text: str) -> str | None:
    try:
        return kind.validate(text)
    except ValidationError:
        return None
