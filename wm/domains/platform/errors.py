"""Refusals of the plant room."""

from wm.kernel.errors import Forbidden, Invalid, NotNow


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = "Say in a few words why; it is kept in the audit log."


class OwnMoney(Forbidden):
    code = "own_money"
    message = "Somebody else has to decide about your own money."


class SamePerson(Forbidden):
    code = "same_person"
    message = "This needs a second person: somebody other than whoever asked for it has to agree."


class Decided(NotNow):
    code = "decided"
    message = "This has been decided already, or nobody agreed in time. Reload the page to see how."
