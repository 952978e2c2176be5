"""What of present renditions stays when a film is trimmed: whole fragments, and parts to be encoded around them."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from wm.domains.media.chunks import Chunk
from wm.domains.media.cuts import Cut


class Kept(NamedTuple):
    """What is encoded before and after the fragments that stay, if anything, and which of them those are."""

    head: Chunk | None
    fragments: slice
    tail: Chunk | None


def kept(cut: Cut, frames: Sequence[int]) -> Kept | None:
    """Return what stays of a rendition whose fragments hold so many `frames` each; None when nothing does."""
    spans = list(pairwise(accumulate(frames, initial=cut.begins)))
    inside = [n for n, (start, stop) in enumerate(spans) if cut.first <= start and (cut.end is None or stop <= cut.end)]
    if not inside:
        return None
    start, stop = spans[inside[0]][0], spans[inside[-1]][1]
    head = Chunk(cut.first, start - cut.first) if start > cut.first else None
    is_over = stop == cut.end or (cut.reaches_end and inside[-1] == len(spans) - 1)
    return Kept(head, slice(inside[0], inside[-1] + 1), None if is_over else part(cut, stop))


def part(cut: Cut, first: int) -> Chunk:
    """Return what is left from frame `first` on, as one part."""
    return Chunk(first, 1 if cut.end is None else cut.end - first, is_last=cut.end is None)
