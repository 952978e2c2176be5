"""What runs beside films: captions are laid out anew for a film that lies in another folder now."""

from jobs import job
from wm.domains import content, tracks


@job("default")
def film_playable(film_id: int) -> None:
    """Lay the captions of a piece beside its film, which plays from now on."""
    piece = content.of_film(film_id)
    if piece is not None:
        tracks.captions.lay_out(piece)


@job("high")
def film_replaced(content_id: int, film_id: int, began_ms: int = 0) -> None:
    """Lay the captions of a piece beside the film that has taken the place of another, and let its chapters move along."""
    piece = content.with_row_id(content_id)
    tracks.chapters.move_along(piece, began_ms)
    tracks.captions.lay_out(piece)
