"""Why a piece is in one's feed, and what one does with it from its card; the same button takes each of it back."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from flask_babel import lazy_gettext as _

from wm.domains import content, discovery, engagement, graph, people, playlists
from wm.kernel.errors import Invalid, NotFound
from wm.web.hypermedia import page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("why", __name__)
LEAST = 0.05  # points that are worth a line


@bp.get("/feed/why/<public_id>")
@public
def show(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    known = {"reasons": _reasons(piece), "is_personal": discovery.is_personal(viewer())}
    return page("feed/why.html", "feed/_menu.html", **known, **_standing(piece))


@bp.post("/feed/why/<public_id>")
@signed_in
def act(public_id: str) -> Response:
    piece, asked = content.watchable(public_id, viewer()), request.form.get("deed", "")
    if asked not in DEEDS:
        raise Invalid()
    deed, words = DEEDS[asked]
    deed(viewer(), piece)
    return swap(url_for("why.show", public_id=public_id), "feed/_acts.html", message=words, **_standing(piece))


def _reasons(piece: content.Content) -> list[tuple[str, float]]:
    """Return what speaks for and against a piece and how much, most first."""
    points = discovery.why(viewer(), piece)
    return sorted((each for each in points.items() if abs(each[1]) >= LEAST), key=lambda each: -each[1])


def _standing(piece: content.Content) -> dict:
    """Return what the viewer has done with a piece so far."""
    if not viewer().is_signed_in:
        return {"piece": piece}
    state = engagement.states(viewer(), [piece.id])[piece.id]
    marks = {
        "is_less": discovery.wants_less(viewer(), piece),
        "is_muted": piece.category in discovery.muted_by(viewer()),
        "is_quiet": graph.mutes(viewer(), piece.person_id),
    }
    return {"piece": piece, "state": state, "is_later": playlists.is_for_later(viewer(), piece), **marks}


def _keep_for_later(person: people.Person, piece: content.Content) -> None:
    playlists.add(playlists.watch_later(person), piece)


def _drop_from_later(person: people.Person, piece: content.Content) -> None:
    playlists.take_out(playlists.watch_later(person), piece)


def _mute(person: people.Person, piece: content.Content) -> None:
    discovery.mute_category(person, _shelf(piece))


def _unmute(person: people.Person, piece: content.Content) -> None:
    discovery.unmute_category(person, _shelf(piece))


def _quiet(person: people.Person, piece: content.Content) -> None:
    graph.mute(person, piece.person)


def _hear(person: people.Person, piece: content.Content) -> None:
    graph.unmute(person, piece.person)


def _shelf(piece: content.Content):
    if piece.category is None:
        raise NotFound()
    return piece.category


DEEDS: dict[str, tuple[Callable, object]] = {
    "save": (engagement.save, _("Saved.")),
    "unsave": (engagement.unsave, _("Not saved any more.")),
    "later": (_keep_for_later, _("Kept to watch later.")),
    "not_later": (_drop_from_later, _("Taken out of what you watch later.")),
    "like": (engagement.like, _("Liked.")),
    "unlike": (engagement.unlike, _("Not liked any more.")),
    "less": (discovery.less_like, _("Gone from your feed, and less like it from now on.")),
    "not_less": (discovery.not_less_like, _("It may come again.")),
    "mute": (_mute, _("Its category stays out of your feed.")),
    "unmute": (_unmute, _("Its category is back in your feed.")),
    "quiet": (_quiet, _("Muted: you meet nothing of theirs in your feed.")),
    "hear": (_hear, _("Not muted any more.")),
}
