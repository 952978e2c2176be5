"""The bank's own files: what we write keeps the rules of pain.001, what it writes is compared with the books."""

from datetime import date, timedelta

import pytest

from jobs import ledger as ledger_jobs
from tests.payments import pain_rules
from tests.payments.pages import attempt_of
from tests.payments.test_bank import balance_of, bank, expected, lines, payout, send  # noqa: F401
from tests.staff import agreed, as_rosa, rosa  # noqa: F401
from wm.domains import ledger, payments
from wm.domains.payments import pain, statements
from wm.domains.payments.bank_lines import Line
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.errors import Invalid, NotNow

TODAY = date(2026, 11, 21)
IBANS = ("FR76 3000 6000 0112 3456 7890 189", "de89370400440532013000", "GB29 NWBK 6016 1331 9268 19")
NAMES = (
    "Zoë Öz",
    "Søren Æbelø",
    "Łukasz Straße",
    "//Slash// & Söhne <GmbH>",
    "李小龍",
    "x" * 69 + " y",
    "Anna_Maria’s – Shop",
)


def order(n, name="Zoë Öz", iban=IBANS[0], amount=700, bic="", **more):
    attempt = payments.PaymentAttempt(
        public_id=f"abcdefghijkmnopqrst{n:03}".replace("0", "z"), amount=amount, currency="USD", state="sent"
    )
    return pain.Order(attempt, {"name": name, "iban": iban, "bic": bic} | more)


def file_of(orders, currency="USD"):
    batch = pain.BankBatch(public_id="abcdefghijk", created_at=clock.now(), currency=currency, count=1, total=1)
    return pain.written(batch, orders)


@pytest.mark.once
@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_every_file_keeps_the_rules(app, currency):
    app.config.update(CURRENCY=currency, BANK_NAME="Weekmotion Øst Ltd " * 5, BANK_IBAN="de89 3704 0044 0532 0130 00")
    orders = [order(n, name, IBANS[n % 3], 1 + n * 12345, ("", "cobadeffxxx")[n % 2]) for n, name in enumerate(NAMES)]

    for bic in ("COBADEFFXXX", ""):
        app.config["BANK_BIC"] = bic
        assert pain_rules.broken(file_of(orders, currency)) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"<MsgId>", b"<MsgId>//"),
        (b"<PmtMtd>TRF</PmtMtd>", b""),
        (b"<NbOfTxs>2", b"<NbOfTxs>3"),
        (b"<CtrlSum>14", b"<CtrlSum>15"),
        (b"7.00", b"7.001"),
        (b"<Nm>Zoe Oz</Nm>", b"<Nm>Zo\xc3\xab</Nm>"),
        (b"<Cdtr>", b"<Extra/><Cdtr>"),
        (b"FR76", b"FR77"),
        (b"<ReqdExctnDt><Dt>", b"<ReqdExctnDt><Dt>today "),
    ],
)
def test_the_rules_notice_what_breaks_them(app, was, becomes):
    xml = file_of([order(1), order(2)])
    assert was in xml

    assert pain_rules.broken(xml.replace(was, becomes))


@pytest.mark.once
def test_letters_are_written_as_banks_write_them(app):
    assert [pain.latin(name, 70) for name in NAMES[:5]] == [
        "Zoe Oz",
        "Soren AEbelo",
        "Lukasz Strasse",
        "Slash/ Sohne GmbH",
        "-",
    ]


def test_a_batch_that_has_ended_has_no_file(app):
    done = order(1)
    done.attempt.state = "failed"

    with pytest.raises(NotNow):
        file_of([done])


def test_an_account_that_no_bank_would_take_gets_into_no_batch(ada):
    made = payments.by_id(payout(ada, iban="FR77 3000 6000 0112 3456 7890 189"))

    assert (made.state, list(payments.waiting_payouts())) == ("failed", [])


def camt(*entries, opening="0.00", closing=None, name="2026-11-21", extra=""):
    """A statement as banks write them: (amount, words, name of the other one), below 0 when it went out."""
    total = sum(int(round(float(each[0]) * 100)) for each in entries) + int(round(float(opening) * 100))
    closing = closing or f"{total / 100:.2f}"
    said = "".join(_entry(*each) for each in entries)
    return (
        f'{extra}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>{name}</Id>'
        f"{_sum('OPBD', opening)}{_sum('CLBD', closing)}{said}</Stmt></BkToCstmrStmt></Document>"
    )


def _sum(code, amount):
    side = "DBIT" if amount.startswith("-") else "CRDT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">{amount.lstrip("-")}</Amt>'
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{TODAY}</Dt></Dt></Bal>"
    )


def _entry(amount, words, who="B Hart"):
    side, party = ("DBIT", "Cdtr") if amount.startswith("-") else ("CRDT", "Dbtr")
    return (
        f'<Ntry><Amt Ccy="USD">{amount.lstrip("-")}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{TODAY}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><{party}><Pty><Nm>{who}</Nm></Pty></{party}></RltdPties><RmtInf><Ustrd>{words}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


@pytest.mark.once
def test_a_camt_file_is_read_with_its_sums_and_names(app):
    [told] = statements.read(camt(("25.00", "WM7K3Q9F2D thanks"), ("-7.00", "out", "Zoe"), opening="-3.50"))

    assert (told.opening, told.closing, told.last_on) == (-350, 1450, TODAY)
    assert told.lines == [
        Line(TODAY, 2500, "WM7K3Q9F2D thanks", "B Hart"),
        Line(TODAY, -700, "out", "Zoe"),
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [
        camt(("25.00", "x"), closing="26.00"),
        camt(("25.00", "x"), extra='<!DOCTYPE a [<!ENTITY b "c">]>'),
        camt(("25.00", "x")).replace("USD", "EUR"),
        camt(("25.00", "x")).replace("OPBD", "ITBD"),
        camt(("25.00", "x"))[:-20],
        camt(("25.001", "x")),
        "<Document/>",
    ],
)
def test_a_camt_file_that_is_odd_is_refused_whole(app, text):
    with pytest.raises(Invalid):
        statements.read(text)


def cases():
    db.session.rollback()
    wanted = db.select(ledger.Case).where(ledger.Case.subject.startswith("bank"), ledger.Case.closed_at.is_(None))
    return sorted(each.words for each in db.session.scalars(wanted))


def read_the_books():
    db.session.commit()
    ledger_jobs.reconcile.run() if hasattr(ledger_jobs.reconcile, "run") else ledger_jobs.reconcile()


def later(days=4):
    clock.shift(timedelta(days=days))


def test_what_agrees_opens_no_case(as_ruth, ada, ben, expected, agreed):  # noqa: F811
    made = payout(ada)
    where = as_ruth.post("/admin/bank/batches").headers["Location"]
    as_ruth.post(f"{where}/sent")
    as_ruth.post(f"{where}/paid", data={"reason": "The bank's list."})
    assert agreed() == [303]
    reference, name = expected.reference, payments.by_id(made).public_id

    answer = send(as_ruth, camt(("25.00", reference), ("-7.00", f"Weekmotion payout {name}", "Zoe Oz")))

    assert answer.status_code == 303
    assert (balance_of(ben), list(payments.waiting_transfers())) == (2500, [])
    assert payments.bank_differences() == []


def test_each_difference_is_a_case_of_its_own(as_ruth, ben, expected):  # noqa: F811
    send(as_ruth, camt(("25.00", expected.reference), ("9.00", "hello"), ("-4.00", "account fee")))
    send(as_ruth, camt(("1.00", "rounding"), opening="77.00", name="next"))
    with transaction():
        moved = attempt_of(ben)
        payments.by_id(moved.id).amount = 2400
        made = payments.PaymentAttempt(
            public_id="stray567891", key="stray", kind="deposit", gateway="bank", person_id=ben.id
        )
        made.amount, made.currency, made.state, made.ended_at = 500, "USD", "succeeded", clock.now()
        db.session.add(made)
    clock.shift(timedelta(days=4) + (TODAY - clock.now().date() if clock.now().date() < TODAY else timedelta(0)))

    read_the_books()
    read_the_books()

    said = cases()
    assert len(said) == 6
    for words in (
        "hello",
        "account fee",
        "rounding",
        "the next begins with $77.00",
        "we have $24.00",
        "no statement has it",
    ):
        assert any(words in each for each in said), words


def test_what_was_put_aside_is_no_difference_and_what_went_out_is_booked_for_nothing(as_ruth, expected):  # noqa: F811
    send(as_ruth, lines(("2026-11-21", "-4.00", "account fee", "")))
    [line] = payments.waiting_transfers()
    where = f"/admin/bank/transfers/{line.public_id}"
    assert "−$4.00" in as_ruth.get("/admin/bank").text

    assert as_ruth.post(f"{where}/booking", data={"reference": expected.reference, "reason": "x"}).status_code == 409
    as_ruth.post(f"{where}/aside", data={"reason": "The bank's own fee."})
    later(40)

    assert payments.bank_differences() == []
