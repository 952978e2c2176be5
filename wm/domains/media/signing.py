"""Signed media links that run out: /media/<exp>/<sig>/<film key>/<file>.

A film's posters have links of their own, /media/<exp>/<sig>/<film key>/face/<file>, whose signature opens nothing else:
a locked film shows its poster to everybody. The signature is that of nginx's secure_link_md5 over "<exp>/<film key> <secret>", so that nginx alone can check it. It
stands in the path, so that what a playlist names beside itself inherits it."""

import base64
import hashlib
import hmac
import re

from flask import current_app

from wm.kernel import clock

WEEK = 7 * 24 * 3600
SHORT, MINUTE = 15 * 60, 60
FACE = "/face"
EXPIRY = re.compile(r"[1-9][0-9]{9,10}")


def sign(expires: int, key: str, secret: str) -> str:
    """Return base64url, without padding, of md5("<expires>/<key> <secret>")."""
    digest = hashlib.md5(f"{expires}/{key} {secret}".encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def expiry(is_open: bool) -> int:
    """Return when a link made now runs out, in unix seconds.

    Open films: one to two weeks, the same for a whole week so that caches hold. Others: at most 15 minutes."""
    now = int(clock.now().timestamp())
    return (now // WEEK + 2) * WEEK if is_open else (now + SHORT) // MINUTE * MINUTE


def url(key: str, name: str, is_open: bool) -> str:
    """Return a signed link to the file `name` of the film folder `key`."""
    expires = expiry(is_open)
    signature = sign(expires, key, current_app.config["MEDIA_SECRET"])
    return f"{current_app.config['MEDIA_URL'].rstrip('/')}/media/{expires}/{signature}/{key}/{name}"


def face_url(key: str, name: str, is_shown: bool) -> str:
    """Return a signed link to a poster of the film folder `key`: it opens its pictures and never the film."""
    expires = expiry(is_shown)
    signature = sign(expires, f"{key}{FACE}", current_app.config["MEDIA_SECRET"])
    return f"{current_app.config['MEDIA_URL'].rstrip('/')}/media/{expires}/{signature}/{key}{FACE}/{name}"


def is_signed(expires: int | str, signature: str, key: str) -> bool:
    """Whether we made this signature for this folder and moment, run out or not."""
    if not EXPIRY.fullmatch(str(expires)):
        return False
    ours = sign(int(expires), key, current_app.config["MEDIA_SECRET"])
    return hmac.compare_digest(ours.encode(), signature.encode())


def is_valid(expires: int | str, signature: str, key: str) -> bool:
    """Whether the link was made by us and has not run out."""
    return is_signed(expires, signature, key) and int(expires) > clock.now().timestamp()
