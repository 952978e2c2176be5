"""Getting paid, by the pages: accounts, withdrawals, the rhythm, and objecting; plain and with htmx."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from tests.money_pages.conftest import balances, give
from tests.staff import agreed, rosa  # noqa: F401
from wm.domains import ledger, payouts
from wm.kernel import clock, ids, mail, paths
from wm.kernel.db import db

IBAN = "FR14 2004 1010 0505 0001 3M02 606"


def latest() -> payouts.Withdrawal | None:
    db.session.rollback()
    return db.session.scalars(select(payouts.Withdrawal).order_by(payouts.Withdrawal.id.desc())).first()


def form(bank, amount="100", **more):
    return {"amount": amount, "target": bank.public_id, "key": ids.new(22)} | more


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_a_withdrawal_is_asked_for(as_ada, rich, bank, hx):
    answer = as_ada.post("/studio/payouts/withdraw", data=form(bank), hx=hx)

    made = latest()
    where = answer.headers["HX-Redirect"] if hx else answer.headers["Location"]
    assert where == f"/studio/payouts/{made.public_id}"
    assert balances(rich)["available"] == (30_000, 10_000)
    assert "$100.00" in as_ada.get(where).text


def test_a_double_click_counts_once(as_ada, rich, bank):
    once = form(bank)
    for _ in range(3):
        as_ada.post("/studio/payouts/withdraw", data=once)

    assert balances(rich)["available"] == (30_000, 10_000)


def test_what_arrives_while_one_looks_brings_its_moves_along(as_ada, ruth, rich, bank, agreed):  # noqa: F811
    as_ada.post("/studio/payouts/withdraw", data=form(bank))
    made = latest().public_id
    where = f"/studio/payouts/{made}"
    payouts.dispatch(made)
    payouts.ask_override(made, "settled", ruth, "The bank's list.")
    db.session.commit()
    assert "leaves the books when it has arrived" in as_ada.get(where, hx=True).text
    agreed()

    part = as_ada.get(where, hx=True).text
    assert "Nothing has moved" not in part
    assert "Arrived" in part


@pytest.mark.once
@pytest.mark.parametrize("amount", ["", "0", "-5", "1e3", "12.345", "NaN", "9.99", "300.01", "99999999999999", "١٢"])
def test_an_odd_amount_is_refused_and_nothing_is_held(as_ada, rich, bank, amount):
    answer = as_ada.post("/studio/payouts/withdraw", data=form(bank, amount), hx=True)

    assert (answer.status_code, balances(rich)["available"]) == (422, (30_000, 0))


@pytest.mark.once
def test_it_takes_a_fresh_sign_in(as_ada, rich, bank):
    as_ada.get("/studio/payouts")
    clock.shift(timedelta(minutes=6))
    answer = as_ada.post("/studio/payouts/withdraw", data=form(bank))

    assert "/confirm" in answer.headers["Location"]
    assert latest() is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/studio/payouts/withdraw", "/studio/payouts/withdraw"),
        ("https://evil.example/studio", "/"),
        ("http://localhost//evil.example", "/"),
        ("", "/"),
    ],
)
def test_after_the_password_one_is_back_at_the_form(as_ada, rich, bank, came_from, back):
    clock.shift(timedelta(minutes=6))
    answer = as_ada.post("/studio/payouts/withdraw", data=form(bank), headers={"Referer": came_from})

    assert answer.headers["Location"] == f"/confirm?next={back}"


def test_nobody_withdraws_to_the_account_of_somebody_else(as_cy, cy, rich, bank):
    give(cy, 20_000)
    answer = as_cy.post("/studio/payouts/withdraw", data=form(bank))

    assert (answer.status_code, latest()) == (422, None)


def test_an_account_is_added_masked_sealed_and_told_of(as_ada, ada, app, run_jobs):
    answer = as_ada.post("/studio/payouts/accounts/bank", data={"name": "Ada Okafor", "iban": IBAN, "bic": ""})
    run_jobs()
    target = payouts.targets(ada)[0]
    page = as_ada.get("/studio/payouts").text

    assert answer.status_code == 303
    assert target.shown == "FR·· ···· 2606 (Ada Okafor)"
    assert "2004" not in target.sealed + target.shown + page
    assert "Too new: used from" in page
    assert "FR·· ···· 2606" in _letters(app)[0]


def _letters(app) -> list[str]:

    names = mail.written()
    found = [message_from_bytes(paths.var("mail", name).read_bytes(), policy=policy.default) for name in names]
    return [each.get_body(("plain",)).get_content() for each in found]


@pytest.mark.parametrize(
    ("iban", "bic", "name"),
    [
        ("DE00", "", "Ada"),
        ("DE89370400440532013001", "", "Ada"),
        (IBAN, "NOTABIC", "Ada"),
        (IBAN, "", "A"),
        ("", "", ""),
    ],
)
def test_an_account_that_can_not_be_is_refused(as_ada, ada, iban, bic, name):
    answer = as_ada.post("/studio/payouts/accounts/bank", data={"name": name, "iban": iban, "bic": bic}, hx=True)

    assert (answer.status_code, payouts.targets(ada)) == (422, [])


def test_an_account_is_removed_and_its_schedule_with_it(as_ada, ada, bank):
    payouts.choose(ada, "week", bank.public_id)
    as_ada.post(f"/studio/payouts/accounts/{bank.public_id}/removal")

    assert payouts.targets(ada) == []
    assert payouts.schedule_of(ada).rhythm == "hand"


def test_a_rhythm_is_chosen(as_ada, ada, bank):
    as_ada.post("/studio/payouts/schedule", data={"rhythm": "month", "target": bank.public_id})
    assert payouts.schedule_of(ada).rhythm == "month"

    assert as_ada.post("/studio/payouts/schedule", data={"rhythm": "day", "target": bank.public_id}).status_code == 422
    assert payouts.schedule_of(ada).rhythm == "month"


def test_it_is_taken_back(as_ada, rich, bank):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    as_ada.post(f"/studio/payouts/{asked.public_id}/cancellation")

    assert (latest().state, balances(rich)["available"]) == ("cancelled", (30_000, 0))


@pytest.mark.once
def test_nobody_sees_or_takes_back_what_is_not_theirs(as_cy, rich, bank):
    asked = payouts.ask(rich, 10_000, bank, key="one")

    assert as_cy.get(f"/studio/payouts/{asked.public_id}").status_code == 404
    assert as_cy.post(f"/studio/payouts/{asked.public_id}/cancellation").status_code == 404
    assert latest().state == "requested"


def test_earnings_go_to_the_own_wallet(as_ada, rich):
    sent = {"amount": "40", "key": ids.new(22)}
    for _ in range(2):
        as_ada.post("/studio/payouts/to-wallet", data=sent)

    assert balances(rich) == {"available": (26_000, 0), "wallet": (4_000, 0)}


def test_an_objection_keeps_the_books_and_is_answered(as_ada, as_ruth, rich, bank, ada, run_jobs, app):
    asked = payouts.ask(rich, 10_000, bank, key="one")
    said = {"words": "This is too little.", "key": ids.new(22), "about": asked.public_id}
    where = as_ada.post("/studio/payouts/objections/new", data=said).headers["Location"]
    dispute = payouts.disputes_of(ada)[0]
    page = as_ada.get(where).text

    assert "This is too little." in page
    assert "$300.00" in page  # what stood in the books then
    assert [case.kind for case in ledger.cases_of(ada.id)] == ["payout"]

    answer = {"words": "The share of the site is in it.", "deed": "close"}
    as_ruth.post(f"/admin/objections/{dispute.public_id}", data=answer)
    run_jobs()

    assert "The share of the site is in it." in as_ada.get(where).text
    assert (ledger.cases_of(ada.id), payouts.disputes_of(ada)[0].closed_at is not None) == ([], True)
    assert where in re.sub(r"\s+", " ", "".join(_letters(app)))
    assert as_ada.post(where, data={"words": "But still.", "key": ids.new(22)}).status_code == 409


@pytest.mark.once
def test_nobody_reads_what_somebody_else_objected_to(as_cy, ada, rich):
    dispute = payouts.object_to(ada, "This is too little.", key="one")

    assert as_cy.get(f"/studio/payouts/objections/{dispute.public_id}").status_code == 404
