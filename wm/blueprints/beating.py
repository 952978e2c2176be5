"""Taking a player's beat: read it, hand it on, and give a newcomer a key to be known by."""

import re

from flask import Response, current_app, make_response, request

from wm.blueprints import playback
from wm.domains import engagement
from wm.domains.content import Content
from wm.kernel import clock
from wm.kernel.errors import Invalid
from wm.web.limits import network

YEAR = 365 * 24 * 3600
PLACE = re.compile(r"[0-9]{1,40}")


def take(shown: Content, person_id: int | None) -> Response:
    """Answer 204 to a beat of somebody's player (`person_id` None: a visitor's). Raises Invalid (422)."""
    key = request.cookies.get(_cookie(), "")
    audience = engagement.Audience(person_id, key, network(), request.headers.get("User-Agent", ""))
    engagement.append(_beat(shown, audience))
    answer = make_response("", 204)
    answer.headers["X-Film-Edition"] = playback.edition(shown.film)
    if audience.needs_key:
        _give_key(answer)
    return answer


def _beat(shown: Content, audience: engagement.Audience) -> engagement.Beat:
    state, position = request.form.get("state", ""), asked_place("position")
    if state not in engagement.STATES or position is None or not shown.is_playable:
        raise Invalid()
    length = shown.film.duration_ms
    place = min(position, length)
    return engagement.Beat(clock.now(), shown.id, audience.viewer, audience.person_id, place, length, state)


def asked_place(field: str) -> int | None:
    """Return the milliseconds that a field of the form names, None when it names none."""
    text = request.form.get(field, "")
    return int(text) if PLACE.fullmatch(text) else None


def _give_key(answer: Response) -> None:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    settings = {"max_age": YEAR, "secure": secure, "httponly": True, "samesite": "Lax", "path": "/"}
    answer.set_cookie(_cookie(), engagement.new_key(network()), **settings)


def _cookie() -> str:
    return "__Host-seen" if current_app.config["SESSION_COOKIE_SECURE"] else "seen"
