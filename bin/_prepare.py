"""Brings the database to the newest schema and builds the static files; bin/run and bin/test start with it."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask_migrate import upgrade

from wm.app import create_app
from wm.web import assets


def main() -> None:
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
    assets.build(app)


if __name__ == "__main__":
    main()
