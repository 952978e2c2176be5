"""Reads of the media domain."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import selectinload

from wm.domains.media.models import PLAYS, Film, Rendition
from wm.domains.media.step_models import FilmSound, FilmStep
from wm.domains.media.text_models import FilmText
from wm.kernel.db import db
from wm.kernel.errors import NotFound


def find(film_id: int) -> Film | None:
    """Return a film by its row, as it is in the database now."""
    return db.session.get(Film, film_id, populate_existing=True)


def get(film_id: int) -> Film:
    """Return a film by its row. Raises NotFound."""
    film = find(film_id)
    if film is None:
        raise NotFound()
    return film


def with_public_id(public_id: str) -> Film:
    """Return a film by its public id. Raises NotFound."""
    film = db.session.scalars(select(Film).where(Film.public_id == public_id)).first()
    if film is None:
        raise NotFound()
    return film


def plays() -> ColumnElement[bool]:
    """Return the condition on films that at least the lowest rung can be watched."""
    return Film.state.in_(PLAYS)


def of_upload(upload_id: int) -> Film | None:
    """Return the film made of an upload, if there is one."""
    return db.session.scalars(select(Film).where(Film.upload_id == upload_id)).first()


def of_same_source(film: Film) -> Film | None:
    """Return another film that is made of the same file, if there is one."""
    same = Film.source_key == film.source_key, Film.id != film.id
    return db.session.scalars(select(Film).where(*same).order_by(Film.id).limit(1)).first()


def with_key(key: str) -> Film | None:
    """Return the film that is published under a key, if there is one."""
    return db.session.scalars(select(Film).where(Film.key == key)).first() if key else None


def several(film_ids: Iterable[int]) -> dict[int, Film]:
    """Return films by row id."""
    found = db.session.scalars(select(Film).where(Film.id.in_(list(film_ids))))
    return {film.id: film for film in found}


def asleep(film_ids: Iterable[int]) -> list[Film]:
    """Return those of the films, locked, that have rungs which wait to be asked for."""
    waits = exists().where(FilmStep.film_id == Film.id, FilmStep.run == Film.run, FilmStep.state == "asleep")
    return list(db.session.scalars(select(Film).where(Film.id.in_(list(film_ids)), waits).with_for_update()))


def renditions(film_id: int) -> list[Rendition]:
    """Return what has been published of a film, lowest rung first."""
    return list(db.session.scalars(select(Rendition).where(Rendition.film_id == film_id).order_by(Rendition.step)))


def sounds(film_id: int) -> list[FilmSound]:
    """Return the sounds that have been published of a film, the main one first."""
    return list(db.session.scalars(select(FilmSound).where(FilmSound.film_id == film_id).order_by(FilmSound.place)))


def texts(film_id: int) -> list[FilmText]:
    """Return the captions that the master playlist of a film names, the first choice first."""
    return list(db.session.scalars(select(FilmText).where(FilmText.film_id == film_id).order_by(FilmText.place)))


def with_renditions(film_id: int) -> Film:
    """Return a film with its renditions loaded. Raises NotFound."""
    wanted = select(Film).where(Film.id == film_id).options(selectinload(Film.renditions))
    film = db.session.scalars(wanted.execution_options(populate_existing=True)).first()
    if film is None:
        raise NotFound()
    return film
