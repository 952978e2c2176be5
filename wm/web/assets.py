"""Static files under names that carry their content's hash: kept for a year, compressed once."""

import gzip
import hashlib
import json
import re
import time
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, request

from wm.web.viewer import public

STATIC = Path(__file__).resolve().parent.parent / "static"
YEAR = "public, max-age=31536000, immutable"
IMPORTS = re.compile(r"""((?:from|import)\s*\(?\s*["'])(\.{1,2}/[^"']+)(["'])""")
BUNDLE = "css/app.css"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}
COMPRESSIBLE = (".css", ".js", ".mjs", ".svg", ".webmanifest", ".txt")
PATIENT = 100_000  # bytes; up to here the strongest Brotli takes no time worth a mention, beyond it takes seconds


class Assets:
    """All static files, read once: plain name -> hashed name, hashed name -> bytes."""

    def __init__(self, folder: Path = STATIC):
        self.folder = folder
        self.hashed: dict[str, str] = {}
        self.content: dict[str, bytes] = {}
        for name in self._names():
            self._add(name)

    def _names(self) -> list[str]:
        files = [path for path in self.folder.rglob("*") if path.suffix in TYPES and path.name != "bundle.txt"]
        names = sorted(str(path.relative_to(self.folder)) for path in files)
        return [BUNDLE, *(name for name in names if not (name.startswith("css/") and name.endswith(".css")))]

    def _add(self, name: str) -> str:
        if name not in self.hashed:
            content = self._read(name)
            stem, dot, ending = name.rpartition(".")
            digest = hashlib.sha256(content).hexdigest()[:10]
            self.hashed[name] = f"{stem}.{digest}{dot}{ending}"
            self.content[self.hashed[name]] = content
        return self.hashed[name]

    def _read(self, name: str) -> bytes:
        if name == BUNDLE:
            listed = (self.folder / "css/bundle.txt").read_text().split()
            return b"\n".join((self.folder / "css" / file).read_bytes() for file in listed)
        content = (self.folder / name).read_bytes()
        if name.endswith((".js", ".mjs")) and not name.startswith("vendor/"):
            return IMPORTS.sub(lambda found: self._import(name, found), content.decode()).encode()
        return content

    def _import(self, importer: str, found: re.Match) -> str:
        """Let a module import its neighbour under the neighbour's hashed name."""
        target = (self.folder / importer).parent.joinpath(found[2]).resolve().relative_to(self.folder)
        hashed = self._add(str(target))
        return f"{found[1]}./{'../' * importer.count('/')}{hashed}{found[3]}"

    def islands(self) -> str:
        """Return JSON: custom element name -> URL of the module that defines it."""
        paths = {Path(name).stem: f"/static/{hashed}" for name, hashed in self.hashed.items() if "js/islands/" in name}
        return json.dumps(paths, separators=(",", ":"))


def install(app: Flask) -> None:
    """Read the static files and serve them under /static/."""
    app.extensions["assets"] = Assets()
    app.add_url_rule("/static/<path:name>", "static", public(serve))
    app.jinja_env.globals |= {"asset": asset, "islands": lambda: current_assets().islands()}


def current_assets() -> Assets:
    """Return the assets of the present app; in development they are read again after a change."""
    if current_app.config["ENVIRONMENT"] == "development" and _changed(int(time.monotonic())):
        current_app.extensions["assets"] = Assets()
    return current_app.extensions["assets"]


@lru_cache(maxsize=1)
def _newest(_second: int) -> float:
    return max(path.stat().st_mtime for path in STATIC.rglob("*"))


def _changed(second: int) -> bool:
    seen, newest = current_app.extensions.get("assets_seen"), _newest(second)
    current_app.extensions["assets_seen"] = newest
    return seen is not None and seen != newest


def asset(name: str) -> str:
    """Return the URL of a static file, for example asset("css/app.css"). Raises KeyError for an unknown one."""
    return f"/static/{current_assets().hashed[name]}"


def serve(name: str) -> Response:
    """Answer with one static file, compressed the way the browser likes best."""
    content = current_assets().content.get(name)
    if content is None:
        abort(404)
    ending = Path(name).suffix
    answer = Response(content, content_type=f"{TYPES[ending]}; charset=utf-8")
    if ending in COMPRESSIBLE:
        _compress(answer, content)
    answer.headers["Cache-Control"] = YEAR
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.set_etag(hashlib.sha256(content).hexdigest()[:16])
    return answer.make_conditional(request)


def _compress(answer: Response, content: bytes) -> None:
    accepted = request.accept_encodings
    chosen = next((name for name in ("br", "gzip") if accepted[name]), None)
    answer.vary.add("Accept-Encoding")
    if chosen:
        answer.data = compressed(content, chosen)
        answer.headers["Content-Encoding"] = chosen


@lru_cache(maxsize=256)
def compressed(content: bytes, encoding: str) -> bytes:
    """Return `content` compressed as small as a reader can wait for; done once per process."""
    if encoding == "br":
        return brotli.compress(content, quality=11 if len(content) <= PATIENT else 9)
    return gzip.compress(content, 9, mtime=0)


def write(folder: Path) -> int:
    """Write all files, and .gz and .br beside them, for a web server that serves them itself; returns how many.

    What is there already stays: each file is written after its compressed copies, so it says that they are there too."""
    assets = Assets()
    for name, content in assets.content.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in COMPRESSIBLE:
            path.with_name(f"{path.name}.gz").write_bytes(compressed(content, "gzip"))
            path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=11))
        path.write_bytes(content)
    return len(assets.content)
