"""Refusals of the plant room."""

from wm.kernel.errors import Invalid


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = "Say in a few words why; it is kept in the audit log."
