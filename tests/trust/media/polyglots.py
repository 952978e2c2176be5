"""Files that are two things at once, opened in a real browser as we give them out: data, and never a page (V9)."""

import io
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from _machine import browser as chromium_on_path
from PIL import Image, PngImagePlugin
from playwright.sync_api import Error, sync_playwright

from tests.media.sources import AAC, H264
from tests.trust.media import gate
from tests.trust.media.corpus import SMALL, Corpus
from tests.trust.media.crew import Crew, begun, follow, run_jobs, states
from wm.domains import content, media, people
from wm.kernel.db import rollback, transaction
from wm.kernel.errors import DomainError
from wm.kernel.storage import store

RAN, PATIENCE = "zqran", 300
PAGE = f"<!doctype html><html><body><script>fetch('/{RAN}')</script><img src=/x onerror=\"fetch('/{RAN}')\">".encode()
DRAWN = f"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('/{RAN}')</script></svg>".encode()
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
NOTED = ("-metadata", f"title={PAGE.decode()}", "-metadata", f"comment={PAGE.decode()}")
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
TYPES = ("video/mp4", "application/vnd.apple.mpegurl", "image/webp", "image/avif", "text/vtt")
TAILED = ("small.mp4", "small.mov", "small.mkv", "small.webm", "small.avi", "small.ts")
NAMED = {
    "titled.mp4": (*SMALL, *H264, *AAC, *NOTED),
    "titled.mkv": (*SMALL, *H264, *AAC, *NOTED),
    "titled.mp3": ("-f", "lavfi", "-i", "sine=f=440:d=1", "-c:a", "libmp3lame", *NOTED),
    "titled.flac": ("-f", "lavfi", "-i", "sine=f=440:d=1", *NOTED),
}


def films(corpus: Corpus) -> dict[str, bytes]:
    """Return films that are something else too, by what they are."""
    film, found = corpus("small.mp4").read_bytes(), {}
    found |= {f"{name} and a page": corpus(name).read_bytes() + PAGE for name in TAILED}
    for name, recipe in NAMED.items():
        corpus._film(corpus.folder / name, recipe)
        found[name] = (corpus.folder / name).read_bytes()
    box = struct.pack(">I", len(PAGE) + 8) + b"free" + PAGE
    return found | {
        "page in a box": moved(film, box),
        "page in a last box": film + box,
        "archive": film + archive(),
        "document": film + PDF,
        "drawing": film + DRAWN,
        "page first": PAGE + film,
        "drawing first": DRAWN + film,
        "document first": PDF + film,
        "picture first": b"GIF89a/*" + film + b"*/=1;" + PAGE,
        "captions first": b"WEBVTT\n\nNOTE " + PAGE + b"\n\n" + film,
    }


def moved(film: bytes, box: bytes) -> bytes:
    """Put a box behind the first one of a film whose index lies at its end."""
    head, out = struct.unpack(">I", film[:4])[0], bytearray(film)
    at = out.find(b"stco")
    while at > 0:
        for place in range(at + 12, at + 12 + 4 * struct.unpack(">I", out[at + 8 : at + 12])[0], 4):
            out[place : place + 4] = struct.pack(">I", struct.unpack(">I", out[place : place + 4])[0] + len(box))
        at = out.find(b"stco", at + 4)
    return bytes(out[:head] + box + out[head:])


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("index.html", PAGE)
    return packed.getvalue()


def pictures() -> dict[str, bytes]:
    """Return pictures that are something else too."""
    drawn, notes = Image.effect_noise((320, 320), 50).convert("RGB"), PngImagePlugin.PngInfo()
    notes.add_text("Comment", PAGE.decode())
    exif = Image.Exif()
    exif[0x010E] = PAGE.decode()

    def saved(kind: str, **options) -> bytes:
        out = io.BytesIO()
        drawn.save(out, kind, **options)
        return out.getvalue()

    return {
        "jpeg comment": saved("JPEG", comment=PAGE),
        "jpeg and a page": saved("JPEG") + PAGE,
        "jpeg and a document": saved("JPEG") + PDF,
        "png note": saved("PNG", pnginfo=notes),
        "png and a page": saved("PNG") + PAGE,
        "png and an archive": saved("PNG") + archive(),
        "gif comment": saved("GIF", comment=PAGE[:250]),
        "gif script": b"GIF89a/*" + saved("GIF")[8:] + b"*/=1;" + PAGE,
        "webp note": saved("WEBP", exif=exif),
        "page first": PAGE + saved("PNG"),
    }


def run(app, _count: int) -> dict:
    """Let all of them in wherever they may come in, and open all that is given out of them in a browser."""
    ada, corpus = gate.enrolled("ada", "creator"), Corpus(Path(app.config["VAR_DIR"]))
    sources = films(corpus)
    with Crew(2) as crew:
        film_ids = [begun(body) for body in sources.values()]
        left = follow(crew, film_ids, PATIENCE)
    run_jobs(app)
    kept = drawn(ada)
    paths, originals = given_out(ada, film_ids)
    with gate.site() as front, chromium() as browser:
        urls = [gate.link(front, key, name) for key, name in paths]
        urls += [f"{front.url}/pictures/{key}" for key in kept]
        originals = [f"{front.url}/watch/{each}/original" for each in originals]
        stranger = front.visitor()
        wrong = [url for url in urls if not is_data(stranger.get(url))]
        wrong += [url for url in originals if not is_taken_along(stranger.get(url))]
        ran = opened(browser, [*urls, *originals])
    rollback()
    pages = [
        key for key in store().keys("") if not key.startswith("raw/") and RAN.encode() in b"".join(store().open(key))
    ]
    return {
        "films": len(sources) + len(pictures()),
        "opened": len(urls) + len(originals),
        "stuck": left,
        "ran": len(ran),
        "wrong_type": len(wrong),
        "kept_script": len(pages),
        "which": [*ran, *wrong, *pages][:5],
    }


def drawn(ada) -> list[str]:
    """Offer the pictures as somebody's portrait; the paths under which those that were taken are given out."""
    found = []
    for sent in pictures().values():
        with suppress(DomainError), transaction():
            found.append(f"{people.pictures.keep(people.AVATAR, sent)}/256.webp")
    return found


def given_out(ada, film_ids: list[int]) -> tuple[list[tuple[str, str]], list[str]]:
    """Publish what became a film, originals and all; (key, name) of each file, and the pieces."""
    found, pieces = [], []
    for number in film_ids:
        with transaction():
            film = media.get(number)
            if not film.is_playable:
                continue
            piece = content.draft(ada, "Two things", film=film)
            content.publish(piece)
            content.sharing.set_up(piece, embed="anywhere", sites="", may_download=True)
            pieces.append(piece.public_id)
    for film in states(film_ids).values():
        prefix = f"published/{film.key}/"
        found += [(film.key, key.removeprefix(prefix)) for key in store().keys(prefix)]
    return found, pieces


def is_data(answer) -> bool:
    """Whether an answer says what it is, from our own table, and that nobody should guess."""
    said = answer.headers
    kind = said.get("Content-Type", "").split(";")[0]
    return answer.status_code == 200 and kind in TYPES and said.get("X-Content-Type-Options") == "nosniff"


def is_taken_along(answer) -> bool:
    """Whether an answer is a download that no browser shows."""
    said = answer.headers
    is_download = said.get("Content-Disposition", "").startswith("attachment")
    return (
        is_download
        and said["Content-Type"] == "application/octet-stream"
        and said["X-Content-Type-Options"] == "nosniff"
    )


@contextmanager
def chromium(**options) -> Iterator:
    """A page of a real browser that takes our certificate; `options` are the page's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_on_path(), args=SWITCHES)
        yield browser.new_page(ignore_https_errors=True, **options)
        browser.close()


def opened(page, urls: list[str]) -> list[str]:
    """Open each address as a page; return those whose script ran."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(RAN) else None)
    ran = []
    for url in urls:
        with suppress(Error):  # a download is no page
            page.goto(url, wait_until="load", timeout=5000)
        page.wait_for_timeout(20)
        ran += [url] if asked else []
        asked.clear()
    return ran


def bad(found: dict) -> int:
    """How much of it should not be."""
    return sum(found[name] for name in ("stuck", "ran", "wrong_type", "kept_script"))


# -- the control


class Trusting(BaseHTTPRequestHandler):
    """Gives out what was sent as it was sent, and lets the browser guess what it is."""

    def do_GET(self):
        body = self.server.files.get(self.path.lstrip("/"))
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


def run_broken(app, _count: int) -> dict:
    """The control: the same files as they came, without a type."""
    folder = Path(app.config["VAR_DIR"], "believed")
    folder.mkdir()
    files = [*films(Corpus(folder)).values(), *pictures().values()]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trusting)
    server.files = {str(number): body for number, body in enumerate(files)}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with chromium() as page:
        ran = opened(page, [f"http://127.0.0.1:{server.server_port}/{number}" for number in server.files])
    server.shutdown()
    return {"films": len(files), "stuck": 0, "ran": len(ran), "wrong_type": 0, "kept_script": 0}
