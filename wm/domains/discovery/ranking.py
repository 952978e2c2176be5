"""The ranking of For you: a sum of six parts between 0 and 1, each times its weight, thinned out by creator.

score = freshness * 0.5 ** (hours since it came out / half_life)
      + relationship * how close the maker is     followed = 0.6, the rest by how often one was with them
      + engagement * what viewers do with it      (likes + 2 comments + 2 saves + 3 reposts) per view, with 20 views' doubt
      + quality * care taken with it              described, in a category, looked at
      + interest * how much one is at home in its category
      - less * how much it is like what one wants less of
and the n-th piece of the same creator counts diversity ** (n - 1) of that."""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

DOUBT = 20
LIVELY = 0.25  # this many deeds per view are as lively as it gets
FOLLOWED = 0.6
HOUR = 3600


@dataclass(frozen=True)
class Weights:
    """The weights of the parts; `half_life` is in hours, `diversity` between 0 and 1."""

    freshness: float = 4.0
    half_life: float = 6.0
    relationship: float = 3.0
    engagement: float = 2.0
    quality: float = 1.0
    interest: float = 2.0
    less: float = 3.0
    diversity: float = 0.7


LIMITS = {each.name: (0.0, 20.0) for each in fields(Weights)} | {"half_life": (0.1, 720.0), "diversity": (0.05, 1.0)}


class Candidate(NamedTuple):
    """What the formula looks at of one piece."""

    id: int
    person_id: int
    category_id: int | None
    published_at: datetime
    views: int
    likes: int
    comments: int
    saves: int
    reposts: int
    is_described: Any


@dataclass(frozen=True)
class Profile:
    """What the formula knows of one viewer; shares lie between 0 and 1. Empty for visitors."""

    followed: frozenset[int] = frozenset()
    people: dict[int, float] = field(default_factory=dict)
    categories: dict[int, float] = field(default_factory=dict)
    less_people: frozenset[int] = frozenset()
    less_categories: frozenset[int] = frozenset()


NOBODY = Profile()


def parts(piece: Candidate, viewer: Profile, weights: Weights, now: datetime) -> dict[str, float]:
    """Return the points that `piece` gets before `viewer` at `now`, by the name of the part."""
    hours = max(0.0, (now - piece.published_at).total_seconds() / HOUR)
    close = FOLLOWED * (piece.person_id in viewer.followed) + (1 - FOLLOWED) * viewer.people.get(piece.person_id, 0.0)
    less = 0.7 * (piece.person_id in viewer.less_people) + 0.3 * (piece.category_id in viewer.less_categories)
    return {
        "freshness": weights.freshness * 0.5 ** (hours / weights.half_life),
        "relationship": weights.relationship * close,
        "engagement": weights.engagement * min(1.0, deeds(piece) / (piece.views + DOUBT) / LIVELY),
        "quality": weights.quality * quality(piece),
        "interest": weights.interest * viewer.categories.get(piece.category_id or 0, 0.0),
        "less": -weights.less * less,
    }


def deeds(piece: Candidate) -> int:
    """Return what people did with a piece, the rarer deeds counted higher."""
    return piece.likes + 2 * piece.comments + 2 * piece.saves + 3 * piece.reposts


def quality(piece: Candidate) -> float:
    """Return how much care a piece shows, between 0 and 1."""
    return (bool(piece.is_described) + (piece.category_id is not None) + min(1.0, piece.views / 100)) / 3


def ranked(
    pieces: Iterable[Candidate], viewer: Profile, weights: Weights, now: datetime
) -> list[tuple[Candidate, float]]:
    """Return (piece, points) pairs, best first, with each creator's later pieces sinking."""
    heap = [(-sum(parts(piece, viewer, weights, now).values()), -piece.id, piece) for piece in pieces]
    heapq.heapify(heap)
    shown, out, asked = Counter(), [], {}
    while heap:
        negative, tie, piece = heapq.heappop(heap)
        points = asked.setdefault(piece.id, -negative)
        thinned = points * weights.diversity ** shown[piece.person_id] if points > 0 else points
        if heap and -thinned > heap[0][0] and -negative != thinned:
            heapq.heappush(heap, (-thinned, tie, piece))
            continue
        shown[piece.person_id] += 1
        out.append((piece, thinned))
    return out


def as_dict(weights: Weights) -> dict[str, float]:
    """Return the weights by name, in the order of the formula."""
    return asdict(weights)
