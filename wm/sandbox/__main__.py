"""python -m wm.sandbox --port 8010 --books var/sandbox.db --site http://127.0.0.1:8000; the secret is SANDBOX_SECRET."""

import argparse
import logging
import os
import signal
import sys

from werkzeug.serving import WSGIRequestHandler, make_server

from wm.sandbox.app import create
from wm.sandbox.post import PostOffice


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_) -> None:
        """Say nothing."""


def main() -> None:
    """Run the gateway until it is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m wm.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8010)
    parser.add_argument("--books", default="var/sandbox.db")
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="who is told of what happens; nobody if empty")
    said = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    secret = os.environ.get("SANDBOX_SECRET") or sys.exit("The sandbox needs SANDBOX_SECRET in its environment.")
    app = create(said.books, secret)
    if said.site:
        PostOffice(app.extensions["books"], f"{said.site.rstrip('/')}/webhooks/sandbox", secret).start()
    server = make_server(said.host, said.port, app, threaded=True, request_handler=Quiet)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
