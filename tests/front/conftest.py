"""The site as it stands on the internet: a real nginx with TLS in front of granian and gunicorn, in staging strictness."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from _machine import has
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import config
from tests.conftest import unavailable
from tests.services import Server, accepts, free_port
from tests.sites import LiveSite, wait_for_workers
from wm.kernel.storage import connect

SECRET = "a-secret-for-this-test-only-0123456789abcdef"
MEDIA_SECRET = "another-secret-which-only-nginx-shares-0123456789"
NOWHERE = "smtp://127.0.0.1:9"


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Mark what stands here, and ask of one stack all that there is before the next: each takes many processes to start."""
    for item in items:
        if "tests/front/" in item.nodeid:
            item.add_marker(pytest.mark.front)
    answer = yield
    items.sort(key=lambda item: hasattr(item, "callspec") and item.callspec.params.get("front") == "s3")
    return answer


class Nginx(Server):
    """nginx on the configuration that bin/_nginx.py writes for `site`; `limits` are given to it as they are.

    Beside another one it takes over that one's static files, which are compressed once."""

    def __init__(self, site: LiveSite, live_port: int, folder: Path, beside: "Nginx | None" = None, **limits: str):
        self.out, self.port, self.http_port = folder / "conf", site.https_port, free_port()
        values = {
            "WEB": f"127.0.0.1:{site.port}",
            "LIVE": f"127.0.0.1:{live_port}",
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.port),
            "CERTIFICATE": str(site.certificate),
            "CERTIFICATE_KEY": str(site.certificate.with_suffix(".key")),
            "RUN_DIR": str(folder / "run"),
            "ACCESS_LOG": str(folder / "access.log"),
            "ERROR_LOG": str(folder / "error.log"),
            "NGINX_USER": "root",
        } | limits
        (folder / "run").mkdir(parents=True)
        if beside:
            shutil.copytree(beside.out / "public/static", self.out / "public/static")
        self.access_log = folder / "access.log"
        write = [sys.executable, "bin/_nginx.py", str(self.out), *(f"{name}={value}" for name, value in values.items())]
        subprocess.run(
            write, check=True, cwd=config.ROOT, env={**os.environ, **site.env}, capture_output=True, text=True
        )
        super().__init__("nginx", ["nginx", "-c", str(self.out / "nginx.conf"), "-g", "daemon off;"], folder=folder)
        self.wait_for(lambda: accepts(("127.0.0.1", self.port)))

    @property
    def maintenance(self) -> Path:
        return self.out / "public" / "maintenance"


class Front:
    """Everything behind one https address; `visitor()` is somebody's browser, `limits` are nginx's."""

    def __init__(self, settings: dict, folder: Path, **limits: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.https_port = free_port()
        self.url = f"https://localhost:{self.https_port}"
        self.site = LiveSite(strict(settings, self.url), environment="staging")
        self.site.https_port, self.site.certificate = self.https_port, certificate(folder / "tls.pem")
        self.live_port = free_port()
        self.live = Server("live", gunicorn(self.live_port), env=self.site.env)
        self.live.wait_for(lambda: accepts(("127.0.0.1", self.live_port)))
        self.nginx = Nginx(self.site, self.live_port, folder / "nginx", **limits)

    def visitor(self) -> requests.Session:
        """A browser that trusts our certificate."""
        browser = requests.Session()
        browser.verify = str(self.site.certificate)
        browser.trust_env = False
        return browser

    def stop(self) -> None:
        for part in (self.nginx, self.live, self.site):
            part.stop()


def strict(settings: dict, url: str) -> dict:
    """What staging asks for on top of a test's settings."""
    return settings | {
        "PUBLIC_URL": url,
        "SECRET_KEY": SECRET,
        "MEDIA_SECRET": MEDIA_SECRET,
        "TRUSTED_HOSTS": "localhost",
        "SMTP_URL": NOWHERE,
        "UPLOAD_MAX_BYTES": 50 * 1024 * 1024,
        "LOG_LEVEL": "WARNING",
    }


def gunicorn(port: int) -> list[str]:
    options = ["--worker-class", "gevent", "--workers", "1", "--bind", f"127.0.0.1:{port}", "--graceful-timeout", "1"]
    return [sys.executable, "-m", "gunicorn", *options, "wsgi:app"]


def certificate(path: Path) -> Path:
    """Make a key and a certificate for localhost that holds for a day."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path.write_bytes(signed.public_bytes(pem))
    path.with_suffix(".key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return path


@pytest.fixture(scope="session", params=["folder", "s3"])
def front(request, site, settings, tmp_path_factory):
    """The whole site behind nginx, once with media in a folder and once in an object store."""
    if not has("nginx"):
        unavailable("nginx")
    store = s3_settings(request.getfixturevalue("s3_server")) if request.param == "s3" else {}
    whole = Front(settings | store, tmp_path_factory.mktemp(f"front-{request.param}"))
    yield whole
    whole.stop()


def s3_settings(server) -> dict:
    """A bucket of its own, and nginx to fetch from it."""
    return server.bucket("front") | {"MEDIA_ACCEL": "/_store"}


@pytest.fixture(autouse=True)
def quiet_end(app, front):
    """Let workers finish before the tables are emptied; a failing test's report shows what the site wrote."""
    yield
    wait_for_workers()
    print(front.site.news(), front.live.news(), front.nginx.news())


@pytest.fixture
def stranger(front) -> requests.Session:
    """The browser of somebody who has not signed in."""
    return front.visitor()


@pytest.fixture
def store(app, front):
    """The store that the site behind nginx keeps its media in."""
    app.config.update({name: value for name, value in front.site.env.items() if name.startswith("S3_")})
    app.extensions.pop("store", None)
    return connect(app.config)
