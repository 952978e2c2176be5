"""The application that a web server loads."""

from wm.app import create_app

app = create_app()
