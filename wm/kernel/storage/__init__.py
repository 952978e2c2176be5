"""Where files lie: one interface, a folder or any S3-compatible store behind it."""

from flask import current_app

from wm.kernel.storage.base import Draft, Entry, Part, Stat, Store, StoreFull
from wm.kernel.storage.folder import FolderStore
from wm.kernel.storage.s3 import S3Store

__all__ = ["Draft", "Entry", "FolderStore", "Part", "S3Store", "Stat", "Store", "StoreFull", "connect", "store"]


def connect(config) -> Store:
    """Return the store that `config` names: S3 when it has an endpoint, else a folder under VAR_DIR."""
    if not config["S3_ENDPOINT_URL"]:
        return FolderStore(f"{config['VAR_DIR']}/store")
    keys = (config["S3_ACCESS_KEY"], config["S3_SECRET_KEY"])
    return S3Store(config["S3_ENDPOINT_URL"], config["S3_BUCKET"], *keys, region=config["S3_REGION"])


def store() -> Store:
    """Return the store of the present app."""
    extensions = current_app.extensions
    if "store" not in extensions:
        extensions["store"] = connect(current_app.config)
    return extensions["store"]
