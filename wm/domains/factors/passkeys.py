"""Passkeys (WebAuthn level 3): a key that never leaves its device signs our challenge, for our name alone.

Every one of them verifies its owner (a finger, a face, a number), so that one is both steps of a sign-in at once."""

import hashlib
from typing import NamedTuple

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from wm.domains import people
from wm.domains.factors import codes, safety, tickets, tries
from wm.domains.factors.errors import PasskeyRefused, StepOver, TooManyPasskeys
from wm.domains.factors.models import NAME_LENGTH, Passkey
from wm.domains.factors.site import ISSUER, host, origin
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.errors import NotFound

MOST = 10
LONGEST = 20_000  # signs of an answer
VERIFIED = UserVerificationRequirement.REQUIRED
BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


class Challenge(NamedTuple):
    """What the browser gets: the options as JSON, and the secret that only this browser holds."""

    options: str
    secret: str


def passkeys_of(person: people.Person) -> list[Passkey]:
    """Return the passkeys of a person, oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)))


def ask_passkey(person: people.Person | None, *, network: str) -> Challenge:
    """Return a challenge for the passkeys of `person`, or for whoever has one here. Raises TooManyTries (429)."""
    tries.challenge(network)
    known = [_described(each) for each in passkeys_of(person)] if person else None
    options = webauthn.generate_authentication_options(
        rp_id=host(), allow_credentials=known, user_verification=VERIFIED
    )
    return _begun("assert", person, options)


def ask_new_passkey(person: people.Person, *, network: str) -> Challenge:
    """Return a challenge for a new passkey. Raises TooManyPasskeys (409), TooManyTries (429)."""
    tries.challenge(network)
    known = passkeys_of(person)
    if len(known) >= MOST:
        raise TooManyPasskeys()
    options = webauthn.generate_registration_options(
        rp_id=host(),
        rp_name=ISSUER,
        user_id=person.public_id.encode(),
        user_name=f"@{person.handle}",
        user_display_name=person.name,
        exclude_credentials=[_described(each) for each in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
    )
    return _begun("register", person, options)


def add_passkey(person: people.Person, *, secret: str, credential: str, name: str) -> list[str]:
    """Keep a new passkey; returns the recovery codes when there were none. Raises PasskeyRefused (422)."""
    row = _burnt("register", secret)
    if row.person_id != person.id:
        raise PasskeyRefused()
    try:
        made = webauthn.verify_registration_response(**_expected(row, credential))
    except BROKEN:
        raise PasskeyRefused() from None
    passkey = Passkey(person_id=person.id, mark=_mark(made.credential_id), sign_count=made.sign_count)
    passkey.name = " ".join(name.split())[:NAME_LENGTH] or "Passkey"
    passkey.credential, passkey.public_key = map(bytes_to_base64url, (made.credential_id, made.credential_public_key))
    try:
        with db.session.begin_nested():
            db.session.add(passkey)
    except IntegrityError:
        raise PasskeyRefused() from None
    safety.changed(person, "passkey_added", passkey.name)
    return codes.needed(person)


def check_passkey(secret: str, credential: str, *, of: people.Person | None) -> people.Person:
    """Return who signs in with a passkey; `of` is who it has to be. Raises PasskeyRefused (422)."""
    row = _burnt("assert", secret)
    try:
        said = parse_authentication_credential_json(credential[:LONGEST])
        passkey = db.session.scalar(select(Passkey).where(Passkey.mark == _mark(said.raw_id)).with_for_update())
        person = _owner(row, passkey, said.response.user_handle, of)
        key = {"credential_public_key": webauthn.base64url_to_bytes(passkey.public_key)}
        key["credential_current_sign_count"] = passkey.sign_count
        seen = webauthn.verify_authentication_response(**_expected(row, credential), **key)
    except BROKEN:
        raise PasskeyRefused() from None
    passkey.sign_count, passkey.last_used_at = seen.new_sign_count, clock.now()
    db.session.flush()
    return person


def remove_passkey(person: people.Person, public_id: str) -> None:
    """Let a passkey sign nobody in any more. Raises NotFound (404)."""
    mine = (Passkey.person_id == person.id) & (Passkey.public_id == public_id)
    name = db.session.scalar(select(Passkey.name).where(mine))
    if not db.session.execute(delete(Passkey).where(mine)).rowcount:
        raise NotFound()
    codes.drop_without_factor(person)
    safety.changed(person, "passkey_removed", name)


def _owner(row, passkey: Passkey | None, handle: bytes | None, of: people.Person | None) -> people.Person:
    """Return whose passkey answered, when it may answer this challenge."""
    person = people.find(passkey.person_id) if passkey else None
    if person is None or person.closed_at is not None:
        raise PasskeyRefused()
    if handle is not None and handle != person.public_id.encode():
        raise PasskeyRefused()
    if {row.person_id or person.id, of.id if of else person.id} != {person.id}:
        raise PasskeyRefused()
    return person


def _burnt(kind: str, secret: str) -> tickets.Ticket:
    """Return the challenge, which is used up by this whatever becomes of the answer; ends the present transaction."""
    try:
        with transaction():
            return tickets.finish(kind, secret)
    except StepOver:
        raise PasskeyRefused() from None


def _begun(kind: str, person: people.Person | None, options) -> Challenge:
    challenge = bytes_to_base64url(options.challenge)
    secret = tickets.begin(kind, person.id if person else None, challenge=challenge)
    return Challenge(webauthn.options_to_json(options), secret)


def _expected(row: tickets.Ticket, credential: str) -> dict:
    challenge = webauthn.base64url_to_bytes(tickets.payload(row)["challenge"])
    where = {"expected_challenge": challenge, "expected_rp_id": host(), "expected_origin": origin()}
    return where | {"credential": credential[:LONGEST], "require_user_verification": True}


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(passkey.credential))


def _mark(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()
