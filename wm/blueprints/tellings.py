"""Notifications put into words: who, what, about which piece, and where that is."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from wm.blueprints.places import content_url
from wm.domains import content, notifications, people

ICONS = {
    "followed": "user",
    "published": "film",
    "mentioned": "user",
    "replied": "list",
    "commented": "list",
    "hearted": "heart",
    "liked": "heart",
    "comment_liked": "heart",
}


class Telling(NamedTuple):
    """One notification as a page shows it."""

    row: notifications.Notification
    actor: people.Person | None
    piece: content.Content | None
    words: Markup
    icon: str


def of(rows: Sequence[notifications.Notification], person) -> list[Telling]:
    """Return `rows` in words for `person`, who sees them; people and pieces are read in one go each."""
    named = notifications.named(rows, person)
    actors = people.by_ids(each.actor_id for each in named.values())
    pieces = {piece.id: piece for piece in content.in_order({row.content_id for row in rows if row.content_id})}
    return [_telling(row, named[row.id], actors, pieces.get(row.content_id)) for row in rows]


def _telling(row, named: notifications.Named, actors: dict[int, people.Person], piece) -> Telling:
    actor = actors.get(named.actor_id)
    who = Markup("<b>{}</b>").format(actor.name if actor else _("Somebody"))
    others = named.number - 1
    if others:
        who = Markup(ngettext("%(who)s and %(num)d other", "%(who)s and %(num)d others", others, who=who))
    title = Markup("<b>{}</b>").format(_title(piece)) if piece else ""
    return Telling(row, actor, piece, Markup(sentence(row.event)) % {"who": who, "title": title}, ICONS[row.event])


def _title(piece: content.Content) -> str:
    return piece.title or piece.body[:80] or _("a piece")


def sentence(event: str) -> str:
    """Return what is said of an event, with places for who did it and what it is about."""
    return {
        "followed": _("%(who)s followed you"),
        "published": _("%(who)s published %(title)s"),
        "mentioned": _("%(who)s mentioned you in %(title)s"),
        "replied": _("%(who)s answered your comment on %(title)s"),
        "commented": _("%(who)s commented on %(title)s"),
        "hearted": _("%(who)s gave your comment on %(title)s a heart"),
        "liked": _("%(who)s liked %(title)s"),
        "comment_liked": _("%(who)s liked your comment on %(title)s"),
    }[event]


def place(row: notifications.Notification, person) -> str:
    """Return where a notification leads: the comment, the piece, or the page of who followed."""
    actor_id = notifications.named([row], person)[row.id].actor_id
    piece = next(iter(content.in_order([row.content_id])), None) if row.content_id else None
    if piece is not None and row.anchor:
        is_theirs = actor_id == row.last_actor_id  # the anchor is the last one's comment
        return url_for("comments.show", public_id=row.anchor) if is_theirs else content_url(piece, _anchor="comments")
    if piece is not None:
        return content_url(piece)
    actor = people.by_ids([actor_id]).get(actor_id)
    return url_for("people.show", handle=actor.handle) if actor else url_for("notifications.index")


def matrix(person) -> dict:
    """Return what the settings show: the channels that are offered, and each event with what `person` chose."""
    events = {
        "followed": _("Somebody follows you"),
        "published": _("Somebody whom you follow publishes"),
        "mentioned": _("Somebody mentions you"),
        "replied": _("Somebody answers your comment"),
        "commented": _("Somebody comments on what you made"),
        "hearted": _("A creator gives your comment a heart"),
        "liked": _("Somebody likes what you made"),
        "comment_liked": _("Somebody likes your comment"),
    }
    channels = {"app": _("Here, in the bell"), "push": _("On your phone"), "mail": _("By mail")}
    shown = {channel: channels[channel] for channel in notifications.OFFERED}
    return {"events": events, "channels": shown, "choices": notifications.choices(person)}


def week(sums: dict[str, int]) -> list[tuple[str, int]]:
    """Return what the activity center sums up of a week: pairs of words and how many."""
    said = sums.get("commented", 0) + sums.get("replied", 0)
    likes = sum(sums.get(event, 0) for event in ("liked", "comment_liked", "hearted"))
    return [
        (_("New followers"), sums.get("followed", 0)),
        (_("Comments and answers"), said),
        (_("Likes and hearts"), likes),
        (_("New pieces for you"), sums.get("published", 0)),
    ]
