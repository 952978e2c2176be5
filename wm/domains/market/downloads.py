"""Downloads of what was bought: counted for each version, and given out by links that are one person's and soon run out."""

import hashlib
import hmac
from collections.abc import Iterable

from flask import current_app
from sqlalchemy import insert, select, update

from wm.domains import content, entitlements
from wm.domains.content import FileVersion
from wm.domains.market.errors import NoDownloadsLeft
from wm.domains.market.goods_models import Download, Product
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import NotFound

LINK_SECONDS = 10 * 60
UNCOUNTED = ("free", "own", "staff")


def count(person, version: FileVersion) -> Download | None:
    """Count one download by somebody whom the piece is open for; None for whoever is not counted (its maker, staff).

    Raises Locked (402), NoDownloadsLeft (409)."""
    piece = content.opened(content.with_row_id(version.content_id), person)
    if content.decision(piece, person).why in UNCOUNTED:
        return None
    now, settings = clock.now(), db.session.get(Product, piece.id)
    same = {"person_id": person.id, "version_id": version.id}
    new = {"content_id": piece.id, "count": 0, "first_at": now, "last_at": now}
    db.session.execute(ignoring_duplicates(insert(Download)).values(**same, **new))
    counted = update(Download).filter_by(**same)
    if settings is not None and settings.download_limit is not None:
        counted = counted.where(Download.count < settings.download_limit)
    if not db.session.execute(counted.values(count=Download.count + 1, last_at=now)).rowcount:
        raise NoDownloadsLeft()
    return db.session.get(Download, (person.id, version.id), populate_existing=True)


def counts(person, version_ids: Iterable[int]) -> dict[int, int]:
    """Return how often a person has downloaded these versions, by row id; never is not there."""
    mine = select(Download.version_id, Download.count)
    mine = mine.where(Download.person_id == person.id, Download.version_id.in_(list(version_ids)))
    return dict(db.session.execute(mine).all())


def of_content(person_id: int, content_id: int) -> list[Download]:
    """Return what a person has downloaded of one piece: when first, when last, how often; for whoever judges a dispute."""
    mine = select(Download).where(Download.content_id == content_id, Download.person_id == person_id)
    return list(db.session.scalars(mine.order_by(Download.version_id)))


def allow_again(person_id: int, content_id: int) -> None:
    """Let a buyer start counting anew, as their creator wishes."""
    mine = update(Download).where(Download.person_id == person_id, Download.content_id == content_id)
    db.session.execute(mine.values(count=0))


def link_until() -> int:
    """Return when a link that is made now runs out, in unix seconds."""
    return int(clock.now().timestamp()) + LINK_SECONDS


def signature(version: FileVersion, person, expires: int) -> str:
    """Return what a link to this version needs so that it opens for this person until then, and for nobody else."""
    said = f"download:{expires}:{version.public_id}:{person.id}".encode()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said, hashlib.sha256).hexdigest()[:40]


def by_link(public_id: str, person, expires: int, signed: str) -> FileVersion:
    """Return the version behind a signed link, when it is this person's, has not run out and the piece is still open for them.

    Raises NotFound for a link that is not theirs or has run out, Locked (402) when the right has ended."""
    version = content.version(public_id)
    is_theirs = hmac.compare_digest(signature(version, person, expires).encode(), signed.encode())
    if not is_theirs or expires <= clock.now().timestamp():
        raise NotFound("This link has run out, or it is somebody else's. Start the download again from its page.")
    content.opened(content.with_row_id(version.content_id), person)
    return version


def owners(content_id: int) -> list[int]:
    """Return the row ids of everybody who has bought or been given a piece and may open it now."""
    return entitlements.holders(content_id)
