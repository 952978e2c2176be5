"""A server on loopback that counts who reaches it: it stands for whatever should not be reached from outside."""

import http.server
import threading
import time
from contextlib import suppress

import pytest


class Canary(http.server.ThreadingHTTPServer):
    """A server inside that counts who reaches it; `answers` maps paths to (status, headers, body)."""

    daemon_threads = True

    def __init__(self, handler=None, port: int = 0):
        super().__init__(("127.0.0.1", port), handler or _Told)
        self.hits, self.asked, self.answers = 0, [], {}
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def get_request(self):
        self.hits += 1
        return super().get_request()


class _Told(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, body = self.server.answers.get(self.path, (200, {}, b"secret"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            for piece in body if isinstance(body, list) else [body]:
                self.wfile.write(piece)
                if isinstance(body, list):
                    time.sleep(0.1)

    def log_message(self, *_):
        pass


@pytest.fixture
def canary(app):
    server = Canary()
    app.config["OUTBOUND_PORTS"] = f"80,443,{server.port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def inside(canary, app):
    """A canary that may be asked, as in development."""
    app.config["OUTBOUND_LOOPBACK"] = True
    return canary
