"""A sandbox gateway of our own for these tests: the real one, in a process of its own."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
import urllib3

from tests import services
from wm.domains import payments
from wm.domains.payments import following

SECRET = "what the tests share with the sandbox"


class Gateway(services.Server):
    """The sandbox, on a port of its own; its webhooks go to `site`, by default to nobody."""

    def __init__(self, site: str = "", port: int | None = None, folder: Path | None = None):
        self.port = port or services.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        folder = folder or Path(tempfile.mkdtemp(prefix="wm-gateway-", dir=services.memory()))
        self.site = site
        command = [sys.executable, "-m", "wm.sandbox", "--port", str(self.port), "--site", site]
        command += ["--books", str(folder / "books.db")]
        environment = {"SANDBOX_SECRET": SECRET, "PYTHONPATH": os.getcwd()}
        super().__init__("gateway", command, env=environment, folder=folder)
        self.wait_for(lambda: services.accepts(("127.0.0.1", self.port)))

    def again(self) -> "Gateway":
        """The same gateway, started anew after a kill: its books and its port are the same."""
        return Gateway(self.site, self.port, self.folder)

    def ask(self, method: str, path: str, **said):
        """Ask the gateway as the site would, and return its answer."""
        headers = {"Authorization": f"Bearer {SECRET}"}
        answer = urllib3.request(method, self.url + path, headers=headers, **({"json": said} if said else {}))
        return answer.json()

    def switch(self, **values) -> None:
        """Set switches."""
        self.ask("POST", "/v1/switches", **values)

    def pay(self, checkout_url: str, card: str = "4242 4242 4242 4242", code: str | None = None) -> str:
        """Pay as a person would in a browser; returns where the browser is sent."""
        browser = urllib3.PoolManager(retries=False)
        page = browser.request("GET", checkout_url)
        token = page.headers["Set-Cookie"].split("sandbox-token=")[1].split(";")[0]
        known = {"headers": {"Cookie": f"sandbox-token={token}"}, "encode_multipart": False, "redirect": False}
        answer = browser.request("POST", checkout_url, fields={"token": token, "number": card}, **known)
        if code is not None:
            answer = browser.request("POST", f"{checkout_url}/code", fields={"token": token, "code": code}, **known)
        return answer.headers.get("Location", "")


@pytest.fixture(scope="session")
def gateway_process():
    """One gateway for all tests of this process."""
    server = Gateway()
    yield server
    server.stop()


@pytest.fixture
def gateway(app, gateway_process, monkeypatch):
    """The gateway that this app speaks to, its switches off; on a busy machine it is waited for."""
    monkeypatch.setattr(following, "PATIENCE_SECONDS", 10.0)
    app.config.update(SANDBOX_URL=gateway_process.url, SANDBOX_SECRET=SECRET, GATEWAYS="sandbox")
    payments.rested("sandbox")
    gateway_process.switch(delay=0, slow=0, duplicates=0, disorder=0, drop=0, refuse=0)
    return gateway_process


@pytest.fixture
def ben_may_pay_often(monkeypatch):
    """Limits against people who try cards are looked at elsewhere."""
    monkeypatch.setattr("wm.domains.payments.attempts.SUSPECT_PER_HOUR", 10**6)
