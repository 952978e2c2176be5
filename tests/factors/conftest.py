"""What tests about second factors share: an app in the hand of Ada, and the clock that it counts by."""

import re

import pyotp
import pytest

from tests.cast import token_of
from wm.domains import factors
from wm.domains.factors import apps
from wm.kernel import clock
from wm.kernel.db import db


@pytest.fixture(autouse=True)
def a_full_hour(app):
    """Begin at a full hour, so that no test happens to straddle two windows of a counter."""
    left = clock.timedelta(seconds=3600 - int(clock.now().timestamp()) % 3600)
    clock.shift(left)
    return left


@pytest.fixture
def later(a_full_hour):
    """Move the clock so much past the beginning of the test."""
    return lambda **by: clock.shift(a_full_hour + clock.timedelta(**by))


class Phone:
    """An authenticator app on somebody's phone."""

    def __init__(self, person):
        db.session.commit()
        setup = factors.begin_app(person)
        self.counter = pyotp.TOTP(setup.secret.replace(" ", ""))
        self.codes = factors.add_app(person, sealed=setup.sealed, code=self.code(steps=-1))
        factors.kept(person)
        db.session.commit()

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many half minutes from now."""
        return self.counter.generate_otp(int(clock.now().timestamp()) // apps.STEP + steps)


@pytest.fixture
def phone(ada):
    """Ada's phone, which is her second step; one step of it is used up."""
    return Phone(ada)


@pytest.fixture
def two_factor(app):
    """The site asks for second factors, as it does in production."""
    app.config["TWO_FACTOR_REQUIRED"] = True


def cookie(client) -> str:
    """The session that this browser carries, nothing without one."""
    found = client.get_cookie("wm")
    return found.value if found else ""


def is_in(client) -> bool:
    """Whether this browser is signed in."""
    return client.get("/settings/account").status_code == 200


def codes_on(answer) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([A-Z0-9-]+)</code>", answer.text)


__all__ = ["Phone", "codes_on", "cookie", "is_in", "token_of"]
