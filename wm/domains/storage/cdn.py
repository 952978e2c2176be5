"""The CDN: links lead there while it is well, and to our own media origin while it is not; decided by checks, by nobody's hand."""

import base64
import hashlib
import time
from datetime import timedelta
from urllib.parse import quote

from flask import current_app

from wm.domains.storage.models import REASON_LENGTH, Carrier
from wm.kernel import cache, clock, outbound
from wm.kernel.db import db, transaction
from wm.kernel.errors import DomainError
from wm.kernel.storage import store

FAILURES, SUCCESSES = 3, 3  # checks in a row that change where links lead
PROBE, PROBE_NAME = "theProbeOfThisSiteAlone1", "probe.vtt"
SECONDS, NEAR, KEPT = 5.0, 3.0, 30
KEY, READABLE = "cdn:healthy", "Access-Control-Allow-Origin"


def link(path: str, expires: int) -> str:
    """Return the address of a file that everybody may have; `path` is signed by us and holds until `expires`."""
    at = current_app.config["CDN_URL"].rstrip("/")
    if not at or not is_healthy():
        return current_app.config["MEDIA_URL"].rstrip("/") + path
    return carried(path, expires)


def carried(path: str, expires: int) -> str:
    """Return the same by way of the CDN, whether it is well or not."""
    at, secret = current_app.config["CDN_URL"].rstrip("/"), current_app.config["CDN_SECRET"]
    if current_app.config["CDN_SIGNING"] != "token":
        return at + path
    folder = path.rpartition("/")[0] + "/"
    said = f"{secret}{folder}{expires}token_path={folder}"
    token = base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest()).rstrip(b"=").decode()
    return f"{at}/bcdn_token={token}&expires={expires}&token_path={quote(folder, safe='')}{path}"


def is_carried(url: str) -> bool:
    """Whether an address leads to the CDN."""
    at = current_app.config["CDN_URL"].rstrip("/")
    return bool(at) and url.startswith(f"{at}/")


def around(url: str) -> str:
    """Return the address of the same file on our own media origin: its path is the same, with the same signature."""
    if not is_carried(url):
        return url
    path = url.removeprefix(current_app.config["CDN_URL"].rstrip("/"))
    return current_app.config["MEDIA_URL"].rstrip("/") + path[path.index("/media/") :]


def is_healthy() -> bool:
    """Whether links lead to the CDN; asked for each link, so remembered for seconds here and half a minute in the cache."""
    memory = current_app.extensions.setdefault("cdn", [0.0, True])
    if time.monotonic() > memory[0]:
        kept = cache.get(KEY)
        if kept is None:
            row = db.session.get(Carrier, 1)
            kept = row is None or row.is_healthy
            cache.put(KEY, kept, KEPT)
        memory[:] = time.monotonic() + NEAR, kept
    return memory[1]


def mark() -> str:
    """Return a word that changes with where links lead, for what is kept with links in it."""
    return "" if not current_app.config["CDN_URL"] else "cdn" if is_healthy() else "own"


def state() -> Carrier | None:
    """Return what is known of the CDN, None when none is used or none was checked."""
    return db.session.get(Carrier, 1) if current_app.config["CDN_URL"] else None


def check(path: str, expires: int) -> str:
    """Fetch the probe through the CDN and write down how it went; returns what was wrong, "" when nothing. Commits."""
    error = _looked(carried(path, expires))
    with transaction():
        row = db.session.get(Carrier, 1, with_for_update=True) or _first()
        row.checked_at, row.error = clock.now(), error
        row.failures, row.successes = (row.failures + 1, 0) if error else (0, row.successes + 1)
        if row.is_healthy and row.failures >= FAILURES:
            row.is_healthy, row.since = False, clock.now()
        elif not row.is_healthy and row.successes >= SUCCESSES:
            row.is_healthy, row.since = True, clock.now()
        is_well = row.is_healthy
    cache.put(KEY, is_well, KEPT)
    current_app.extensions.pop("cdn", None)
    return error


def _first() -> Carrier:
    row = Carrier(id=1, is_healthy=True, since=clock.now(), failures=0, successes=0, error="")
    db.session.add(row)
    return row


def _looked(url: str) -> str:
    wanted, site = lay_probe(), current_app.config["PUBLIC_URL"].rstrip("/")
    where, asking = url if "://" in url else site + url, {"Origin": site}
    try:
        answer, came = outbound.fetch(where, outbound.Wish(seconds=SECONDS, most=2 * len(wanted), headers=asking))
    except DomainError as refusal:
        return f"{refusal.code}: {refusal.message}"[:REASON_LENGTH]
    if answer.status != 200:
        return f"answered {answer.status}"
    if hashlib.sha256(came).digest() != hashlib.sha256(wanted).digest():
        return f"sent {len(came)} bytes that are not those of the file ({len(wanted)} bytes)"
    if answer.headers.get(READABLE) not in ("*", site):
        return f"does not let our pages read what it sends ({READABLE})"
    return ""


def lay_probe() -> bytes:
    """Put the file that checks fetch into the store, unless it lies there, and return its bytes."""
    seed = current_app.config["MEDIA_SECRET"].encode()
    lines = (hashlib.sha256(seed + bytes([number])).hexdigest() for number in range(64))
    content, key = ("WEBVTT\n\nNOTE\n" + "\n".join(lines)).encode(), f"published/{PROBE}/{PROBE_NAME}"
    known = store().stat(key)
    if known is None or known.size != len(content):
        store().put(key, content, "text/vtt; charset=utf-8")
    return content


def is_late() -> bool:
    """Whether nobody has checked for five minutes although a CDN is used."""
    row = state()
    return row is not None and (row.checked_at or row.since) < clock.now() - timedelta(minutes=5)
