"""Cards: rendered once for everybody and kept in Redis; what is the viewer's own is written in for each request.

The key holds a digest of all that a card depends on (see discovery.stamps), so a kept card is never wrong and nobody has
to throw it away; what it says of time is right to the minute, the hour or the day, as it is worded."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from wm.domains import content, discovery, engagement
from wm.kernel import cache, clock
from wm.web.assets import asset
from wm.web.filters import short
from wm.web.viewer import VISITOR

SECONDS = 600  # signed links in a card live longer
MINUTE, HOUR, DAY = 60, 3600, 86400
PART = "\ue000part\ue000"
WATCHED = re.compile(r'\s*<span class="card-watched"[^>]*>.*?</span>', re.DOTALL)


def cards(ids: Sequence[int], viewer, lead: bool = False, template: str = "cards/_card.html") -> list[Markup]:
    """Return the cards (markup) of the pieces with these row ids, in order; `lead` makes the first one large."""
    ids, dress = list(ids), _dress()
    stamps = discovery.stamps(ids)
    shown = [each for each in ids if each in stamps]
    styles = {each: _style(place, lead) for place, each in enumerate(shown)}
    keys = {each: _key(stamps[each], (dress, template, *styles[each].values())) for each in shown}
    kept = dict(zip(shown, cache.get_many(keys.values()), strict=True))
    missing = [each for each in shown if kept[each] is None]
    fresh = (
        {piece.id: _rendered(template, piece, styles[piece.id]) for piece in content.in_order(missing)}
        if missing
        else {}
    )
    cache.put_many({keys[each]: html for each, html in fresh.items()}, SECONDS)
    parts = engagement.parts(viewer, shown)
    made = {each: html for each in shown if (html := kept[each] or fresh.get(each))}
    return [_own(html, parts.get(each)) for each, html in made.items()]


def _style(place: int, lead: bool) -> dict[str, Any]:
    return {"eager": place < 2, "lead": lead and place == 0, "level": 2}


def _key(stamp, style: tuple) -> str:
    counts = (short(number) for number in (stamp.views, stamp.likes, stamp.comments, stamp.saves))
    rest = (part for name, part in stamp._mapping.items() if name not in ("views", "likes", "comments", "saves"))
    depends = "|".join(map(str, (*style, *counts, *rest, _age(stamp.published_at))))
    return f"card:{stamp.id}:{get_locale()}:{hashlib.sha256(depends.encode()).hexdigest()[:16]}"


def _dress() -> str:
    """Return a digest of the templates of cards: after a deployment nobody sees the old ones."""
    if current_app.config["ENVIRONMENT"] == "development":
        return _digest()
    if "cards" not in current_app.extensions:
        current_app.extensions["cards"] = _digest()
    return current_app.extensions["cards"]


def _digest() -> str:
    env = current_app.jinja_env
    sources = [env.loader.get_source(env, f"cards/{name}.html")[0] for name in ("_card", "_film", "_post")]
    return hashlib.sha256("".join([*sources, asset("img/icons.svg")]).encode()).hexdigest()[:8]


def _age(moment: datetime | None) -> str:
    """Return a name for the time during which a card says the same about when a piece came out."""
    if moment is None:
        return ""
    seconds = int((clock.now() - moment).total_seconds())
    unit = MINUTE if seconds < HOUR else HOUR if seconds < DAY else DAY
    return f"{unit}x{seconds // unit}"


def _rendered(template: str, piece: content.Content, style: dict[str, Any]) -> str:
    made = current_app.jinja_env.get_template(template)  # without what every page is told of its viewer
    return made.render(piece=piece, viewer=VISITOR, part=PART, **style)


def _own(html: str, part: int | None) -> Markup:
    """Write into a card how far its viewer has watched."""
    return Markup(html.replace(PART, str(part)) if part else WATCHED.sub("", html) if PART in html else html)
