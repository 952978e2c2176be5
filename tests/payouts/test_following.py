"""What follows: letters and notices, one that waits is told of once, and what is sealed stays sealed."""

from datetime import timedelta

from sqlalchemy import select

from jobs import payouts as jobs
from tests.payments.conftest import gateway, gateway_process
from tests.payments.storm import follow_until_ended
from tests.payouts.conftest import balances
from tests.payouts.storm import attempts
from wm.domains import ledger, notifications, payments, payouts
from wm.kernel import clock, mail
from wm.kernel.db import db

__all__ = ["gateway", "gateway_process"]


def told() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(notifications.Notification.event).order_by(notifications.Notification.id)))


def test_a_new_account_is_told_of_in_the_app_and_by_letter(ada, run_jobs):
    payouts.add_bank(ada, name="Ada Okafor", iban="FR1420041010050500013M02606")
    run_jobs()

    assert (told(), len(mail.written())) == (["payout_account"], 1)


def test_a_payout_goes_all_the_way_through_the_gateway(app, rich, bank, gateway, run_jobs):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()
    assert follow_until_ended(app, attempts()) == 0
    run_jobs()

    assert payouts.find(asked.public_id).state == "settled"
    assert balances(rich)["available"] == (20_000, 0)
    assert ledger.of_site("clearing", "sandbox").posted + ledger.of_site("fees").posted == 10_000
    assert ("paid_out" in told(), len(mail.written())) == (True, 2)


def test_the_account_is_sealed_in_what_payments_keep_too(rich, bank, run_jobs):
    payouts.dispatch(payouts.ask(rich, 10_000, bank, key="one").public_id)
    attempt = db.session.scalars(select(payments.PaymentAttempt)).one()

    assert "0532" not in attempt.target + bank.sealed


def test_who_waits_for_a_gateway_is_told_once(rich, bank, run_jobs, app):
    app.config.update(GATEWAYS="sandbox", SANDBOX_URL="http://127.0.0.1:9")
    payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()
    clock.shift(timedelta(minutes=20))

    for _ in range(3):
        jobs.dispatch_due()
        run_jobs()

    assert told().count("payout_waits") == 1
    assert balances(rich)["available"] == (30_000, 10_000)


def test_without_a_gateway_it_waits_and_nothing_is_lost(rich, bank, run_jobs, app):
    app.config.update(GATEWAYS="")
    asked = payouts.ask(rich, 10_000, bank, key="one")
    run_jobs()

    assert (payouts.find(asked.public_id).state, balances(rich)["available"]) == ("approved", (30_000, 10_000))
    app.config.update(GATEWAYS="sandbox")
    payouts.dispatch(asked.public_id)
    assert payouts.find(asked.public_id).state == "sent"
