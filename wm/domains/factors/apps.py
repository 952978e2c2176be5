"""Codes that an app counts by the clock (TOTP, RFC 6238): six figures, thirty seconds, each taken once."""

from datetime import timedelta
from typing import NamedTuple

import pyotp
from cryptography.fernet import InvalidToken
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from wm.domains import people
from wm.domains.factors import codes, safety, tries
from wm.domains.factors.errors import SetupOver, WrongCode
from wm.domains.factors.models import CodeApp
from wm.domains.factors.site import ISSUER
from wm.kernel import clock, sealing
from wm.kernel.db import db
from wm.kernel.errors import NotFound

PURPOSE = "code apps"
SETUP_PURPOSE = "code apps to be"
SETUP_FOR = timedelta(minutes=20)
FIGURES = 6
STEP = 30
DRIFT = 1  # steps that a clock may be off, either way


class Setup(NamedTuple):
    """An app to be: its secret in groups of four, the address in the picture, and both sealed for the form."""

    secret: str
    address: str
    sealed: str


def begin_app(person: people.Person) -> Setup:
    """Return a new secret for somebody's app; nothing is kept until a code of it comes back."""
    secret = pyotp.random_base32()
    at = clock.now().timestamp()
    return _setup(person, secret, sealing.seal({"secret": secret, "person": person.id, "at": at}, SETUP_PURPOSE))


def same_app(person: people.Person, sealed: str) -> Setup:
    """Return what the form holds, once more. Raises SetupOver (409)."""
    return _setup(person, _opened(person, sealed), sealed)


def add_app(person: people.Person, *, sealed: str, code: str) -> list[str]:
    """Let an app count codes from now on; returns the recovery codes when there were none.

    A second app takes the place of the first. Raises WrongCode (422), SetupOver (409), TooManyTries (429)."""
    secret = _opened(person, sealed)
    tries.setup(person.id)
    step = _step_of(secret, code, after=0)
    if step is None:
        raise WrongCode()
    db.session.execute(delete(CodeApp).where(CodeApp.person_id == person.id))
    row = CodeApp(person_id=person.id, sealed=sealing.seal({"secret": secret}, PURPOSE), last_step=step)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise SetupOver() from None  # another browser of the same person was quicker
    safety.changed(person, "app_added")
    return codes.needed(person)


def check_code(person: people.Person, code: str, *, network: str = "", is_known: bool = False) -> None:
    """Take one code of somebody's app, for the only time; `is_known` of a browser that took a second step of theirs before.

    Raises WrongCode (422), TooManyTries (429)."""
    tries.code(person.id, network, is_known)
    row = find_app(person)
    step = _step_of(_secret(row), code, after=row.last_step) if row else None
    if step is None or not _took(row, step):
        raise WrongCode()


def find_app(person: people.Person) -> CodeApp | None:
    """Return the app of a person, None without one."""
    return db.session.scalar(select(CodeApp).where(CodeApp.person_id == person.id))


def remove_app(person: people.Person) -> None:
    """Take no more codes of somebody's app. Raises NotFound (404)."""
    if not db.session.execute(delete(CodeApp).where(CodeApp.person_id == person.id)).rowcount:
        raise NotFound()
    codes.drop_without_factor(person)
    safety.changed(person, "app_removed")


def _took(row: CodeApp, step: int) -> bool:
    """Whether this caller is the one who takes the code of `step`."""
    later = (CodeApp.id == row.id) & (CodeApp.last_step < step)
    changes = {"last_step": step, "last_used_at": clock.now()}
    return db.session.execute(update(CodeApp).where(later).values(**changes)).rowcount == 1


def _step_of(secret: str | None, code: str, *, after: int) -> int | None:
    """Return the step later than `after` that `code` is of, None when it is of none near now."""
    typed = "".join(code.split())
    if secret is None or len(typed) != FIGURES or not typed.isascii() or not typed.isdigit():
        return None
    counter, now = pyotp.TOTP(secret, interval=STEP), int(clock.now().timestamp()) // STEP
    near = range(max(after + 1, now - DRIFT), now + DRIFT + 1)
    return next((step for step in near if pyotp.utils.strings_equal(typed, counter.generate_otp(step))), None)


def _secret(row: CodeApp) -> str | None:
    """Return the secret; None when the site has another key now, so that recovery codes are the way in."""
    try:
        return sealing.unseal(row.sealed, PURPOSE)["secret"]
    except InvalidToken:
        return None


def _setup(person: people.Person, secret: str, sealed: str) -> Setup:
    address = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=f"@{person.handle}", issuer_name=ISSUER)
    return Setup(" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)), address, sealed)


def _opened(person: people.Person, sealed: str) -> str:
    try:
        said = sealing.unseal(sealed, SETUP_PURPOSE)
    except (InvalidToken, ValueError):
        raise SetupOver() from None
    if said["person"] != person.id or clock.now().timestamp() > said["at"] + SETUP_FOR.total_seconds():
        raise SetupOver()
    return said["secret"]
