"""What the demo's people write (posts.toml): articles, updates with a poll or a picture, a file to download."""

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from wm.demo import drawings
from wm.domains import categories, content, people
from wm.kernel import clock
from wm.kernel.db import transaction

POSTS: dict[str, dict] = tomllib.loads(Path(__file__).with_name("posts.toml").read_text("utf-8"))
FILM = re.compile(r"\{([a-z-]+)\}")
TILES = "\n".join(" ".join("(" if (row * column) % 3 else ")" for column in range(12)) for row in range(12)) + "\n"


def write(cast: Mapping[str, people.Person], films: Mapping[str, content.Content]) -> None:
    """Publish, backdated, what those of the cast who are there have written; `films` are pieces by slug."""
    for post in POSTS.values():
        if post["by"] in cast:
            _publish(post, cast, films)


def _publish(post: dict, cast: Mapping[str, people.Person], films: Mapping[str, content.Content]) -> None:
    by, shelf = cast[post["by"]], categories.called(post["category"])
    words = {"description": post.get("description", ""), "body": _with_films(post["body"].strip(), films)}
    kind, tags = post["kind"], list(post.get("tags", []))
    piece = content.draft(by, post.get("title", ""), kind=kind, category=shelf, tags=tags, **words)
    if post.get("film") in films:
        content.post_of(piece).linked_id = films[post["film"]].id
    if "question" in post:
        content.set_poll(piece, post["question"], post["options"])
    content.publish(piece, at=clock.now() - timedelta(hours=post["hours_ago"]))
    _vote(piece, post.get("votes", ""), cast)


def _with_films(body: str, films: Mapping[str, content.Content]) -> str:
    def link(named: re.Match) -> str:
        film = films.get(named[1])
        return f"[{film.title}](/watch/{film.public_id})" if film else ""

    return FILM.sub(link, body)


def _vote(piece: content.Content, votes: str, cast: Mapping[str, people.Person]) -> None:
    options = content.poll_options(piece)
    for handle, _, place in (each.partition(":") for each in votes.split()):
        if handle in cast:
            content.vote(piece, options[int(place or 0)].id, by=cast[handle])


def illustrate(handle: str) -> None:
    """Draw the pictures and give the files that a person's pieces wait for; those that have theirs stay."""
    _give_files(handle)
    wanted = [post for post in POSTS.values() if post["by"] == handle and "picture" in post]
    picture = drawings.cover(handle) if wanted else b""
    for post in wanted:
        with transaction():
            person = people.by_handle(handle)
            for piece in content.owned(person).items:
                if piece.opening.startswith(post["body"].strip()[:60]) and not piece.pictures:
                    kept = content.keep_picture(person, picture, post["picture"])
                    content.set_pictures(piece, [kept.key])


def _give_files(handle: str) -> None:
    for post in POSTS.values():
        if post["by"] == handle and "file" in post:
            with transaction():
                for piece in content.owned(people.by_handle(handle), kind="resource").items:
                    if piece.title == post["title"] and not piece.post.file_key:
                        content.set_file(piece, post["file"], BytesIO(TILES.encode()))
                        _give_again(piece, post)


def _give_again(piece: content.Content, post: dict) -> None:
    """Offer a second version of a file, where the post has one."""
    if "again" in post:
        said = {"label": "2", "notes": post["again"]}
        content.add_version(piece, post["file"], BytesIO(f"{TILES}\n{post['again']}\n".encode()), **said)
