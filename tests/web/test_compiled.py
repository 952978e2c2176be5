"""Compiled templates: one process compiles, the others read; never an old one, and never a page less without a disk."""

import errno
import tempfile
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader

from wm.web import compiled

pytestmark = pytest.mark.once


def process(folder: Path, source: str) -> Flask:
    """A process that has just been started, with one template."""
    app = Flask(__name__)
    app.config["VAR_DIR"] = str(folder)
    app.jinja_options = {"loader": DictLoader({"page.html": source})}
    compiled.install(app)
    return app


def rendered(app: Flask) -> str:
    return app.jinja_env.get_template("page.html").render()


def refuse(*_args, **_kwargs):
    raise AssertionError("compiled again")


def test_what_one_process_has_compiled_another_reads(tmp_path, monkeypatch):
    rendered(process(tmp_path, "one"))
    other = process(tmp_path, "one")
    monkeypatch.setattr(other.jinja_env, "compile", refuse)

    assert rendered(other) == "one"


def test_a_template_that_changed_is_compiled_anew(tmp_path):
    rendered(process(tmp_path, "one"))

    assert rendered(process(tmp_path, "another")) == "another"


def test_a_full_disk_takes_no_page_away(tmp_path, monkeypatch):
    app = process(tmp_path, "one")

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)

    assert rendered(app) == "one"


def test_a_folder_that_is_not_ours_is_done_without(tmp_path):
    (tmp_path / "templates").write_text("in the way")

    app = process(tmp_path, "one")

    assert rendered(app) == "one"
    assert app.jinja_env.bytecode_cache is None
