"""What a person does to add money, step by step."""

import re

from wm.domains import payments
from wm.kernel import ids
from wm.kernel.db import db


def begin(browser, amount: str, *, gateway: str = "sandbox", key: str | None = None, **more):
    """Send the form of the wallet."""
    said = {"amount": amount, "gateway": gateway, "key": key or ids.new(22), **more}
    return browser.post("/wallet/add", data=said)


def pay(browser, gateway, where: str, **card) -> str:
    """Go on to the gateway's page and pay there; returns the path that leads back."""
    found = re.search(r'content="0; url=([^"]+)"', browser.get(where).text)
    return gateway.pay(found[1], **card).replace("http://localhost", "")


def attempt_of(person) -> payments.PaymentAttempt:
    """Return a person's newest attempt as it is now."""
    db.session.commit()
    mine = db.select(payments.PaymentAttempt).filter_by(person_id=person.id)
    newest = mine.order_by(payments.PaymentAttempt.id.desc())
    return db.session.scalars(newest.execution_options(populate_existing=True)).first()
