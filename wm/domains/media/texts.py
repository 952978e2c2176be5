"""Captions in the master playlist, for players that know nothing of our page; whoever keeps them says which there are."""

from typing import NamedTuple

from sqlalchemy import delete

from wm.domains.media import editions, queries
from wm.domains.media.models import Film
from wm.domains.media.text_models import NAME_LENGTH, FilmText
from wm.kernel.db import db


class Text(NamedTuple):
    """Captions beside a film: the WebVTT file, its language (BCP 47), what people call it, and whether it tells what is heard."""

    file: str
    language: str
    name: str
    hears: bool


def name_texts(film: Film, texts: list[Text]) -> None:
    """Let the master playlist of `film` name `texts`, the first choice first, and no others; a job publishes it anew."""
    wanted = [text._replace(name=text.name[:NAME_LENGTH]) for text in texts]
    if wanted == [Text(row.file, row.language, row.name, row.hears) for row in queries.texts(film.id)]:
        return
    db.session.execute(delete(FilmText).where(FilmText.film_id == film.id))
    db.session.add_all(FilmText(film_id=film.id, place=place, **text._asdict()) for place, text in enumerate(wanted, 1))
    editions.promise(film)
