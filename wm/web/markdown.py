"""Articles: from Markdown to parts that a page shows - markup that went through the sanitiser, and films of ours."""

import hashlib
import re
from collections.abc import Callable, Mapping, Set
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from wm.kernel import cache
from wm.web import mentions
from wm.web.sanitiser import clean

WATCH = re.compile(r"/watch/([1-9A-HJ-NP-Za-km-z]{11})")
SIZES = "(min-width: 48rem) 43rem, 94vw"
LOWEST = 6
SECONDS = 24 * 3600
FORMAT = 2  # another number when the same words come out differently

_reader = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(["table", "strikethrough", "linkify"])


class Part(NamedTuple):
    """A stretch of an article: words, or the public id of a film of ours whose link stands alone in a paragraph."""

    html: Markup = Markup("")
    film: str = ""


def kept_parts(text: str, pictures: Mapping[str, object] | None, may_lay_out: Callable[[], bool]) -> list[Part]:
    """Return `parts(text, pictures)`, from the cache when the same was asked before; a long article takes a while.

    What is asked for the first time is laid out only when `may_lay_out()`; else its words stand there as they are."""
    shown = [(url, each.width, each.height) for url, each in sorted((pictures or {}).items())]
    handles = mentions.look_up(text)
    asked = repr((text, shown, sorted(handles), current_app.config["PUBLIC_URL"], FORMAT)).encode()
    key = f"markdown:{hashlib.sha256(asked).hexdigest()}"
    known = cache.get(key)
    if known is None and not may_lay_out():
        return [Part(Markup("<p>{}</p>").format(escape(text).replace("\n", Markup("<br>"))))]
    if known is None:
        known = parts(text, pictures, handles)
        cache.put(key, known, SECONDS)
    return [Part(Markup(html), film) for html, film in known]


def parts(text: str, pictures: Mapping[str, object] | None = None, handles: Set[str] = frozenset()) -> list[Part]:
    """Return what `text` says, in order; `pictures` by address are those that it may show, `handles` who is linked.

    Markdown is CommonMark (https://spec.commonmark.org) with tables, strikethrough, bare links, #tags and @handles."""
    tokens, found, start, place = _headed(_reader.parse(text or "")), [], 0, 0
    while place < len(tokens):
        film = _film(tokens[place : place + 3])
        if film:
            found += _words(tokens[start:place], pictures or {}, handles)
            found.append(Part(film=film))
            start = place = place + 3
        else:
            place += 1
    return found + _words(tokens[start:], pictures or {}, handles)


def _headed(tokens: list[Token]) -> list[Token]:
    """Let the headings begin below the page's own and skip no level on the way down."""
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            open_levels = [each for each in open_levels if each < level] + [level]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(LOWEST, len(open_levels) + 1)}"
    return tokens


def _film(tokens: list[Token]) -> str:
    """Return the id of the film when these three are a paragraph on its own that holds nothing but its link."""
    if len(tokens) < 3 or tokens[0].type != "paragraph_open" or tokens[0].level:
        return ""
    inside = [token for token in tokens[1].children or [] if token.type != "text" or token.content.strip()]
    if len(inside) < 2 or inside[0].type != "link_open" or inside[-1].type != "link_close":
        return ""
    alone = all(token.type == "text" for token in inside[1:-1])
    link = urlsplit(str(inside[0].attrs.get("href", "")))
    here = link.netloc in ("", urlsplit(current_app.config["PUBLIC_URL"]).netloc)
    match = WATCH.fullmatch(link.path) if alone and here else None
    return match[1] if match else ""


def _words(tokens: list[Token], pictures: Mapping[str, object], handles: Set[str]) -> list[Part]:
    if not tokens:
        return []
    for token in tokens:
        if token.children:
            token.children = _inline(token.children, pictures, handles)
    return [Part(html=clean(_reader.renderer.render(tokens, _reader.options, {})))]


def _inline(tokens: list[Token], pictures: Mapping[str, object], handles: Set[str]) -> list[Token]:
    out, depth = [], 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "link_open":
            _mark_foreign(token)
        if token.type == "image":
            out += _picture(token, pictures)
        elif token.type == "text" and not depth:
            out += _linked(token.content, handles)
        else:
            out.append(token)
    return out


def _mark_foreign(token: Token) -> None:
    if urlsplit(str(token.attrs.get("href", ""))).netloc:
        token.attrs |= {"rel": "nofollow", "target": "_blank"}


def _picture(token: Token, pictures: Mapping[str, object]) -> list[Token]:
    """Return one of ours with its sizes; anything else only as its words: pages of ours ask no other site."""
    picture = pictures.get(str(token.attrs.get("src", "")))
    if picture is None:
        return [_text(token.content)]
    shape = {"width": picture.width, "height": picture.height, "loading": "lazy", "decoding": "async"}
    token.attrs |= shape | {"srcset": picture.srcset, "sizes": SIZES}
    return [token]


def _linked(text: str, handles: Set[str]) -> list[Token]:
    out, end, known = [], 0, {}
    for match in mentions.TAG_OR_HANDLE.finditer(text):
        if match[0] not in known:
            known[match[0]] = mentions.address(match, handles)
        if not (where := known[match[0]]):
            continue
        opening = Token("link_open", "a", 1, attrs={"href": where})
        out += [_text(text[end : match.start()]), opening, _text(match[0]), Token("link_close", "a", -1)]
        end = match.end()
    return [*out, _text(text[end:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
