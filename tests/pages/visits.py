"""What tests of account pages do again and again."""

import re

from tests.conftest import PASSWORD

WISH = {"name": "Dee Mori", "handle": "dee", "email": "dee@example.org", "password": "my kettle sings at dawn"}

FORM_SECRETS = re.compile(r'(name="csrf_token" value=|nonce=|content=)"[^"]*"')


def cookie(client, name="wm") -> str | None:
    found = client.get_cookie(name)
    return found.value if found else None


def is_in(client, handle) -> bool:
    return f"@{handle}" in client.get("/").text


def sign_in(client, name="ada", password=PASSWORD, **more):
    return client.post("/sign-in", data={"name": name, "password": password, "remember": "y", **more})


def body(answer, *typed: str) -> str:
    """The page without what differs by chance or was typed."""
    text = FORM_SECRETS.sub("", answer.text)
    for words in typed:
        text = text.replace(words, "")
    return text


def replayed(app, token) -> bool:
    thief = app.test_client()
    thief.set_cookie("wm", token)
    return thief.get("/settings/account").status_code == 200


def change_password(client, current=PASSWORD, new="a quite different phrase"):
    data = {"password-current_password": current, "password-password": new}
    return client.post("/settings/account/password", data=data)
