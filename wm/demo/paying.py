"""A creator of the demo who is paid: her tips are settled early, her account is old enough, and a first payout is asked for."""

from collections.abc import Mapping
from datetime import timedelta

from wm.domains import earnings, payouts, people
from wm.kernel import clock

WHO, IBAN = "ada", "DE89370400440532013000"  # the IBAN that every manual shows
NEW, NEW_IBAN = "nomvula", "GB33BUKB20201555555555"  # whose account is so new that somebody looks first
FIRST = 1000  # minor units


def pay_out(cast: Mapping[str, people.Person]) -> None:
    """Let her have what she was given, and ask for a part of it; the gateway pays once the site runs."""
    person = cast.get(WHO)
    if person is None:
        return
    for tip in earnings.lines(person.id, source="tip").items:
        earnings.settle(tip.id)
    target = payouts.add_bank(person, name=person.name, iban=IBAN)
    target.usable_at = clock.now() - timedelta(days=1)
    payouts.choose(person, "week", target.public_id)
    if earnings.available_of(person.id).available >= FIRST:
        payouts.ask(person, FIRST, target, key="demo")
    _ask_too_early(cast)


def _ask_too_early(cast: Mapping[str, people.Person]) -> None:
    """Let somebody ask for money to an account of today."""
    person = cast.get(NEW)
    if person is not None and earnings.available_of(person.id).available >= FIRST:
        payouts.ask(person, FIRST, payouts.add_bank(person, name=person.name, iban=NEW_IBAN), key="demo")
