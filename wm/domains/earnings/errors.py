"""What the room of earnings refuses."""

from wm.kernel.errors import DomainError, Invalid


class NothingLeft(DomainError):
    status, code = 409, "nothing_left"
    message = "More than what is left of this sale can't go back. Reload the page to see how much that is."


class RateInThePast(Invalid):
    message = "A share can only be changed for what is sold from now on. Choose a later moment."
