"""What is supported: a piece or a person, where its tips are given, and who supports it so far."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from wm.blueprints.places import content_url
from wm.domains import comments, content, people, tips
from wm.kernel import money
from wm.web.viewer import viewer

ADD_MONEY = "/wallet/add"


class Cause(NamedTuple):
    """Whom a tip goes to, and for what: a piece, a comment under one, or nothing in particular."""

    person: people.Person
    piece: content.Content | None = None
    comment: comments.Comment | None = None

    @property
    def room(self) -> str:
        """The id of the place on a page where the form of a tip unfolds."""
        return f"reply-{self.comment.public_id}" if self.comment else "tip-room"

    @property
    def url(self) -> str:
        """Where a tip for it is given."""
        return self.address()

    @property
    def back(self) -> str:
        """The page that it is given from."""
        if self.comment:
            return url_for("comments.show", public_id=self.comment.public_id)
        return content_url(self.piece) if self.piece else url_for("people.show", handle=self.person.handle)

    @property
    def all_url(self) -> str:
        """Where everybody who supports it stands."""
        if self.piece:
            return url_for("tips.supporters", public_id=self.piece.public_id)
        return url_for("tips.supporters_of", handle=self.person.handle)

    def address(self, **filled: Any) -> str:
        """Return where a tip for it is given, with the form filled in."""
        if self.comment:
            return url_for("tips.for_comment", public_id=self.comment.public_id, **filled)
        if self.piece:
            return url_for("tips.for_piece", public_id=self.piece.public_id, **filled)
        return url_for("tips.for_person", handle=self.person.handle, **filled)

    @property
    def ids(self) -> dict[str, int]:
        """Its row id, as the room of tips asks for it."""
        return {"content_id": self.piece.id} if self.piece else {"person_id": self.person.id}


def of(piece: content.Content) -> dict[str, Any]:
    """Return what tips/_under.html needs on the page of a piece."""
    return known(Cause(piece.person, piece))


def known(cause: Cause) -> dict[str, Any]:
    """Return the same for a piece or a person."""
    return {"cause": cause, "supporters": tips.supporters(viewer(), **cause.ids)}


def door_to_money(missing: int, back: str) -> str:
    """Return where somebody adds what is missing, and comes back from."""
    return f"{ADD_MONEY}?{urlencode({'amount': missing, 'next': back})}"


def thanks(cause: Cause, tip: tips.Tip) -> str:
    """Return what is said to whoever has just given one."""
    return _("Thank you. %(name)s has your %(amount)s.", name=cause.person.name, amount=money.written(tip.amount))
