"""Signed media links that run out: /media/<exp>/<sig>/<film key>/<file> of films that anybody may watch.

Links to others carry a pass, /media/<exp>/<sig>/<film key>/<pass>/<file>: who they were made for, so that every request can
be asked whether that person may still watch. Posters have links of their own, .../<film key>/face/<file>, whose signature opens
nothing else: a locked film shows its poster to everybody. The signature is that of nginx's secure_link_md5 over "<exp>/<film key> <secret>", so that nginx alone can check it. It
stands in the path, so that what a playlist names beside itself inherits it."""

import base64
import hashlib
import hmac
import re

from flask import current_app

from wm.domains import storage
from wm.kernel import clock

YEAR = 365 * 24 * 3600
SHORT, MINUTE = 15 * 60, 60
FACE = "/face"
EXPIRY = re.compile(r"[1-9][0-9]{9,10}")


def sign(expires: int, key: str, secret: str) -> str:
    """Return base64url, without padding, of md5("<expires>/<key> <secret>")."""
    digest = hashlib.md5(f"{expires}/{key} {secret}".encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def expiry(is_open: bool) -> int:
    """Return when a link made now runs out, in unix seconds.

    Open films: one to two years, the same for a whole year so that caches hold. Others: at most 15 minutes."""
    now = int(clock.now().timestamp())
    return (now // YEAR + 2) * YEAR if is_open else (now + SHORT) // MINUTE * MINUTE


def url(key: str, name: str, is_open: bool, who: str | None = None) -> str:
    """Return a signed link to the file `name` of the film folder `key`; `who` is the public id of whom it is made for.

    A link to a film that is not open opens nothing unless it is made for somebody."""
    folder = key if is_open or who is None else f"{key}/{who}"
    return _link(folder, name, expiry(is_open), is_wide=is_open)


def face_url(key: str, name: str, is_shown: bool) -> str:
    """Return a signed link to a poster of the film folder `key`: it opens its pictures and never the film."""
    return _link(f"{key}{FACE}", name, expiry(is_shown), is_wide=is_shown)


def _link(folder: str, name: str, expires: int, is_wide: bool) -> str:
    signature = sign(expires, folder, current_app.config["MEDIA_SECRET"])
    path = f"/media/{expires}/{signature}/{folder}/{name}"
    return storage.link(path, expires) if is_wide else current_app.config["MEDIA_URL"].rstrip("/") + path


def check_cdn() -> None:
    """See whether the CDN carries what we sign for it, by a link that nobody has asked for yet; nothing without a CDN."""
    if current_app.config["CDN_URL"]:
        expires = expiry(is_open=False)
        signature = sign(expires, storage.PROBE, current_app.config["MEDIA_SECRET"])
        path = f"/media/{expires}/{signature}/{storage.PROBE}/{storage.cdn.PROBE_NAME}"
        storage.cdn.check(path, expires)


def is_signed(expires: int | str, signature: str, key: str) -> bool:
    """Whether we made this signature for this folder and moment, run out or not."""
    if not EXPIRY.fullmatch(str(expires)):
        return False
    ours = sign(int(expires), key, current_app.config["MEDIA_SECRET"])
    return hmac.compare_digest(ours.encode(), signature.encode())


def is_valid(expires: int | str, signature: str, key: str) -> bool:
    """Whether the link was made by us and has not run out."""
    return is_signed(expires, signature, key) and int(expires) > clock.now().timestamp()
