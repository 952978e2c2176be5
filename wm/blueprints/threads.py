"""What the templates of comments are given; the pages of pieces ask for `under(piece)` and include comments/_under.html."""

from collections.abc import Container
from dataclasses import replace
from typing import Any

from flask import request, url_for

from wm.blueprints import badges
from wm.blueprints.forms.comments import CommentForm
from wm.domains import comments, content, tips
from wm.kernel.errors import NotFound
from wm.web import mentions
from wm.web.viewer import viewer


def talk_url(view: str, **place) -> str:
    """Return an address of comments that keeps the course in which one came to them; templates call this too."""
    return url_for(f"comments.{view}", **place, course=request.args.get("course") or None)


def under(piece: content.Content, form: CommentForm | None = None) -> dict[str, Any]:
    """Return the first, or the asked, page of comments under `piece`, with the form to say something."""
    asked = request.args.get("sort", "")
    order = asked if asked in comments.ORDERS else "newest"
    found = comments.threads(piece, viewer(), order, request.args.get("after"))
    shown = [each for thread in found.items for each in (thread.comment, *thread.replies)]
    mentions.look_up(*(each.body for each in shown))  # all at once
    badges.look_up(piece.person_id, (each.person_id for each in shown))
    place = {"public_id": piece.public_id, "sort": order}
    known = {"piece": piece, "threads": found.items, "order": order, "form": form or _empty()}
    known |= {"next_comments": talk_url("index", **place, after=found.next) if found.next else None}
    return known | {"marks": _marks(shown, piece.id), "is_first_page": "after" not in request.args}


def _marks(shown: list[comments.Comment], content_id: int) -> comments.Marks:
    """Return what is said of comments besides their words, with the tips that stand beside those everybody can see."""
    visible = [each.id for each in shown if each.is_visible]
    given = tips.beside(viewer(), visible) if visible else {}
    return replace(comments.marks(shown, viewer(), content_id), tips=given)


def _empty() -> CommentForm | None:
    return CommentForm(formdata=None) if viewer().is_signed_in else None


def marked(comment: comments.Comment) -> dict[str, Any]:
    """Return what one comment needs to be shown."""
    return {"comment": comment, "marks": _marks([comment], comment.content_id)}


def more_replies(root: comments.Comment, cursor: str | None) -> dict[str, Any]:
    """Return a further page of what stands below the first comment of a thread."""
    found = comments.replies(root, viewer(), cursor)
    more = talk_url("replies", public_id=root.public_id, after=found.next) if found.next else None
    mentions.look_up(root.body, *(each.body for each in found.items))
    badges.look_up(root.content.person_id, (each.person_id for each in found.items))
    known = {"root": root, "replies": found.items, "next_replies": more, "comment": root}
    return known | {"marks": _marks([root, *found.items], root.content_id)}


def asked_deed(deeds: Container[str]) -> str:
    """Return which of `deeds` the pressed button names. Raises NotFound."""
    deed = request.form.get("deed", "")
    if deed not in deeds:
        raise NotFound()
    return deed
