"""Where a film is cut off at its start and end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cut:
    """Frames `first` up to `end` (None: the last one too) of the even grid of the whole film.

    `folder` is the key under which renditions lie that begin with frame `begins` and go on to the end, or do not."""

    first: int
    end: int | None = None
    folder: str = ""
    begins: int = 0
    reaches_end: bool = True
