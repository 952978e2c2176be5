"""What others lay beside a film on its shelf: small text files under names that begin with BESIDE."""

from wm.domains import storage
from wm.domains.media.models import Film
from wm.domains.media.shelf import BESIDE, Shelf, playlist_of


def lay_beside(film: Film, name: str, text: str) -> None:
    """Publish `text` as `name`, which begins with BESIDE and was never used for anything else; film.url(name) links to it."""
    if not name.startswith(BESIDE):
        raise ValueError(f"{name} would be taken for a part of the film")
    Shelf(film.key).write(name, text)


def take_away(film: Film, name: str) -> None:
    """Have what was laid there go, if it was, and the playlist that named it."""
    for each in (name, playlist_of(name)):
        storage.ask(Shelf(film.key).prefix + each, "beside", subject=film.public_id)
