"""The letters about payouts: a new account, how a withdrawal ended, an answer to what somebody objected to."""

from flask_babel import gettext as _

from jobs import letters, long_job
from wm.domains import payouts, people
from wm.kernel import money
from wm.kernel.db import retried, transaction
from wm.web.filters import when

SECONDS = 60


@long_job("high", timeout=SECONDS)
def target_added(target_id: int, person_id: int) -> None:
    """Tell a creator at once that their money can go somewhere new: there are three days to stop it."""
    person, words = retried(lambda: _target(target_id, person_id))
    if words:
        letters.write(person, "payout_target", _("A new account for your payouts"), **words)


def _target(target_id: int, person_id: int) -> tuple[people.Person | None, dict]:
    with transaction():
        target = payouts.targets_by_id([target_id]).get(target_id)
        words = {"shown": target.shown, "from_when": when(target.usable_at)} if target else {}
        return people.find(person_id), words


@long_job("high", timeout=SECONDS)
def ended(withdrawal_id: int, state: str) -> None:
    """Say that a payout has arrived, came back, or was refused, and why."""
    person, words = retried(lambda: _withdrawal(withdrawal_id))
    if words and words["state"] == state:
        subjects = {"settled": _("Your payout has arrived"), "bounced": _("Your payout came back")}
        letters.write(person, "payout_ended", subjects.get(state, _("Your payout was not sent")), **words)


def _withdrawal(withdrawal_id: int) -> tuple[people.Person | None, dict]:
    with transaction():
        found = payouts.with_row_id(withdrawal_id)
        if found is None:
            return None, {}
        shown = payouts.targets_by_id([found.target_id])[found.target_id].shown
        words = {"state": found.state, "why": found.why, "shown": shown, "ref": found.public_id}
        return people.find(found.person_id), words | {"amount": money.written(found.amount, found.currency)}


@long_job("high", timeout=SECONDS)
def answered(dispute_id: int, person_id: int, public_id: str) -> None:
    """Say that somebody answered."""
    person = retried(lambda: _person(person_id))
    letters.write(person, "payout_answered", _("An answer about your payout"), ref=public_id)


def _person(person_id: int) -> people.Person | None:
    with transaction():
        return people.find(person_id)
