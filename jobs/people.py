"""The mail that people get about their account, and tidying up behind them."""

from collections.abc import Iterable

from flask import current_app
from flask_babel import gettext as _

from jobs import job, long_job
from wm.domains import people, storage
from wm.kernel import mail
from wm.kernel.db import retried, transaction

SECONDS = 60


def subjects() -> dict[str, str]:
    """Return the subject of each letter."""
    return {
        "verify": _("Confirm your address for Weekmotion"),
        "already_here": _("You have an account at Weekmotion already"),
        "reset": _("A new password for Weekmotion"),
        "password_changed": _("Your password has been changed"),
        "address": _("Confirm your new address for Weekmotion"),
        "address_taken": _("This address belongs to another account"),
        "address_asked": _("Somebody wants to change your address"),
        "address_changed": _("Your address has been changed"),
    }


@long_job("high", timeout=SECONDS)
def answer_join(token_id: int) -> None:
    """Mail a link, or a word to somebody who is here already."""
    _send(_written(lambda: people.letters_about_join(token_id)))


@long_job("high", timeout=SECONDS)
def answer_reset(name: str) -> None:
    """Mail a link for a new password to whoever signs in with `name`, if anybody does."""
    _send(_written(lambda: people.letters_about_reset(name)))


@long_job("high", timeout=SECONDS)
def answer_address_change(token_id: int) -> None:
    """Mail a link to the new address and a notice to the present one."""
    _send(_written(lambda: people.letters_about_address(token_id)))


@long_job("high", timeout=SECONDS)
def tell_password_changed(person_id: int) -> None:
    """Tell the owner that the password is a new one."""
    _send(_written(lambda: people.letter_about_password(person_id)))


@long_job("high", timeout=SECONDS)
def tell_address_changed(person_id: int, old_address: str) -> None:
    """Tell the old address that it doesn't count any more."""
    _send(_written(lambda: people.letter_to_old_address(person_id, old_address)))


@job("maintenance")
def remove_picture(picture: str) -> None:
    """Have a picture go that no profile shows any more."""
    storage.ask(people.place_of_picture(picture), "picture")


@job("maintenance", timeout=600)
def tidy() -> None:
    """Forget ended sessions and used links."""
    people.forget_old()


def _written(letters) -> list[people.Letter]:
    """Return the letters once their links are committed: no server is spoken to inside a transaction."""

    def unit() -> list[people.Letter]:
        with transaction():
            return letters()

    return retried(unit)


def _send(letters: Iterable[people.Letter]) -> None:
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    for letter in letters:
        subject = subjects()[letter.template]
        text = _filled(f"mail/{letter.template}.txt", letter=letter, site=site).strip() + "\n"
        paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
        html = _filled("mail/frame.html", site=site, subject=subject, paragraphs=paragraphs)
        mail.send(letter.to, subject, text, html)


def _filled(template: str, **words) -> str:
    """Fill a template outside of any request: what every page is given would look for one."""
    return current_app.jinja_env.get_template(template).render(**words)
