"""E-mail addresses: one spelling to write to, one key to tell them apart."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from wm.domains.people.errors import AddressNotValid

MAX_LENGTH = 254


def tidy(text: str) -> str:
    """Return the address that we write to, in the spelling of its owner.

    Raises AddressNotValid (422)."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise AddressNotValid()
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise AddressNotValid() from None


def key(address: str) -> str:
    """Return the form under which two spellings of one mailbox are equal."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()[:MAX_LENGTH]


def masked(address: str) -> str:
    """Return the address for a page that a stranger may look at over a shoulder: a••@example.org."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}••@{domain}"
