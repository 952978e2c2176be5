"""usage: python bin/_nginx.py FOLDER [NAME=value ...]

Writes nginx's configuration for this site into FOLDER: the files of nginx/ with every ${NAME} filled in from the settings of
the site (environment variables, .env) and the defaults below, the pages that nginx shows itself, and the static files."""

import os
import pwd
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import config
from wm.web import assets

NAME = re.compile(r"\$\{([A-Z_0-9]+)\}")
SAFE = re.compile(r"[^\s;{}\"'\\$#]*")
PAGE = ROOT / "wm/templates/errors/503.html"
MODULES = Path("/usr/lib/nginx/modules")
DEFAULTS = {
    "WEB": "127.0.0.1:8000",  # where granian listens
    "LIVE": "127.0.0.1:8001",  # where gunicorn listens, for /live/
    "HTTP_PORT": "80",
    "HTTPS_PORT": "443",
    "CERTIFICATE": "",  # default: where certbot puts it
    "CERTIFICATE_KEY": "",
    "RUN_DIR": "/var/cache/nginx",
    "ACCESS_LOG": "/var/log/nginx/weekmotion.log",
    "ERROR_LOG": "/var/log/nginx/error.log",
    "MIME_TYPES": "/etc/nginx/mime.types",
    "NGINX_USER": "www-data",
    "BROWSING_RATE": "20r/s",
    "BROWSING_BURST": "200",
    "SIGNING_IN_RATE": "20r/m",
    "SIGNING_IN_BURST": "20",
    "UPLOADING_RATE": "30r/s",
    "UPLOADING_BURST": "100",
}
WORDS = {
    "413": ("Too large to carry", "This file is larger than what the site takes. Nothing of it was kept."),
    "429": ("A little slower", "That was more in a short time than we can answer. Wait a few seconds, then go on."),
    "503": ("Back in a moment", "We are changing something behind the curtain. Try again in half a minute."),
}


def main(arguments: list[str]) -> None:
    folder, *given = arguments or sys.exit(__doc__)
    out = Path(folder).resolve()
    values = filled(config.load(), out, dict(pair.split("=", 1) for pair in given))
    for source in sorted((ROOT / "nginx").rglob("*.conf")):
        if "supervisor" not in source.parts:
            write(out / source.relative_to(ROOT / "nginx"), fill(source.read_text(), values))
    write_pages(out / "pages")
    count = assets.write(out / "public" / "static")
    print(f"{out}: nginx for {values['SERVER_NAMES']}, {count} static files")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def fill(text: str, values: dict[str, str]) -> str:
    """Put `values` in; an unknown name is an error, because nginx would take it for a variable of its own."""
    unknown = {name for name in NAME.findall(text) if name not in values}
    if unknown:
        sys.exit(f"Nothing is known of {', '.join(sorted(unknown))}: give {min(unknown)}=value.")
    return NAME.sub(lambda found: values[found[1]], text)


def filled(settings: dict, out: Path, given: dict[str, str]) -> dict[str, str]:
    """All names of the templates and their values."""
    plain = DEFAULTS | named_by(settings) | given
    unsafe = [name for name, value in plain.items() if not SAFE.fullmatch(value)]
    if unsafe:
        sys.exit(f"{', '.join(unsafe)} has characters that nginx would read as something else.")
    hosts = [urlsplit(settings[name]).hostname for name in ("PUBLIC_URL", "MEDIA_URL") if settings[name]]
    values = plain | {
        "HERE": str(out),
        "PUBLIC_DIR": str(out / "public"),
        "SERVER_NAMES": " ".join(dict.fromkeys(hosts)),
    }
    return values | transport(values, settings["PUBLIC_URL"]) | machine(values) | gates(values["MEDIA_FROM"])


def named_by(settings: dict) -> dict[str, str]:
    """What follows from the settings of the site."""
    store = settings["S3_ENDPOINT_URL"].rstrip("/")
    return {
        "MEDIA_SECRET": settings["MEDIA_SECRET"],
        "MEDIA_DIR": str(Path(settings["VAR_DIR"]).resolve() / "store" / "published"),
        "MEDIA_FROM": "s3" if store else "folder",
        "STORE_URL": store or "http://127.0.0.1:9",
        "STORE_HOST": urlsplit(store).netloc or "nowhere",
        "UPLOAD_MAX_BYTES": str(settings["UPLOAD_MAX_BYTES"] + 1024 * 1024),  # the form's other fields
    }


def gates(media_from: str) -> dict[str, str]:
    """The gate before films that lie on this disk; before those in an object store the application stands itself."""
    asked = "auth_request /_gate/{};\n    error_page 403 = @shut;" if media_from == "folder" else ""
    return {"GATE_OPEN": asked.format("open"), "GATE_PERSONAL": asked.format("personal")}


def transport(values: dict[str, str], public_url: str) -> dict[str, str]:
    """The listen lines: TLS and a redirect to it when people use https, else plain."""
    http, https = values["HTTP_PORT"], values["HTTPS_PORT"]
    if not public_url.startswith("https://"):
        listen = {"LISTEN": f"listen {http};", "LISTEN_NOBODY": f"listen {http} default_server;", "REDIRECT": ""}
        return listen | {"PUBLIC_URL": public_url}
    first = urlsplit(public_url).hostname
    certificate = values["CERTIFICATE"] or f"/etc/letsencrypt/live/{first}/fullchain.pem"
    key = values["CERTIFICATE_KEY"] or f"/etc/letsencrypt/live/{first}/privkey.pem"
    lines = (
        f"listen {https} ssl http2;",
        f"ssl_certificate {certificate};",
        f"ssl_certificate_key {key};",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_session_cache shared:tls:10m;",
        "ssl_session_tickets off;",
    )
    return {
        "LISTEN": "\n    ".join(lines),
        "LISTEN_NOBODY": f"listen {https} ssl default_server;\n    ssl_reject_handshake on;\n    listen {http} default_server;",
        "REDIRECT": redirect(http, public_url, values),
    }


def redirect(port: str, public_url: str, values: dict[str, str]) -> str:
    """Plain http knows two things: the certificate authority's question, and where the site is."""
    return f"""server {{
    listen {port};
    server_name {values["SERVER_NAMES"]};
    location /.well-known/acme-challenge/ {{ root {values["PUBLIC_DIR"]}; }}
    location / {{ return 301 {public_url.rstrip("/")}$request_uri; }}
}}"""


def machine(values: dict[str, str]) -> dict[str, str]:
    """What this machine's nginx can do, and as whom it works."""
    brotli = MODULES / "ngx_http_brotli_static_module.so"
    knows = values["NGINX_USER"] in {entry.pw_name for entry in pwd.getpwall()}
    return {
        "MODULES": f"load_module {brotli};" if brotli.exists() else "",
        "BROTLI_STATIC": "brotli_static on;" if brotli.exists() else "",
        "USER": f"user {values['NGINX_USER']};" if knows and os.geteuid() == 0 else "",
    }


def write_pages(folder: Path) -> None:
    """The site's own 503 page, the same page with other words, and the short form of each for htmx."""
    shutil.rmtree(folder, ignore_errors=True)
    for code, (title, sentence) in WORDS.items():
        whole = PAGE.read_text() if code == "503" else reworded(PAGE.read_text(), title, sentence)
        write(folder / "whole" / f"{code}.html", whole)
        write(folder / "partial" / f"{code}.html", f'<p class="flash" data-kind="error">{sentence}</p>\n')


def reworded(page: str, title: str, sentence: str) -> str:
    """The 503 page saying something else, and not reloading itself."""
    page = re.sub(r"\s*<meta http-equiv=\"refresh\"[^>]*>", "", page)
    page = re.sub(r"<title>[^·]*·", f"<title>{title} ·", page)
    page = re.sub(r"<h1>.*?</h1>", f"<h1>{title}</h1>", page, flags=re.DOTALL)
    return re.sub(r"<p>.*?</p>", f"<p>{sentence}</p>", page, count=1, flags=re.DOTALL)


if __name__ == "__main__":
    main(sys.argv[1:])
