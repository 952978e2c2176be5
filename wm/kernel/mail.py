"""Mail: through any SMTP server, or as files to read in development."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app

from wm.kernel import clock, ids, paths

SMTP_TIMEOUT = 10


def send(to: str, subject: str, text: str, html: str | None = None) -> None:
    """Send one mail. Raises smtplib.SMTPException or OSError when the server does not take it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = current_app.config["MAIL_FROM"], to, subject
    message["Date"], message["Message-ID"] = formatdate(localtime=False), make_msgid(domain="weekmotion.invalid")
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    url = current_app.config["SMTP_URL"]
    _through_smtp(url, message) if url else _into_a_file(message)


def _through_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname, parts.port or 25, timeout=SMTP_TIMEOUT) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _into_a_file(message: EmailMessage) -> None:
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{ids.new(6)}.eml"
    paths.var("mail", name).write_bytes(bytes(message))


def written() -> list[str]:
    """Return the names of the mails kept as files, newest first."""
    return sorted((path.name for path in paths.var("mail", "x").parent.glob("*.eml")), reverse=True)
