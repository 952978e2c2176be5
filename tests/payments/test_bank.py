"""The bank: transfers find their payments by reference, payouts leave in files and come back with a reason."""

import csv
import io
from itertools import accumulate
from xml.etree import ElementTree

import pytest

from tests.payments.pages import attempt_of, begin
from tests.staff import agreed, as_rosa, rosa  # noqa: F401
from wm.domains import ledger, payments, platform
from wm.domains.payments import pain
from wm.kernel.db import db, transaction

IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture(autouse=True)
def bank(app):
    app.config.update(GATEWAYS="bank", BANK_NAME="Weekmotion Ltd", BANK_IBAN=IBAN, BANK_BIC="COBADEFFXXX")


@pytest.fixture
def expected(as_ben, ben):
    """Ben has said that he will transfer twenty-five dollars."""
    begin(as_ben, "25", gateway="bank")
    return attempt_of(ben)


def balance_of(person):
    db.session.rollback()
    db.session.expire_all()
    return ledger.wallet(person.id).available


def lines(*rows):
    return "date,amount,text,payer\n" + "\n".join(",".join(row) for row in rows)


def with_balances(*rows, opening=100_000):
    """The same lines as a bank writes them that says what was there after each."""
    after = list(accumulate((round(float(row[1]) * 100) for row in rows), initial=opening))[1:]
    said = [",".join([*row, f"{balance / 100:.2f}"]) for row, balance in zip(rows, after, strict=True)]
    return "\n".join(["date,amount,text,payer,balance", *said])


def send(browser, text, **sums):
    return browser.post("/admin/bank/statement", data={"lines": text} | sums)


def payout(person, amount=700, key="w1", iban="FR76 3000 6000 0112 3456 7890 189"):
    with transaction():
        made = payments.payout(
            person.id, amount, {"name": "Zoë Öz", "iban": iban}, key=key, gateway="bank", purpose_ref=key
        )
    payments.follow(made.id)
    return made.id


@pytest.mark.once
def test_a_person_is_told_where_to_send_it(as_ben, expected):
    shown = as_ben.get(f"/payments/{expected.public_id}")

    for each in (expected.reference, "Weekmotion Ltd", IBAN, "COBADEFFXXX"):
        assert each in shown.text


@pytest.mark.once
def test_a_transfer_with_its_reference_is_in_the_wallet(as_ruth, ben, expected):
    split = f"{expected.reference[:4].lower()} {expected.reference[4:]}"

    answer = send(as_ruth, with_balances(("2026-11-21", "25.00", f"Payment {split} thanks", "B Hart")))

    assert answer.status_code == 303
    assert balance_of(ben) == 2500
    assert ledger.of_site("clearing", "bank").posted == -2500
    assert ledger.trial_balance() == {"USD": 0}


def test_the_same_statement_twice_is_one_payment(as_ruth, ben, expected):
    text = with_balances(("2026-11-21", "25.00", expected.reference, "B Hart"))

    send(as_ruth, text)
    send(as_ruth, text)

    assert balance_of(ben) == 2500


def test_lines_that_no_sum_proves_wait_for_two_and_the_page_says_so(as_ruth, ben, expected, agreed):  # noqa: F811
    text = lines(("2026-11-21", "25.00", expected.reference, "B Hart"))

    answer = send(as_ruth, text)
    page = as_ruth.get(answer.location).text
    assert "booked when somebody else agrees" in page
    assert "It has no sums" in page
    assert balance_of(ben) == 0
    send(as_ruth, text)
    assert "statement without sums: $25.00 in all, payments: 1" in as_ruth.get("/admin/two").text
    assert agreed() == [303]
    assert (balance_of(ben), attempt_of(ben).state, list(payments.waiting_transfers())) == (2500, "succeeded", [])


@pytest.mark.once
def test_what_names_the_payment_of_whoever_sends_it_waits_for_others(as_ruth, ruth):
    begin(as_ruth, "25", gateway="bank")
    reference = attempt_of(ruth).reference

    assert send(as_ruth, lines(("2026-11-21", "25.00", reference, "R Amsel"))).status_code == 303
    assert (balance_of(ruth), len(payments.waiting_transfers()), platform.waiting()) == (0, 1, [])


@pytest.mark.parametrize("newest_first", [False, True])
def test_balances_in_a_csv_file_are_its_sums(as_ruth, ben, expected, newest_first):
    rows = ("2026-11-20", "-4.00", "fee", ""), ("2026-11-21", "25.00", expected.reference, "B Hart")
    head, *said = with_balances(*rows, opening=-1000).splitlines()
    send(as_ruth, "\n".join([head, *(said[::-1] if newest_first else said)]))

    [kept] = payments.kept_statements()
    assert (kept.opening, kept.closing, balance_of(ben)) == (-1000, 1100, 2500)
    assert "It ends with $11.00" in as_ruth.get("/admin/bank").text


def test_sums_that_were_typed_prove_a_csv_file_too(as_ruth, ben, expected):
    text = lines(("2026-11-21", "25.00", expected.reference, "B Hart"))
    for wrong in ({"opening": "10", "closing": "36"}, {"opening": "10"}, {"opening": "x", "closing": "35"}):
        answer = send(as_ruth, text, **wrong)
        assert answer.status_code == 422
        assert 'value="10"' in answer.text or "x" in wrong["opening"]
    assert (balance_of(ben), payments.kept_statements()) == (0, [])

    assert send(as_ruth, text, opening="10", closing="35.00").status_code == 303
    assert balance_of(ben) == 2500


def test_another_amount_waits_for_two(as_ruth, ben, expected, agreed):  # noqa: F811
    send(as_ruth, lines(("2026-11-21", "20.00", expected.reference, "B Hart")))
    assert balance_of(ben) == 0
    [line] = payments.waiting_transfers()

    where = f"/admin/bank/transfers/{line.public_id}/booking"
    assert as_ruth.post(where, data={"reference": expected.reference, "reason": ""}).status_code == 422
    as_ruth.post(where, data={"reference": expected.reference, "reason": "He sent less."})
    assert (balance_of(ben), agreed()) == (0, [303])

    assert balance_of(ben) == 2000
    assert attempt_of(ben).state == "succeeded"


@pytest.mark.once
def test_a_line_that_is_none_of_ours_is_put_aside(as_ruth, expected):
    send(as_ruth, lines(("2026-11-21", "20.00", "hello", "X")))
    [line] = payments.waiting_transfers()

    as_ruth.post(f"/admin/bank/transfers/{line.public_id}/aside", data={"reason": "Sent to us by mistake."})

    assert list(payments.waiting_transfers()) == []


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "date,amount\n2026-11-21,1",
        lines(("x", "25", "a", "b")),
        lines(("2026-11-21", "NaN", "a", "b")),
        lines(("2026-11-21", "0.00", "a", "b")),
        "date,amount,text,balance\n2026-11-21,1,a,5\n2026-11-21,1,b,7",
        "date,amount,text,balance\n2026-11-21,1,a,5\n2026-11-21,1,b,",
        "date,amount,text,balance\n2026-11-21,1,a,all",
    ],
)
def test_a_statement_that_can_not_be_read_changes_nothing(as_ruth, expected, text):
    assert send(as_ruth, text).status_code == 422
    assert list(payments.waiting_transfers()) == []


@pytest.mark.once
def test_payouts_leave_in_a_file_and_are_settled(as_ruth, ada, agreed):  # noqa: F811
    made = [payout(ada, 700 + n, key=f"w{n}") for n in range(3)]
    where = as_ruth.post("/admin/bank/batches").headers["Location"]

    xml = as_ruth.get(f"{where}/pain.xml")
    root = ElementTree.fromstring(xml.data)
    name = f"{{{pain.NAMESPACE}}}"
    assert [each.text for each in root.iter(f"{name}InstdAmt")] == ["7.00", "7.01", "7.02"]
    assert [each.text for each in root.iter(f"{name}CtrlSum")] == ["21.03", "21.03"]
    assert {each.text for each in root.iter(f"{name}Nm")} == {"Weekmotion Ltd", "Zoe Oz"}

    as_ruth.post(f"{where}/sent")
    as_ruth.post(f"{where}/paid", data={"reason": "The bank's list."})
    assert {payments.by_id(each).state for each in made} == {"sent"}
    assert agreed() == [303]
    assert {payments.by_id(each).state for each in made} == {"succeeded"}


def test_the_parts_of_the_file_stand_in_the_order_of_the_standard(as_ruth, ada):
    payout(ada)
    where = as_ruth.post("/admin/bank/batches").headers["Location"]

    root = ElementTree.fromstring(as_ruth.get(f"{where}/pain.xml").data)
    block = root[0][1]
    names = [each.tag.rpartition("}")[2] for each in block]
    assert names == [
        "PmtInfId",
        "PmtMtd",
        "NbOfTxs",
        "CtrlSum",
        "ReqdExctnDt",
        "Dbtr",
        "DbtrAcct",
        "DbtrAgt",
        "ChrgBr",
        "CdtTrfTxInf",
    ]
    assert [each.tag.rpartition("}")[2] for each in block[-1]] == ["PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"]


def test_a_sheet_says_the_same(as_ruth, ada):
    payout(ada)
    where = as_ruth.post("/admin/bank/batches").headers["Location"]

    text = as_ruth.get(f"{where}/orders.csv").get_data(as_text=True)
    [_head, row] = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert row[1:6] == ["Zoë Öz", "FR7630006000011234567890189", "", "7.00", "USD"]


def test_a_payout_bounces_with_the_banks_reason(as_ruth, ada, agreed):  # noqa: F811
    made = payout(ada)
    where = as_ruth.post("/admin/bank/batches").headers["Location"]
    as_ruth.post(f"{where}/sent")

    attempt = payments.by_id(made)
    as_ruth.post(f"{where}/orders/{attempt.public_id}/bounce", data={"why": "AC04 account closed"})
    as_ruth.post(f"{where}/paid", data={"reason": "The bank's list."})

    assert agreed() == [303, 303]
    assert (payments.by_id(made).state, payments.by_id(made).why) == ("failed", "AC04 account closed")


@pytest.mark.parametrize("browser", ["client", "as_ben", "as_mo"])
def test_only_admins_get_in(request, browser):
    asked = request.getfixturevalue(browser)

    assert asked.get("/admin/bank").status_code in (303, 404)
    assert asked.post("/admin/bank/batches").status_code in (303, 404)


def test_pages_plain_and_htmx(as_ruth, ada, expected):
    payout(ada)
    where = as_ruth.post("/admin/bank/batches").headers["Location"]

    for path, root in (("/admin/bank", '<section class="stack" id="came"'), (where, '<ul class="bank-lines"')):
        assert as_ruth.get(path).text.startswith("<!doctype html>")
        assert as_ruth.get(path, hx=True).text.lstrip().startswith(root)
