"""What compose.yaml does once before the site starts: the bucket, the schema, and nginx's files."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import _nginx
import _prepare
from botocore.exceptions import ClientError

import config
from wm.kernel import storage

FRONT = "/front"
INSIDE = {
    "WEB": "web:8000",
    "LIVE": "live:8001",
    "HTTP_PORT": "8080",
    "HTTPS_PORT": "8443",
    "ACCESS_LOG": "/dev/stdout",
    "ERROR_LOG": "/dev/stderr",
    "NGINX_USER": "nginx",
}


def main() -> None:
    make_bucket(storage.connect(config.load()))
    _prepare.main()
    given = INSIDE | {name: os.environ[name] for name in ("CERTIFICATE", "CERTIFICATE_KEY")}
    _nginx.main([FRONT, *(f"{name}={value}" for name, value in given.items())])


def make_bucket(store: storage.Store) -> None:
    """Make the private bucket unless it is there."""
    try:
        store.ping()
    except ClientError:
        store.client.create_bucket(Bucket=store.bucket)


if __name__ == "__main__":
    main()
