"""Recovery codes: ten at a time, shown once, kept as keyed hashes, each good once."""

import secrets

from sqlalchemy import delete, func, select, update

from wm.domains import people
from wm.domains.factors import safety, tries
from wm.domains.factors.errors import WrongRecoveryCode
from wm.domains.factors.models import RecoveryCode
from wm.kernel import clock, sealing
from wm.kernel.db import db

HOW_MANY = 10
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PARTS, PART = 3, 4  # 12 signs of 32: 60 bits, and the hash is keyed
LONGEST = 64


def needed(person: people.Person) -> list[str]:
    """Return new codes for somebody who has none, and none for who has some."""
    return [] if left(person) else make(person)


def renew(person: people.Person) -> list[str]:
    """Return ten new codes; the old ones stop working."""
    made = make(person)
    safety.changed(person, "codes_made")
    return made


def make(person: people.Person) -> list[str]:
    """Write ten codes down as hashes and return them."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    made = [_new() for _ in range(HOW_MANY)]
    db.session.add_all(RecoveryCode(person_id=person.id, hash=_hash(person.id, code)) for code in made)
    db.session.flush()
    return made


def drop_without_factor(person: people.Person) -> None:
    """Forget the codes of somebody who has no second factor any more."""
    if not safety.has_any(person.id):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def kept(person: people.Person) -> None:
    """Note that the owner has the codes where they can be found."""
    theirs = (RecoveryCode.person_id == person.id) & RecoveryCode.kept_at.is_(None)
    db.session.execute(update(RecoveryCode).where(theirs).values(kept_at=clock.now()))


def check_recovery(person: people.Person, code: str, *, network: str = "", is_known: bool = False) -> int:
    """Use one recovery code up; returns how many are left. Raises WrongRecoveryCode (422), TooManyTries (429)."""
    tries.recovery(person.id, network, is_known)
    mine = (RecoveryCode.person_id == person.id) & (RecoveryCode.hash == _hash(person.id, code[:LONGEST]))
    unused = mine & RecoveryCode.used_at.is_(None)
    if db.session.execute(update(RecoveryCode).where(unused).values(used_at=clock.now())).rowcount != 1:
        raise WrongRecoveryCode()
    remaining = left(person)
    safety.changed(person, "code_used", str(remaining))
    return remaining


def left(person: people.Person) -> int:
    """Return how many codes still work."""
    mine = RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count(RecoveryCode.id)).where(*mine))


def _new() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(PART)) for _ in range(PARTS))


def _hash(person_id: int, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sealing.mark(f"recovery:{person_id}:{plain}")
