"""The one place where markup from people becomes markup of ours: an allow-list, and nothing else gets through."""

import re

import nh3
from markupsafe import Markup

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "img", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "rel", "target"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto"}
OUR_PICTURE = re.compile(r"/images/[1-9A-HJ-NP-Za-km-z]{22}/(?:1280|640)\.webp")
SRCSET = re.compile(rf"{OUR_PICTURE.pattern} \d+w(?:, {OUR_PICTURE.pattern} \d+w)*")
FOREIGN = {"rel": "nofollow ugc noopener", "target": "_blank"}


def clean(html: str) -> Markup:
    """Return `html` with nothing but TAGS and ATTRIBUTES: no script, style, data-, hx- or on-; pictures only of ours."""
    kept = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        clean_content_tags={"script", "style"},
        link_rel=None,
        strip_comments=True,
    )
    return Markup(kept)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if OUR_PICTURE.fullmatch(value) else None
    if name == "srcset":
        return value if SRCSET.fullmatch(value) else None
    if name in FOREIGN:
        return FOREIGN[name]
    if name == "href":
        return None if value.startswith(("//", "/\\", "\\")) else value
    return value
