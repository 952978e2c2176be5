"""Every address under which pieces are met: lists of them, what one kept of them, and their own pages."""

TABS = ("", "/posts", "/courses", "/about", "/playlists")
FEEDS = ("", "/following", "/latest", "/trending", "/trending/hour", "/trending/week")
FILTERS = ("?kind=course", "?kind=resource", "?category=science")


def lists_of(handles: list[str]) -> list[str]:
    """Return paths of lists; those of the people called `handles` too."""
    people = [f"/@{handle}{tab}" for handle in handles for tab in TABS]
    feeds = [f"/feed{feed}" for feed in FEEDS] + [f"/feed/latest{chosen}" for chosen in FILTERS]
    found = ["/search?q=matrix", "/search?q=matrixtag&kind=article", "/search/suggestions?q=matr", "/tags/matrixtag"]
    return ["/", "/c/science", *feeds, *found, *people, "/suggestions"]


def kept(playlists: list[str]) -> list[str]:
    """Return paths where pieces stand that somebody met before, and kept."""
    return [
        *(
            "/saved",
            "/liked",
            "/library",
            "/history",
            "/notifications",
            "/activity",
            "/activity/mine",
            "/studio/comments",
        ),
        *(f"/playlists/{public_id}" for public_id in playlists),
    ]


def pages_of(public_id: str) -> dict[str, bool]:
    """Return paths that tell of one piece, and whether they are made for frames on other sites."""
    pages = [
        *(f"/{place}/{public_id}" for place in ("watch", "read", "courses", "repost", "library/places", "feed/why")),
        *(f"/read/{public_id}/{part}" for part in ("edits", "file")),
        f"/pieces/{public_id}/comments",
    ]
    frames = [f"/embed/{public_id}", f"/oembed?url=/watch/{public_id}"]
    return dict.fromkeys(pages, False) | dict.fromkeys(frames, True)
