"""Saving pieces in collections, and the collections themselves."""

from sqlalchemy import delete, exists, func, insert, literal, select

from wm.domains.content import Content
from wm.domains.engagement.errors import CollectionNotFound, DefaultStays, NameNeeded, TooManyCollections
from wm.domains.engagement.events import PieceSaved
from wm.domains.engagement.models import NAME_LENGTH, Collection, Save, Tally
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.facts import record

COLLECTIONS = 100
DEFAULT_NAME = "Saved"


def save(person, piece: Content, collection: Collection | None = None) -> Collection:
    """Put `piece` into a collection of `person`'s (None: the one for everything), once; returns the collection."""
    collection = collection or default_collection(person)
    was_saved = is_saved(person, piece)
    values = {"collection_id": collection.id, "content_id": piece.id, "person_id": person.id}
    db.session.execute(ignoring_duplicates(insert(Save)).values(**values))
    if not was_saved:
        db.session.add(Tally(person_id=person.id, content_id=piece.id, likes=0, saves=1))
        record(PieceSaved(piece.id, person.id))
    return collection


def unsave(person, piece: Content, collection: Collection | None = None) -> None:
    """Take `piece` out of a collection of `person`'s (None: out of all that are there)."""
    was_saved = is_saved(person, piece)
    held = Save.person_id == person.id, Save.content_id == piece.id
    chosen = (collection.id,) if collection else select(Collection.id).where(*_there(person))
    db.session.execute(delete(Save).where(*held, Save.collection_id.in_(chosen)))
    if was_saved and not is_saved(person, piece):
        db.session.add(Tally(person_id=person.id, content_id=piece.id, likes=0, saves=-1))


def is_saved(person, piece: Content) -> bool:
    """Whether a collection of `person`'s holds `piece`."""
    held = exists().where(Save.person_id == person.id, Save.content_id == piece.id)
    return bool(db.session.scalar(select(held.where(Collection.id == Save.collection_id, *_there(person)))))


def _there(person) -> tuple:
    return Collection.person_id == person.id, Collection.removed_at.is_(None)


def default_collection(person) -> Collection:
    """Return the collection that Save uses, made on first use."""
    mine = select(Collection).where(Collection.person_id == person.id, Collection.is_default.is_(True))
    found = db.session.scalars(mine).first()
    if found is None:
        values = {"person_id": person.id, "name": DEFAULT_NAME, "is_default": True}
        db.session.execute(ignoring_duplicates(insert(Collection)).values(**values))
        found = db.session.scalars(mine.with_for_update()).one()
    return found


def make_collection(person, name: str) -> Collection:
    """Add a collection at the end. Raises NameNeeded (422), TooManyCollections (409)."""
    collection = Collection(person_id=person.id, name=_read_name(name), position=_end_of(person))
    db.session.add(collection)
    db.session.flush()
    return collection


def _end_of(person) -> int:
    number, last = db.session.execute(select(func.count(), func.max(Collection.position)).where(*_there(person))).one()
    if number >= COLLECTIONS:
        raise TooManyCollections()
    return (last or 0) + 1


def _read_name(name: str) -> str:
    words = " ".join(name.split())[:NAME_LENGTH].strip()
    if not words:
        raise NameNeeded(fields={"name": [NameNeeded.message]})
    return words


def own_collection(public_id: str, person, removed: bool = False) -> Collection:
    """Return `person`'s collection, a removed one only when asked for. Raises CollectionNotFound (404)."""
    mine = select(Collection).where(Collection.public_id == public_id, Collection.person_id == person.id)
    found = db.session.scalars(mine).first()
    if found is None or (found.removed_at is not None and not removed):
        raise CollectionNotFound()
    return found


def rename_collection(collection: Collection, name: str) -> None:
    """Give it another name. Raises NameNeeded (422)."""
    collection.name = _read_name(name)


def remove_collection(collection: Collection) -> None:
    """Take it away with what it holds; it can come back. Raises DefaultStays (409)."""
    if collection.is_default:
        raise DefaultStays()
    collection.removed_at = clock.now()
    _look_again(collection)


def return_collection(collection: Collection) -> None:
    """Bring a removed collection back with what it holds."""
    collection.removed_at = None
    _look_again(collection)


def _look_again(collection: Collection) -> None:
    """Have the saves of everything in it counted anew."""
    held = select(Save.content_id, Save.person_id, literal(0), literal(0)).where(Save.collection_id == collection.id)
    columns = ["content_id", "person_id", "likes", "saves"]
    db.session.execute(insert(Tally).from_select(columns, held))
