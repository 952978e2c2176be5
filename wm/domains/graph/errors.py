"""Refusals of the graph. Of a block that another has made one learns nothing: they are simply not there."""

from wm.kernel.errors import Invalid, NotFound


class ThatIsYou(Invalid):
    code = "that_is_you"
    message = "That is you. Choose somebody else."


class NotThere(NotFound):
    code = "person_not_found"
    message = "Nobody here goes by that name."
