"""Known devices: a signed, long-lived cookie that says who has signed in from this browser before.

It proves nothing but that, and signs nobody in; it only gives its browser tries of its own, so that strangers who
guess at an account can't keep its owner out."""

from typing import NamedTuple

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from wm.kernel import ids

MOST_PEOPLE = 5
YEAR = 365 * 24 * 3600
MARK_LENGTH = 22
PROVEN = "!"  # behind the id of who took a second step there


class Device(NamedTuple):
    """A browser: its random mark, the public ids of the people who signed in there, latest last, and of those of them
    who took a second step there."""

    mark: str = ""
    people: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()


def known() -> Device:
    """Return what the cookie of this request says; nothing for a browser that was never here."""
    try:
        mark, *entries = map(str, _signer().loads(request.cookies.get(cookie_name(), "")))
    except (BadSignature, ValueError, TypeError):
        return Device()
    proven = tuple(entry.removesuffix(PROVEN) for entry in entries if entry.endswith(PROVEN))
    return Device(mark, tuple(entry.removesuffix(PROVEN) for entry in entries), proven)


def remember(public_id: str, *, is_proven: bool = False) -> None:
    """Let the answer tell the browser that this person has signed in there, and whether with a second step."""
    device = known()
    others = [other for other in device.people if other != public_id][-(MOST_PEOPLE - 1) :]
    entries = [other + PROVEN * (other in device.proven) for other in others] + [public_id + PROVEN * is_proven]
    value = _signer().dumps([device.mark or ids.new(MARK_LENGTH), *entries])

    @after_this_request
    def write(answer: Response) -> Response:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        answer.set_cookie(cookie_name(), value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax", path="/")
        return answer


def cookie_name() -> str:
    """Return the name of the cookie; pinned to this host and https where cookies are secure."""
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-device")
