"""The wallet: what is in it, every line in words, statements, and limits that one sets oneself."""

import csv
import io
from datetime import timedelta

import pytest

from wm.domains import ledger, payments
from wm.kernel import clock
from wm.kernel.db import db, transaction


@pytest.fixture
def money(ben, ada):
    """Ben was given fifty dollars and has spent twelve."""
    db.session.commit()
    with transaction():
        wallet, pending = ledger.wallet(ben.id), ledger.of_person("pending", ada.id)
        ledger.move(5000, ledger.of_site("clearing", "test"), wallet, reason="deposit", key="given")
        lines = [ledger.Line("sale", wallet, pending, 1000), ledger.Line("tax", wallet, ledger.of_site("tax"), 200)]
        ledger.post("sold", lines, subject="sale:abc")
    return wallet


def spend(person, ada, amount, key):
    with transaction():
        payments.check_spending(person.id, amount)
        pending = ledger.of_person("pending", ada.id)
        ledger.move(amount, ledger.wallet(person.id), pending, reason="sale", key=key)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


@pytest.mark.once
def test_an_empty_wallet_says_what_to_do(as_ben):
    answer = as_ben.get("/wallet")

    assert "$0.00" in answer.text
    assert "Nothing has happened here yet" in answer.text
    assert 'href="/wallet/add"' in answer.text


def test_every_line_is_there(as_ben, money):
    answer = as_ben.get("/wallet")

    assert '<p class="wallet-sum">$38.00</p>' in answer.text
    for words, sum in (("Money added", "+$50.00"), ("Bought", "−$10.00"), ("Tax", "−$2.00")):
        assert words in answer.text
        assert sum in answer.text


@pytest.mark.once
def test_htmx_gets_the_lines_alone(as_ben, money):
    part = as_ben.get("/wallet", hx=True)

    assert part.text.lstrip().startswith('<div id="wallet-lines">')


def test_a_long_statement_comes_in_pages(as_ben, ben, ada, money, statements):
    for n in range(60):
        spend(ben, ada, 10 + n, f"s{n}")

    first = as_ben.get("/wallet")
    said = len(statements)
    more = first.text.split('href="/wallet?after=')[1].split('"')[0]
    second = as_ben.get(f"/wallet?after={more}")

    assert (first.text.count("wallet-line-sum"), second.text.count("wallet-line-sum")) == (50, 13)
    assert said < 60 * 15  # what was asked does not grow with the lines
    assert as_ben.get("/wallet?after=made-up").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["/wallet", "/wallet/add", "/wallet/limits", "/wallet/statement", "/wallet/statement.csv"]
)
def test_nobody_else_gets_in(client, path):
    answer = client.get(path)

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_a_statement_adds_up(as_ben, money):
    answer = as_ben.get("/wallet/statement")

    for title, sum in (
        ("At the start", "$0.00"),
        ("Came in", "$50.00"),
        ("Went out", "$12.00"),
        ("At the end", "$38.00"),
    ):
        assert f"<dt>{title}</dt><dd>{sum}</dd>" in answer.text


@pytest.mark.once
@pytest.mark.parametrize("period", ["x", "2026-13", "2026-1", "1999", "9999", "2026-11-02", "-1", "2026-", "2026-00"])
def test_a_period_that_is_none_is_not_there(as_ben, period):
    assert as_ben.get(f"/wallet/statement?period={period}").status_code == 404


def test_a_statement_of_a_year_is_a_sheet(as_ben, money):
    answer = as_ben.get(f"/wallet/statement.csv?period={clock.now().year}")

    rows = rows_of(answer)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=weekmotion-wallet-{clock.now().year}.csv"
    assert [row[1:6] for row in rows[1:]] == [
        ["Money added", "", "50.00", "", "USD"],
        ["Bought", "", "", "10.00", "USD"],
        ["Tax", "", "", "2.00", "USD"],
    ]


def test_limits_hold_at_once_and_raises_a_day_later(app, as_ben, ben, ada, money):
    as_ben.post("/wallet/limits", data={"day": "15", "month": ""})
    with pytest.raises(payments.SpendingLimitReached):
        spend(ben, ada, 301, "s1")  # twelve dollars are spent
    spend(ben, ada, 300, "s2")

    as_ben.post("/wallet/limits", data={"day": "", "month": ""})
    assert not payments.may_spend(ben.id, 1)

    clock.shift(timedelta(hours=24, seconds=1))
    assert payments.may_spend(ben.id, 1)


def test_a_limit_that_is_lowered_holds_although_another_is_raised(ben, money):
    with transaction():
        payments.limit_spending(ben.id, 2000, 5000)
    with transaction():
        now = payments.limit_spending(ben.id, 9000, 4000)

    assert (now.day, now.month, now.next_day, now.next_month) == (2000, 4000, 9000, 4000)


@pytest.mark.once
@pytest.mark.parametrize("text", ["-1", "x", "1e5", "NaN", "1.001", "9" * 13])
def test_a_limit_that_is_none_is_refused(as_ben, ben, text):
    for hx in (False, True):
        assert as_ben.post("/wallet/limits", data={"day": text, "month": ""}, hx=hx).status_code == 422
    assert payments.allowance(ben.id).day is None


@pytest.mark.once
def test_limits_are_swapped_in_place(as_ben, ben):
    answer = as_ben.post("/wallet/limits", data={"day": "15", "month": "100"}, hx=True)

    assert answer.headers["HX-Redirect"] == "/wallet/limits"
    assert "of $15.00 spent" in as_ben.get("/wallet/limits", hx=True).text


@pytest.mark.once
def test_without_a_gateway_the_page_says_so(app, as_ben):
    app.config["GATEWAYS"] = ""

    assert "no way to pay is set up yet" in as_ben.get("/wallet/add").text


@pytest.mark.once
def test_a_link_can_ask_for_an_amount(as_ben, gateway):
    assert 'value="7.50"' in as_ben.get("/wallet/add?amount=750").text
    assert as_ben.get("/wallet/add?amount=x").status_code == 200


@pytest.mark.once
def test_the_menu_gets_the_balance(as_ben, money):
    assert "$38.00" in as_ben.get("/wallet/balance", hx=True).text
