"""The post box of the tests: the mails that the site wrote, and the links in them."""

import email
import email.policy
import re
from email.message import EmailMessage

from wm.kernel import mail, paths

LINK = re.compile(r"http://localhost(/\S+)")


def letters() -> list[EmailMessage]:
    """Every mail so far, oldest first."""
    raw = [paths.var("mail", name).read_bytes() for name in reversed(mail.written())]
    return [email.message_from_bytes(each, policy=email.policy.default) for each in raw]


def words(letter: EmailMessage) -> str:
    """What the mail says in plain text."""
    return letter.get_body(("plain",)).get_content()


def link(letter: EmailMessage) -> str:
    """The path of the first link in the mail."""
    return LINK.search(words(letter))[1]


def secret(letter: EmailMessage) -> str:
    """The secret at the end of that link."""
    return link(letter).rsplit("/", 1)[1]
