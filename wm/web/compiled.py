"""Templates as the processes of this machine keep them compiled: nobody compiles what another has compiled already.

Each lies under its name and the digest of its source, so none is ever stale."""

import os
from contextlib import suppress

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = "templates"


class Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder; where it can't be written, each process goes on with what it compiled itself."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def install(app: Flask) -> None:
    """Keep compiled templates below the folder of everything that the site writes, where nobody else may write."""
    folder = os.path.join(app.config["VAR_DIR"], FOLDER)
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        app.jinja_env.bytecode_cache = Compiled(folder)
