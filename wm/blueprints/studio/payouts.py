"""Getting paid: accounts to send money to, withdrawals, the rhythm, and objecting."""

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.payouts import AccountForm, BankForm, ScheduleForm, ToWalletForm, WithdrawForm
from wm.blueprints.studio import bp as door
from wm.blueprints.studio.money import account_words, reason_words
from wm.domains import factors, ledger, payouts
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, guarded, signed_in, viewer


@door.get("/payouts", endpoint="payouts")
@signed_in
def index() -> Response:
    """Show where money goes, what is on its way, and how often."""
    return _page()


def _page(schedule: ScheduleForm | None = None) -> Response:
    found = payouts.listed(person_id=viewer().id, cursor=request.args.get("after"))
    mine, chosen = payouts.targets(viewer()), payouts.schedule_of(viewer())
    where = payouts.targets_by_id({each.target_id for each in found.items} | {chosen.target_id or 0})
    asked = {"rhythm": chosen.rhythm, "target": getattr(where.get(chosen.target_id), "public_id", None)}
    known = {"withdrawals": found.items, "where": where, "targets": mine, "standings": payouts.standings(found.items)}
    known |= {"schedule": (schedule or ScheduleForm(formdata=None, data=asked)).offer(mine), "chosen": chosen}
    known |= {"next_url": url_for("studio.payouts", after=found.next) if found.next else None}
    known |= {"day": payouts.next_day(chosen.rhythm), "objections": payouts.disputes_of(viewer())} | _sums()
    known["money_rests"] = factors.rests_until(viewer().id)
    status = schedule.status if schedule else 200
    return page("studio/payouts/index.html", "studio/payouts/_withdrawals.html", status, **known)


def _sums() -> dict:
    account, config = ledger.balances(viewer().id).get("available"), current_app.config
    known = {"available": account.available if account else 0, "leaving": account.held if account else 0}
    known |= {"payout_least": config["PAYOUT_LEAST"], "payout_most": config["PAYOUT_MOST"]}
    return known | {"rest_hours": config["PAYOUT_TARGET_HOURS"], "ways": payouts.ways()}


@door.route("/payouts/withdraw", methods=("GET", "POST"), endpoint="withdraw")
@guarded
def withdraw() -> Response:
    """Ask for money to be sent."""
    mine = payouts.targets(viewer())
    form = WithdrawForm().offer(mine)
    if form.accepts(form.ask, viewer()):
        return go(url_for("studio.payout", public_id=form.result.public_id), _("Your withdrawal is on its way."))
    known = {"form": form, "targets": {each.public_id: each for each in mine}} | _sums()
    return page("studio/payouts/withdraw.html", "studio/payouts/_withdraw.html", form.status, **known)


@door.route("/payouts/to-wallet", methods=("GET", "POST"), endpoint="to_wallet")
@signed_in
def to_wallet() -> Response:
    """Move earnings to the wallet, to spend them here."""
    form = ToWalletForm()
    if form.accepts(form.move, viewer()):
        return go(url_for("studio.earnings"), _("It is in your wallet."))
    return page("studio/payouts/to_wallet.html", "studio/payouts/_to_wallet.html", form.status, form=form, **_sums())


@door.route("/payouts/accounts/<any(bank, sandbox, stripe):way>", methods=("GET", "POST"), endpoint="new_target")
@guarded
def new_target(way: str) -> Response:
    """Add an account that money can go to."""
    form = BankForm() if way == "bank" else AccountForm()
    more = () if way == "bank" else (way,)
    if form.accepts(form.add, viewer(), *more):
        return go(url_for("studio.payouts"), _("Your account is there. We have written to you."))
    known = {"form": form, "way": way} | _sums()
    return page("studio/payouts/new_target.html", "studio/payouts/_new_target.html", form.status, **known)


@door.post("/payouts/accounts/<public_id>/removal", endpoint="remove_target")
@fresh
def remove_target(public_id: str) -> Response:
    """Send no more money there."""
    payouts.remove_target(viewer(), public_id)
    return go(url_for("studio.payouts"), _("No more money goes there."))


@door.post("/payouts/schedule", endpoint="payout_schedule")
@fresh
def schedule() -> Response:
    """Choose how often money goes out by itself."""
    form = ScheduleForm().offer(payouts.targets(viewer()))
    if form.accepts(payouts.choose, viewer(), form.rhythm.data, form.target.data or ""):
        return go(url_for("studio.payouts"), _("That is how it goes from now on."))
    return _page(form)


@door.get("/payouts/<public_id>", endpoint="payout")
@signed_in
def one(public_id: str) -> Response:
    """Show one withdrawal: where it stands, why, and every move."""
    withdrawal = payouts.find(public_id, viewer())
    moves = ledger.of_subject(withdrawal.subject)
    accounts = ledger.by_ids(each for move in moves for each in (move.debit_id, move.credit_id))
    known = {"withdrawal": withdrawal, "target": payouts.targets_by_id([withdrawal.target_id])[withdrawal.target_id]}
    known |= {"standing": payouts.standings([withdrawal]).get(withdrawal.public_id), "moves": moves}
    words = {"reasons": reason_words(), "kinds": account_words(), "accounts": accounts, "me": viewer().id}
    return page("studio/payouts/one.html", "studio/payouts/_one.html", **known, **words)


@door.post("/payouts/<public_id>/cancellation", endpoint="cancel_payout")
@signed_in
def cancel(public_id: str) -> Response:
    """Take a withdrawal back."""
    payouts.cancel(viewer(), public_id)
    return go(url_for("studio.payout", public_id=public_id), _("It is taken back: the money is available again."))
