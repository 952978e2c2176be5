"""Random states of content, graph and rights, with what may be seen written down a second time, by hand, and not asked of the product.

Every piece has a word of its own in its title (zq007x), and what is written one in the part that a lock closes (zp007x)."""

import random
from datetime import timedelta

from tests.films import film
from wm.domains import categories, comments, content, engagement, entitlements, graph, playlists
from wm.kernel import clock
from wm.kernel.db import db, transaction

SEED = 20261122
KINDS = ("film", "article", "update", "resource")
STATES = ("draft", "scheduled", "published", "published", "published", "removed")
LOCKS = ({}, {}, {}, {"by_sale": True, "price": 500}, {"by_level": 2}, {"by_pro": True})
STAFF = ("mo", "ruth")
WRITTEN = ("article", "update")  # of the others a lock closes the file; their words are the shop window
REST = "\n\n<!-- more -->\n\nThe rest of zp{}x"
KEPT = 40


class Piece:
    """What the world knows about one piece."""

    def __init__(self, public_id: str, maker: str, kind: str, state: str, visibility: str, lock: dict):
        self.public_id, self.maker, self.kind = public_id, maker, kind
        self.state, self.visibility, self.lock, self.buyers = state, visibility, lock, set()


class World:
    """People who follow, block and pay each other, and `states` pieces of theirs in every state."""

    def __init__(self, cast: dict, states: int):
        self.dice, self.cast = random.Random(SEED), cast
        self.follows, self.blocks, self.joined = self._edges(0.5), self._edges(0.15), self._edges(0.2)
        self.pro = {handle for handle in cast if self.dice.random() < 0.3}
        self.pieces: dict[str, Piece] = {}
        self.watched: dict[str, set[str]] = {}
        with transaction():
            self._tie()
            made = [self._make(f"{number:03d}") for number in range(states)]
            self.lists = [self._keep(person, made) for person in cast.values()]

    def _edges(self, part: float) -> set[tuple[str, str]]:
        pairs = [(one, other) for one in self.cast for other in self.cast if one != other]
        return {pair for pair in pairs if self.dice.random() < part}

    def _tie(self) -> None:
        ids = {handle: person.id for handle, person in self.cast.items()}
        db.session.add_all(graph.Follow(follower_id=ids[one], followed_id=ids[other]) for one, other in self.follows)
        db.session.add_all(graph.Block(blocker_id=ids[one], blocked_id=ids[other]) for one, other in self.blocks)
        for one, other in self.joined:
            about = {"scope": "creator", "scope_id": ids[other], "level": 2}
            entitlements.grant(ids[one], **about, source="membership", source_ref=f"{one}-{other}")
        for handle in self.pro:
            entitlements.grant(ids[handle], scope="site", scope_id=0, source="pro", source_ref=handle)

    def _make(self, number: str) -> content.Content:
        roll, maker = self.dice.choice, self.dice.choice(list(self.cast))
        kind, state, lock = roll(KINDS), roll(STATES), roll(LOCKS)
        piece = content.draft(
            self.cast[maker],
            f"Matrix zq{number}x",
            kind=kind,
            film=film() if kind == "film" else None,
            description=f"About zq{number}x",
            body=f"Words of zq{number}x with #matrixtag" + (REST.format(number) if kind in WRITTEN else ""),
            tags=["matrixtag"],
            category=roll(categories.all_in_order() or [None]),
        )
        piece.visibility = roll(content.VISIBILITIES)
        piece.state, piece.published_at = state, clock.now() - timedelta(minutes=self.dice.randrange(100, 9000))
        piece.publish_at = clock.now() + timedelta(days=1)
        piece.removed_at = clock.now() if state == "removed" else None
        known = self.pieces[f"zq{number}x"] = Piece(piece.public_id, maker, kind, state, piece.visibility, lock)
        self._lock(piece, known)
        return piece

    def _lock(self, piece: content.Content, known: Piece) -> None:
        """Close a piece as its lock says, and sell it to a few."""
        if known.lock:
            content.set_lock(piece, **known.lock)
        if known.lock.get("by_sale"):
            known.buyers = {handle for handle in self.cast if self.dice.random() < 0.2}
        for handle in known.buyers:
            what = {"scope": "content", "scope_id": piece.id, "source": "sale", "source_ref": piece.public_id}
            entitlements.grant(self.cast[handle].id, **what)

    def _keep(self, person, pieces: list) -> str:
        """Let `person` have liked, saved, watched, listed and talked about some of everything, as if all had been open."""
        listed, watched = playlists.make(person, "Mine", "public"), self.watched.setdefault(person.handle, set())
        for position, piece in enumerate(self.dice.sample(pieces, min(KEPT, len(pieces) // 2))):
            engagement.like(person, piece)
            engagement.save(person, piece)
            db.session.add(
                comments.Comment(content_id=piece.id, person_id=person.id, body="Well said", shown_at=clock.now())
            )
            if piece.is_film:
                item = playlists.PlaylistItem(playlist_id=listed.id, content_id=piece.id, position=position)
                db.session.add(item)
                engagement.restore(person, piece, 9000)
                watched.add(piece.title.split()[1])
        return listed.public_id

    # -- what is right

    def are_apart(self, one: str, other: str) -> bool:
        """Whether one of them has blocked the other."""
        return (one, other) in self.blocks or (other, one) in self.blocks

    def may_open(self, viewer: str, word: str) -> bool:
        """Whether `viewer` may open the page of that piece."""
        piece = self.pieces[word]
        if viewer == piece.maker:
            return True
        if piece.state != "published":
            return False
        if viewer in STAFF:
            return True
        if self.are_apart(viewer, piece.maker):
            return False
        is_followed = (viewer, piece.maker) in self.follows
        return piece.visibility in ("public", "unlisted") or (piece.visibility == "followers" and is_followed)

    def may_meet(self, viewer: str, word: str) -> bool:
        """Whether that piece may stand in a list before `viewer`; what one has begun to watch may be offered to go on."""
        piece = self.pieces[word]
        if viewer == piece.maker or (word in self.watched.get(viewer, ()) and self.may_open(viewer, word)):
            return True
        if piece.state != "published" or self.are_apart(viewer, piece.maker):
            return False
        is_followed = (viewer, piece.maker) in self.follows
        return piece.visibility == "public" or (piece.visibility == "followers" and is_followed)

    def may_have(self, viewer: str, word: str) -> bool:
        """Whether `viewer` may have the thing itself: what lies behind its lock, too."""
        piece = self.pieces[word]
        if viewer == piece.maker or not piece.lock:
            return self.may_open(viewer, word)
        has_paid = viewer in piece.buyers
        is_member = "by_level" in piece.lock and (viewer, piece.maker) in self.joined
        has_pro = "by_pro" in piece.lock and viewer in self.pro
        return self.may_open(viewer, word) and (viewer in STAFF or has_paid or is_member or has_pro)
