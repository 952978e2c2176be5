"""Brings the database to the newest schema and gives an empty site its first categories; bin/run and compose.yaml start with it."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask_migrate import upgrade

from wm.app import create_app
from wm.domains import categories
from wm.kernel.db import transaction


def main() -> None:
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        with transaction():
            categories.plant_first()


if __name__ == "__main__":
    main()
