"""How far a film may travel: which sites may frame it, and whether its original file may be taken along."""

import hashlib
import hmac
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app

from wm.domains import uploads
from wm.domains.content.errors import BadSites, LinkRunOut, NotHandedOut
from wm.domains.content.files import UNSAFE
from wm.domains.content.locking import decision
from wm.domains.content.models import Content
from wm.domains.content.sharing_models import EMBEDS, Sharing
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.storage import store

MOST_SITES = 50
SITES_LENGTH = 5000
LINK_SECONDS = 10 * 60
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
SITE = re.compile(rf"(?:{LABEL}\.)+(?!\d+$){LABEL}")
ENDING = re.compile(r"\.([A-Za-z0-9]{2,4})$")


class Original(NamedTuple):
    """The file that a film was made of: where it lies in the store, what it is called, its size in bytes."""

    place: str
    name: str
    size: int


def of(piece: Content) -> Sharing:
    """Return what its maker allows, as it stands or as it is without a word."""
    found = db.session.get(Sharing, piece.id)
    return found or Sharing(content_id=piece.id, embed="anywhere", sites="", may_download=False)


def set_up(piece: Content, *, embed: str, sites: str, may_download: bool) -> Sharing:
    """Change what its maker allows. Raises BadSites (422)."""
    embed = embed if embed in EMBEDS else "anywhere"
    listed = read_sites(sites)
    if embed == "listed" and not listed:
        raise BadSites(fields={"sites": ["Name at least one site, such as example.org."]})
    row = Sharing(content_id=piece.id, embed=embed, sites=" ".join(listed), may_download=may_download)
    row = db.session.merge(row)
    db.session.flush()
    return row


def read_sites(words: str) -> list[str]:
    """Return the domains that were written or pasted as addresses, each once. Raises BadSites (422), which names what is none."""
    asked = [each for each in re.split(r"[\s,;]+", words) if each]
    if len(asked) > MOST_SITES:
        raise BadSites(fields={"sites": [f"Up to {MOST_SITES} sites can be named."]})
    found = {each: _site(each) for each in asked}
    wrong = [each for each, site in found.items() if site is None]
    if wrong:
        raise BadSites(fields={"sites": [f"“{wrong[0][:80]}” is no site. Write it like example.org."]})
    return list(dict.fromkeys(found.values()))


def _site(words: str) -> str | None:
    try:
        host = urlsplit(words if "//" in words else f"//{words}").hostname or ""
        host = host.removeprefix("*.").rstrip(".").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        return None
    return host if len(host) <= 253 and SITE.fullmatch(host) else None


def is_handed_out(piece: Content, viewer) -> bool:
    """Whether `viewer` may take the original along: its maker allows it, and it is open to them for good."""
    if piece.film is None or not piece.film.is_playable or not of(piece).may_download:
        return False
    decided = decision(piece, viewer)
    return decided.is_open and decided.until is None


def original(piece: Content, viewer) -> Original:
    """Return the original file for whoever may take it along. Raises NotHandedOut (403), or (404) when it is not kept any more."""
    if not is_handed_out(piece, viewer):
        raise NotHandedOut()
    film = piece.film
    if store().stat(film.source_key) is None:
        raise LinkRunOut("The original file of this film is not kept any more.")
    sent = uploads.find(film.upload_id) if film.upload_id else None
    ending = ENDING.search(sent.name if sent else "")
    title = UNSAFE.sub("-", piece.title).strip(". -")[:100] or piece.public_id
    return Original(film.source_key, f"{title}.{ending[1].lower() if ending else 'mp4'}", film.source_bytes)


def link_until() -> int:
    """Return when a link to an original that is made now runs out, in unix seconds."""
    return int(clock.now().timestamp()) + LINK_SECONDS


def signature(piece: Content, viewer, expires: int) -> str:
    """Return what a link to the original needs, for this person (or anybody who is not signed in) and until then."""
    said = f"original:{expires}:{piece.public_id}:{piece.film.key if piece.film else ''}:{viewer.id or 0}".encode()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said, hashlib.sha256).hexdigest()[:40]


def by_link(piece: Content, viewer, expires: int, signed: str) -> Original:
    """Return the original behind a signed link. Raises LinkRunOut (404) when it is not theirs or has run out, or as `original`."""
    is_theirs = hmac.compare_digest(signature(piece, viewer, expires).encode(), signed.encode())
    if not is_theirs or expires <= clock.now().timestamp():
        raise LinkRunOut()
    return original(piece, viewer)
