"""The cast of the tests comes in as everybody does."""

from tests import cast
from wm.domains import people
from wm.domains.people import passwords
from wm.kernel.db import db
from wm.kernel.job import Job

OWN = {"id", "public_id", "handle", "email", "email_key", "email_verified_at", "created_at", "password_hash"}


def promised():
    return [(row.kind, row.queue, row.state) for row in db.session.scalars(db.select(Job).order_by(Job.id))]


def test_the_cast_is_what_enrolling_makes(app):
    one = people.enrol(name="Ida", handle="ida", email="Ida@example.org", password=cast.PASSWORD, role="creator")
    by_one = promised()
    other = cast.enrolled(name="Ida", handle="eda", role="creator")
    db.session.flush()

    columns = {each.name for each in people.Person.__table__.c} - OWN
    assert {name: getattr(one, name) for name in columns} == {name: getattr(other, name) for name in columns}
    assert (one.email_key, one.email) == ("ida@example.org", "Ida@example.org")
    assert (other.email_key, other.email) == ("eda@example.org", "eda@example.org")
    assert other.email_verified_at
    assert passwords.matches(cast.PASSWORD, other.password_hash)
    assert promised() == by_one * 2
