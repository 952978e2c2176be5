"""Money and the second step: none leaves without one, and none for three days after the staff opened a sign-in."""

import pytest

from tests.factors.conftest import Phone, is_in
from tests.people.post import letters, words
from tests.staff import agreed, rosa  # noqa: F401
from wm.domains import earnings, factors, ledger, payouts
from wm.domains.payouts.models import PayoutTarget
from wm.domains.platform.models import Audit
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import SecondFactorNeeded

IBAN = "DE89370400440532013000"
OPENED = {"steps": ["mail", "payments"], "reason": "Her phone fell into the harbour"}


@pytest.fixture
def rich(ada):
    """Ada with earnings that she may withdraw, and an account to send them to."""
    clearing = ledger.of_site("clearing", "test")
    wallet, pending = ledger.wallet(ada.id), ledger.of_person("pending", ada.id)
    ledger.move(9000, clearing, wallet, reason="deposit", key="guard:1")
    ledger.move(9000, wallet, pending, reason="sale", key="guard:2")
    ledger.move(9000, pending, earnings.available_of(ada.id), reason="settle", key="guard:3")
    target = payouts.add_bank(ada, name="Ada Okafor", iban=IBAN)
    target.usable_at = clock.now()
    db.session.commit()
    return target


@pytest.mark.once
def test_a_creator_needs_a_second_step_before_money_can_go_anywhere(as_ada, ada, rich, two_factor):
    for path in ("/studio/payouts/accounts/bank", "/studio/payouts/withdraw"):
        assert as_ada.get(path).location == f"/settings/safety/needed?next={path}"
        assert as_ada.post(path, data={"name": "Ada", "iban": IBAN}).location.startswith("/settings/safety/needed")
    with pytest.raises(SecondFactorNeeded):
        payouts.add_bank(ada, name="Ada Okafor", iban="GB82WEST12345698765432")
    with pytest.raises(SecondFactorNeeded):
        payouts.ask(ada, 2000, rich, key="k")
    with pytest.raises(SecondFactorNeeded):
        payouts.choose(ada, "week", rich.public_id)

    assert "Whoever gets into your account" in as_ada.get("/settings/safety/needed").text
    Phone(ada)
    assert as_ada.get("/studio/payouts/withdraw").status_code == 200
    assert payouts.ask(ada, 2000, rich, key="k").state == "requested"
    assert ledger.trial_balance() == {"USD": 0}


def test_two_of_the_staff_open_a_sign_in_and_money_rests(
    as_ruth,
    as_ada,
    ada,
    rosa,  # noqa: F811
    rich,
    phone,
    run_jobs,
    later,
    agreed,  # noqa: F811
):
    assert as_ruth.post("/admin/people/ada/sign-in", data=OPENED).status_code == 303
    run_jobs()
    assert (factors.has_any(ada.id), is_in(as_ada)) == (True, True)
    (letter,) = [each for each in letters() if "asked to open your sign-in" in each["Subject"]]
    assert "Nothing happens until a second one agrees" in words(letter)

    asked = payouts.ask(ada, 2000, rich, key="before")
    db.session.commit()

    assert agreed() == [303]
    run_jobs()

    assert (factors.has_any(ada.id), factors.left(ada), is_in(as_ada)) == (False, 0, False)
    (letter,) = [each for each in letters() if "Our staff has removed the second step" in each["Subject"]]
    assert letter["To"] == "ada@example.org"
    assert "no money leaves your account" in words(letter)
    record = db.session.scalars(db.select(Audit).where(Audit.event == "factor.opened_by_staff")).one()
    assert (record.actor_id, record.target, record.reason) == (rosa.id, f"person:{ada.id}", OPENED["reason"])
    assert '"mail", "payments"' in record.details
    with pytest.raises(factors.Resting):
        payouts.ask(ada, 2000, rich, key="after")
    with pytest.raises(factors.Resting):
        payouts.to_wallet(ada, 2000, key="after")
    assert payouts.dispatch(asked.public_id).state == "requested"
    db.session.commit()
    as_ada.sign_in(ada)
    assert "none leaves before" in as_ada.get("/studio/payouts").text
    assert "Our staff opened the sign-in" in as_ada.get("/settings/safety").text
    later(hours=73)
    assert payouts.ask(ada, 2000, rich, key="after").state == "requested"
    assert payouts.dispatch(asked.public_id).state != "requested"
    assert ledger.trial_balance() == {"USD": 0}


def test_a_second_step_that_was_used_meanwhile_is_not_lost(as_ruth, ada, phone, agreed):  # noqa: F811
    as_ruth.post("/admin/people/ada/sign-in", data=OPENED)
    assert "made sure by: mail, payments" in as_ruth.get("/admin/people/ada/sign-in").text
    factors.check_code(ada, phone.code(1))
    db.session.commit()

    assert agreed() == [409]
    assert factors.has_any(ada.id)


def test_whoever_has_the_machine_opens_the_sign_in_of_the_only_admin(app, ruth):
    Phone(ruth)
    run = app.test_cli_runner().invoke

    refused, done, again = (run(args=["sign-in", "open", "ruth", why]) for why in ("", "Phone lost", "Phone lost"))

    assert (refused.exit_code, done.exit_code, again.exit_code) == (1, 0, 1)
    assert "A password signs @ruth in again" in done.output
    assert not factors.has_any(ruth.id)
    assert db.session.scalars(db.select(Audit.actor_id).where(Audit.event.startswith("factor.opened"))).all() == [None]


@pytest.mark.once
@pytest.mark.parametrize(
    "lacking", [{"steps": ["mail"]}, {"steps": []}, {"steps": ["mail", "made up"]}, {"reason": ""}, {"reason": " "}]
)
def test_a_sign_in_is_opened_for_reasons_alone(as_ruth, ada, phone, lacking):
    assert as_ruth.post("/admin/people/ada/sign-in", data=OPENED | lacking).status_code == 422
    assert as_ruth.post("/admin/people/ada/sign-in", data=OPENED | lacking, hx=True).status_code == 422

    assert factors.has_any(ada.id)
    assert factors.rests_until(ada.id) is None


@pytest.mark.once
def test_nobody_opens_their_own_sign_in_and_only_admins_that_of_others(
    as_ruth,
    as_mo,
    ruth,
    ada,
    phone,
    rosa,  # noqa: F811
    agreed,  # noqa: F811
):
    Phone(ruth)
    Phone(rosa)
    assert (as_ruth.post("/admin/people/rosa/sign-in", data=OPENED).status_code, agreed()) == (303, [403])
    assert as_ruth.post("/admin/people/ruth/sign-in", data=OPENED).status_code == 403
    assert as_mo.get("/admin/people/ada/sign-in").status_code == 404
    assert as_mo.post("/admin/people/ada/sign-in", data=OPENED).status_code == 404

    assert {factors.has_any(each.id) for each in (ruth, ada, rosa)} == {True}


def test_the_page_tells_what_is_set_and_nothing_secret(as_ruth, ada, ben, phone):
    page = as_ruth.get("/admin/people/ada/sign-in").text

    assert "10 left" in page
    assert phone.counter.secret not in page
    assert "There is no second step" in as_ruth.get("/admin/people/ben/sign-in").text
    assert db.session.scalars(db.select(PayoutTarget)).all() == []
