"""Letters of the rooms of money: filled from mail/*.txt, sent outside of any transaction."""

from flask import current_app

from wm.domains import people
from wm.kernel import mail


def write(person: people.Person | None, template: str, subject: str, **words) -> None:
    """Mail one letter to somebody who is here."""
    if person is None or person.closed_at is not None:
        return
    post(person.email, template, subject, name=person.name, **words)


def post(address: str, template: str, subject: str, **words) -> None:
    """Mail one letter to an address, whoever reads it there."""
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    text = _filled(f"mail/{template}.txt", site=site, **words).strip() + "\n"
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    html = _filled("mail/frame.html", site=site, subject=subject, paragraphs=paragraphs)
    mail.send(address, subject, text, html)


def _filled(template: str, **words) -> str:
    return current_app.jinja_env.get_template(template).render(**words)
