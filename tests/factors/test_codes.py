"""Codes of an app and recovery codes (trust S8, S9): each counts once, and guesses are few."""

import contextvars
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select

from tests.factors.conftest import Phone
from wm.domains import factors, people
from wm.domains.factors import apps, tries
from wm.domains.factors.models import CodeApp, RecoveryCode, Ticket
from wm.kernel import limits, sealing
from wm.kernel.db import db, retried, transaction
from wm.kernel.errors import TooMany

GUESSES, NETWORKS = 10_000, 1_000
AT_ONCE = 25


@pytest.fixture
def evaluated(monkeypatch):
    """The codes that were really compared."""
    compared, really = [], apps._step_of
    monkeypatch.setattr(apps, "_step_of", lambda *args, **how: compared.append(args) or really(*args, **how))
    return compared


def accepted(person, code, **browser) -> bool:
    try:
        factors.check_code(person, code, **browser)
    except factors.WrongCode:
        return False
    db.session.commit()
    return True


def test_a_code_is_refused_the_second_time_a_hundred_times(ada, phone, monkeypatch):
    monkeypatch.setattr(tries, "_spend", lambda *_: None)
    code = phone.code()
    assert accepted(ada, code)

    assert [accepted(ada, code) for _ in range(100)].count(True) == 0
    assert not accepted(ada, phone.code(steps=-1))  # nor an earlier one, which was used to set the app up


def test_a_clock_may_be_half_a_minute_off_and_no_more(ada, phone, later):
    later(minutes=10)
    assert not accepted(ada, phone.code(steps=2))
    assert not accepted(ada, phone.code(steps=-2))
    assert accepted(ada, phone.code(steps=-1))
    assert accepted(ada, phone.code(steps=1))
    assert not accepted(ada, phone.code(), network="another")  # earlier than what was taken


def guess(person, number: int, **browser) -> type:
    """Try a made-up code and return what became of it."""
    with pytest.raises((factors.WrongCode, people.TooManyTries)) as refusal:
        factors.check_code(person, f"{number:06}", **browser)
    return refusal.type


def counted_in_memory(monkeypatch) -> None:
    """Count tries in a dictionary, as limits.spend does in the database: ten thousand of those take minutes."""
    counts = Counter()

    def spend(name: str, limit: int, seconds: int) -> None:
        counts[name, seconds] += 1
        if counts[name, seconds] > limit:
            raise TooMany(retry_after=seconds)

    monkeypatch.setattr(limits, "spend", spend)


@pytest.mark.once
def test_of_ten_thousand_guesses_ten_are_looked_at_and_the_owner_still_gets_in(ada, phone, evaluated, monkeypatch):
    counted_in_memory(monkeypatch)
    evaluated.clear()
    became = Counter(guess(ada, number, network=f"network {number % NETWORKS}") for number in range(GUESSES))

    assert became == {factors.WrongCode: tries.STRANGERS, people.TooManyTries: GUESSES - tries.STRANGERS}
    assert guess(ada, 1, network="of a stranger") is people.TooManyTries
    factors.check_code(ada, phone.code(), network="at home", is_known=True)
    for number in range(GUESSES // 10):
        guess(ada, number, network="at home", is_known=True)
    assert len(evaluated) == tries.STRANGERS + tries.KNOWN == 10
    assert factors.check_recovery(ada, phone.codes[0]) == 9


def test_who_guesses_from_one_network_leaves_tries_for_the_owner_elsewhere(ada, phone, evaluated):
    evaluated.clear()
    became = [guess(ada, number, network="of a stranger") for number in range(9)]

    assert became.count(factors.WrongCode) == len(evaluated) == tries.PER_NETWORK
    factors.check_code(ada, phone.code(), network="at home")


def test_guesses_begin_anew_and_are_few_in_a_day(ada, phone, evaluated, later):
    evaluated.clear()
    for quarter in range(8):
        later(minutes=15 * quarter)
        for number in range(8):
            guess(ada, 0, network=f"network {number}")

    assert len(evaluated) in range(tries.STRANGERS_PER_DAY, 57)  # 56 when a day begins between them


def test_recovery_codes_are_guessed_as_seldom(ada, phone):
    for number in range(tries.STRANGERS):
        with pytest.raises(factors.WrongRecoveryCode):
            factors.check_recovery(ada, f"guess {number}", network=f"network {number}")

    with pytest.raises(people.TooManyTries):
        factors.check_recovery(ada, phone.codes[0], network="another")
    assert factors.check_recovery(ada, phone.codes[0], network="another", is_known=True) == 9


@pytest.mark.once
@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5x", "0" * 9000, "\0" * 6])
def test_what_is_no_code_is_refused(ada, phone, code):
    assert not accepted(ada, code)


def test_a_code_may_be_typed_in_groups(ada, phone):
    code = phone.code()

    assert accepted(ada, f" {code[:3]} {code[3:]} ")


def test_a_recovery_code_works_once_and_only_for_its_owner(ada, ben, phone):
    other = Phone(ben)

    with pytest.raises(factors.WrongRecoveryCode):
        factors.check_recovery(ben, phone.codes[0])
    assert factors.check_recovery(ada, phone.codes[0]) == 9
    db.session.commit()
    with pytest.raises(factors.WrongRecoveryCode):
        factors.check_recovery(ada, phone.codes[0])
    assert factors.left(ben) == 10
    assert len({*phone.codes, *other.codes}) == 20


def test_nothing_that_is_kept_tells_a_secret(ada, phone):
    rows = db.session.scalars(select(RecoveryCode.hash)).all()
    app = db.session.scalars(select(CodeApp)).one()

    assert not {code.replace("-", "") for code in phone.codes} & set(rows)
    assert phone.counter.secret not in app.sealed
    with pytest.raises(InvalidToken):
        sealing.unseal(app.sealed)  # the key of payout targets does not open it


def test_with_another_key_of_the_site_no_code_fits_and_nothing_breaks(app, ada, phone):
    app.config["PAYOUT_SECRET"] = "another secret of this site, long enough"

    assert not accepted(ada, phone.code())


def test_an_app_is_only_set_up_by_who_saw_it_and_soon(ada, ben, later):
    setup = factors.begin_app(ada)
    with pytest.raises(factors.SetupOver):
        factors.same_app(ben, setup.sealed)
    with pytest.raises(factors.SetupOver):
        factors.same_app(ada, "made up")
    with pytest.raises(factors.SetupOver):
        factors.same_app(ada, sealing.seal({"secret": "A" * 32, "person": ada.id, "at": 9e12}))

    later(minutes=21)
    with pytest.raises(factors.SetupOver):
        factors.same_app(ada, setup.sealed)


def raced(app, deed) -> list[str]:
    """Do the same at once from many sides; returns what became of each."""

    def one(_number) -> str:
        def unit() -> str:
            with app.app_context(), transaction():
                deed()
                return "done"

        try:
            return contextvars.Context().run(retried, unit)
        except (factors.WrongCode, factors.StepOver):
            return "refused"

    db.session.commit()
    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.mark.parametrize("what", ["code", "recovery", "half"])
def test_of_many_at_once_one_gets_in(app, on_a_server, ada, phone, monkeypatch, what):
    monkeypatch.setattr(tries, "_spend", lambda *_: None)
    code, half = phone.code(), factors.begin_half(ada, lasting=True)
    deeds = {
        "code": lambda: factors.check_code(ada, code),
        "recovery": lambda: factors.check_recovery(ada, phone.codes[0]),
        "half": lambda: factors.finish_half(half),
    }

    became = raced(app, deeds[what])

    assert (became.count("done"), became.count("refused")) == (1, AT_ONCE - 1)


def test_what_was_begun_yesterday_is_forgotten(ada, phone, later):
    factors.begin_half(ada, lasting=True)
    later(days=2)

    assert factors.forget_old() == 1
    assert db.session.scalars(select(Ticket)).all() == []
