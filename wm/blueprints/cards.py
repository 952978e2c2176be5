"""Cards: rendered once for everybody and kept in Redis; what is the viewer's own is written in for each request.

A card lies under a digest of all that it depends on (see discovery.stamps), so nobody has to throw it away; what it says of
time is right to the minute, the hour or the day, as it is worded. It also lies, for ten seconds, under no more than when its
piece was changed last, here and in the cache: most pages find all of theirs so, with counts and names that are at most so old."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from wm.blueprints.card_locks import own_locks
from wm.domains import content, discovery, storage
from wm.kernel import cache, clock, near
from wm.web.assets import asset
from wm.web.filters import short
from wm.web.viewer import VISITOR

SECONDS, BRIEFLY = 600, 10  # signed links in a card live longer
MINUTE, HOUR, DAY = 60, 3600, 86400
PART = "\ue000part\ue000"
WATCHED = re.compile(r'\s*<span class="card-watched"[^>]*>.*?</span>', re.DOTALL)


class Style(NamedTuple):
    """How a card is set; part of its key."""

    eager: bool
    lead: bool
    level: int = 2


class Kept(NamedTuple):
    """A card for whoever has watched nothing of it, and the one that says how much (PART)."""

    plain: str
    begun: str


PLAIN = Style(False, False)


def cards(ids: Sequence[int], viewer, **how) -> list[Markup]:
    """Return the cards (markup) of the pieces with these row ids, in order; `how` as for `drawn_cards`."""
    return list(drawn_cards(ids, viewer, **how).values())


def drawn_cards(
    ids: Sequence[int], viewer, lead: bool = False, template: str = "cards/_card.html", marks=None
) -> dict[int, Markup]:
    """Return the cards of these pieces by row id, in order; `lead` makes the first one large.

    `marks` are those of the pieces (see discovery.marks), where they are known already."""
    marks = marks if marks is not None else discovery.marks(viewer, list(ids))
    shown = [each for each in ids if each in marks]
    styles = dict(zip(shown, (Style(True, lead), Style(True, False)), strict=False))
    dressed = f"{get_locale()}:{_dress()}:{storage.cdn.mark()}:{template}"
    keys = {each: _brief(marks[each], dressed, styles.get(each, PLAIN)) for each in shown}
    found = dict(zip(shown, near.get_many(keys.values(), _halves), strict=True))
    if missing := [each for each in shown if found[each] is None]:
        fresh = _looked_up(missing, {each: styles.get(each, PLAIN) for each in missing}, template, dressed)
        kept = near.put_many({keys[each]: html for each, html in fresh.items()}, BRIEFLY, _halves)
        found |= zip(fresh, kept, strict=True)
    return own_locks({each: _own(found[each], marks[each].part) for each in shown if found[each]}, viewer)


def _looked_up(ids: list[int], styles: dict[int, Style], template: str, dressed: str) -> dict[int, str]:
    """Return the cards of these pieces as they are at this moment, kept or rendered."""
    stamps = discovery.stamps(ids)
    keys = {each: _key(stamps[each], (dressed, *styles[each])) for each in ids if each in stamps}
    kept = {each: html for each, html in zip(keys, cache.get_many(keys.values()), strict=True) if html is not None}
    missing = [each for each in keys if each not in kept]
    pieces = content.in_order(missing) if missing else []
    fresh = {piece.id: _rendered(template, piece, styles[piece.id]) for piece in pieces}
    cache.put_many({keys[each]: html for each, html in fresh.items()}, SECONDS)
    return kept | fresh


def _brief(mark, dressed: str, style: Style) -> str:
    return f"card-now:{mark.id}:{mark.changed}:{dressed}:{style.eager:d}{style.lead:d}{style.level}"


def _key(stamp, style: tuple) -> str:
    counts = (short(number) for number in (stamp.views, stamp.likes, stamp.comments, stamp.saves))
    rest = (part for name, part in stamp._mapping.items() if name not in ("views", "likes", "comments", "saves"))
    depends = "|".join(map(str, (*style, *counts, *rest, _age(stamp.published_at))))
    return f"card:{stamp.id}:{hashlib.sha256(depends.encode()).hexdigest()[:16]}"


def _dress() -> str:
    """Return a digest of the templates of cards: after a deployment nobody sees the old ones."""
    if current_app.config["ENVIRONMENT"] == "development":
        return _digest()
    if "cards" not in current_app.extensions:
        current_app.extensions["cards"] = _digest()
    return current_app.extensions["cards"]


def _digest() -> str:
    env = current_app.jinja_env
    drawn = [
        *env.list_templates(filter_func=lambda name: name.startswith("cards/")),
        "feed/_item.html",
        "macros/person.html",
    ]
    sources = [env.loader.get_source(env, name)[0] for name in drawn]
    return hashlib.sha256("".join([*sources, asset("img/icons.svg")]).encode()).hexdigest()[:8]


def _age(moment: datetime | None) -> str:
    """Return a name for the time during which a card says the same about when a piece came out."""
    if moment is None:
        return ""
    seconds = int((clock.now() - moment).total_seconds())
    unit = MINUTE if seconds < HOUR else HOUR if seconds < DAY else DAY
    return f"{unit}x{seconds // unit}"


def _rendered(template: str, piece: content.Content, style: Style) -> str:
    made = current_app.jinja_env.get_template(template)  # without what every page is told of its viewer
    return made.render(piece=piece, viewer=VISITOR, part=PART, **style._asdict())


def _halves(html: str) -> Kept:
    return Kept(WATCHED.sub("", html) if PART in html else html, html)


def _own(card: Kept, part: int | None) -> Markup:
    """Write into a card how far its viewer has watched."""
    return Markup(card.begun.replace(PART, str(part)) if part else card.plain)
