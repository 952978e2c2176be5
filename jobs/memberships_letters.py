"""The letters about memberships: greetings, receipts, kind words about empty wallets, ends, prices, round numbers."""

from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _

from jobs import letters, long_job
from wm.domains import ledger, memberships, people
from wm.kernel import money
from wm.kernel.db import retried, transaction
from wm.kernel.errors import NotFound

SECONDS = 60


@long_job("high", timeout=SECONDS)
def started(membership_id: int, number: int) -> None:
    """Greet a member: what was paid, what comes next, how to leave."""
    _send(membership_id, "member_started", _("Welcome to %(tier)s"), number=number)


@long_job("high", timeout=SECONDS)
def renewed(membership_id: int, number: int) -> None:
    """Send a receipt."""
    _send(membership_id, "member_renewed", _("%(tier)s is renewed"), number=number)


@long_job("high", timeout=SECONDS)
def past_due(membership_id: int, tries: int) -> None:
    """Say that the wallet was empty, until when all stays open, and what to do."""
    _send(membership_id, "member_past_due", _("%(tier)s could not be renewed yet"), only="past_due", tries=tries)


@long_job("high", timeout=SECONDS)
def ended(membership_id: int, why: str) -> None:
    """Say that it is over and how to come back."""
    _send(membership_id, "member_ended", _("%(tier)s has ended"), only="ended", why=why)


@long_job("default", timeout=SECONDS)
def price(membership_id: int, price_id: int) -> None:
    """Say what a tier will cost, from when on, and that one can leave."""
    _send(membership_id, "member_price", _("%(tier)s will cost something else"))


@long_job("default", timeout=SECONDS)
def soon(membership_id: int) -> None:
    """Remind of what is charged in a few days."""
    _send(membership_id, "member_soon", _("%(tier)s is paid for again soon"))


@long_job("default", timeout=SECONDS)
def milestone(creator_id: int, total: int) -> None:
    """Congratulate a creator on a round number of members."""
    letters.write(
        retried(lambda: _person(creator_id)), "member_milestone", _("Your members are %(n)s now", n=total), total=total
    )


def _send(membership_id: int, template: str, subject: str, only: str = "", **words: Any) -> None:
    """Mail one letter about a membership, unless its state is not the one any more that the letter is about."""
    person, known = retried(lambda: _known(membership_id, words.get("number")))
    if person is not None and (not only or known["row"].state == only):
        letters.write(person, template, subject % {"tier": known["what"]}, **known, **words)


def _person(person_id: int) -> people.Person | None:
    with transaction():
        return people.find(person_id)


def _known(membership_id: int, number: int | None) -> tuple[people.Person | None, dict[str, Any]]:
    """Return whom a letter goes to, and all that it may say; read in one short transaction."""
    with transaction():
        try:
            row = memberships.with_row_id(membership_id)
        except NotFound:
            return None, {}
        maker = None if row.is_pro else people.find(row.creator_id)
        charge = memberships.next_charge(row)
        known = {"row": row, "what": row.tier.name, "with_whom": maker.name if maker else "Weekmotion"}
        known |= {
            "costs": money.written(charge.amount) if charge else "",
            "balance": ledger.shown_balance(row.person_id),
        }
        known |= {"has": money.written(known["balance"]), "is_short": bool(charge) and known["balance"] < charge.amount}
        known |= {"ends": _day(row.ends_at), "until": _day(row.ends_at + memberships.GRACE)}
        known |= {"again": _day(row.due_at) if row.due_at else "", "page": f"/memberships/{row.public_id}"}
        paid = memberships.period(row.id, number).amount if number else 0
        return people.find(row.person_id), known | {"paid": money.written(paid) if paid else ""}


def _day(moment) -> str:
    return format_date(moment, "d MMMM yyyy", locale="en")
