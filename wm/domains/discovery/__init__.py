"""Discovery: what there is to see, looked at across all domains below."""

from wm.domains.discovery.choosing import ALL, KINDS, Choice
from wm.domains.discovery.indexing import forget, index_newcomers, index_person, index_piece, rebuild
from wm.domains.discovery.models import CategoryMute, FeedTaste, LessLike, RankingWeight, SearchEntry
from wm.domains.discovery.personal import for_you, foresee, rank, why
from wm.domains.discovery.persons import pinnable, pinned, shelf, suggested_people
from wm.domains.discovery.queries import newest, up_next
from wm.domains.discovery.ranking import LIMITS, Weights, as_dict
from wm.domains.discovery.searching import Found, found_people, search
from wm.domains.discovery.stamps import marks, stamps
from wm.domains.discovery.suggesting import suggest
from wm.domains.discovery.tastes import (
    is_personal,
    less_like,
    mute_category,
    muted_by,
    not_less_like,
    personalise,
    reset,
    unmute_category,
    wants_less,
)
from wm.domains.discovery.timely import count_new, following, latest
from wm.domains.discovery.trends import WINDOWS, trending
from wm.domains.discovery.weights import WEIGHTS
from wm.domains.discovery.weights import change as change_weights
from wm.domains.discovery.weights import checked as checked_weights
from wm.domains.discovery.weights import present as present_weights

__all__ = [
    "ALL",
    "KINDS",
    "LIMITS",
    "WEIGHTS",
    "WINDOWS",
    "CategoryMute",
    "Choice",
    "FeedTaste",
    "Found",
    "LessLike",
    "RankingWeight",
    "SearchEntry",
    "Weights",
    "as_dict",
    "change_weights",
    "checked_weights",
    "count_new",
    "following",
    "for_you",
    "foresee",
    "forget",
    "found_people",
    "index_newcomers",
    "index_person",
    "index_piece",
    "is_personal",
    "latest",
    "less_like",
    "marks",
    "mute_category",
    "muted_by",
    "newest",
    "not_less_like",
    "personalise",
    "pinnable",
    "pinned",
    "present_weights",
    "rank",
    "rebuild",
    "reset",
    "search",
    "shelf",
    "stamps",
    "suggest",
    "suggested_people",
    "trending",
    "unmute_category",
    "up_next",
    "wants_less",
    "why",
]
