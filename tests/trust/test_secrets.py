"""Secrets stay where they belong: not in logs, not in job rows, not in the files of other programs."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import config
from wm.kernel.db import db

SAFE = {
    "SECRET_KEY": "k" * 40,
    "DATABASE_URL": "mysql+pymysql://a:b@db/wm",
    "REDIS_URL": "redis://:p@queue/0",
    "TRUSTED_HOSTS": "weekmotion.example",
    "PUBLIC_URL": "https://weekmotion.example",
    "SMTP_URL": "smtp://mail",
}


def test_a_failed_statement_does_not_tell_its_values(app):
    with pytest.raises(DBAPIError) as failed:
        db.session.execute(text("INSERT INTO nowhere (email) VALUES (:email)"), {"email": "canary@example.org"})

    assert "nowhere" in str(failed.value)
    assert "canary" not in str(failed.value)


def test_the_key_of_media_links_does_not_tell_the_key_of_the_site(tmp_path):
    settings = config.load("testing", VAR_DIR=str(tmp_path), SECRET_KEY="the key of the site")

    assert "the key of the site" not in settings["MEDIA_SECRET"]
    assert len(settings["MEDIA_SECRET"]) >= 32
    assert (
        settings["MEDIA_SECRET"]
        == config.load("testing", VAR_DIR="x", SECRET_KEY="the key of the site")["MEDIA_SECRET"]
    )


@pytest.mark.parametrize("unsafe", [{"MEDIA_SECRET": "short"}, {"FLASK_DEBUG": "1"}, {"FLASK_DEBUG": "true"}])
def test_production_refuses_a_key_that_can_be_guessed_and_a_debugger(monkeypatch, tmp_path, unsafe):
    monkeypatch.setattr(config, "ROOT", tmp_path)
    for name, value in (SAFE | unsafe).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(config.UnsafeSettings, match=next(iter(unsafe))):
        config.load("production")


def test_production_starts_without_them(monkeypatch, tmp_path):
    monkeypatch.setattr(config, "ROOT", tmp_path)
    for name, value in (SAFE | {"FLASK_DEBUG": "0", "MEDIA_SECRET": "m" * 32}).items():
        monkeypatch.setenv(name, value)

    assert config.load("production")["MEDIA_SECRET"] == "m" * 32
