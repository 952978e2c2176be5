"""What the people domain refuses, and what to do about it."""

from wm.kernel.errors import Gone, Invalid, NotFound, TooMany


class PersonNotFound(NotFound):
    code = "person_not_found"
    message = "Nobody here goes by that name."


class PictureNotFound(NotFound):
    code = "picture_not_found"


class SessionNotFound(NotFound):
    code = "session_not_found"
    message = "That session has ended already."


class WrongPassword(Invalid):
    """Said for an unknown name, a wrong password and an address that waits for its confirmation alike."""

    code = "wrong_password"
    message = (
        "That name and that password don't belong together. Try again, or ask for a new password. "
        "If you have just joined, open the link in our mail first."
    )


class TokenUsedUp(Gone):
    """Said for a forged, an expired and a used link alike."""

    code = "token_used_up"
    message = "This link has been used or has run out. Ask for a new one."


class FieldRefused(Invalid):
    """One field that can't be used as it is; `field` names it for forms and for the API."""

    field = ""

    def __init__(self, message: str | None = None):
        super().__init__(message)
        self.fields = {self.field: [self.message]}


class HandleNotAllowed(FieldRefused):
    field, code = "handle", "handle_not_allowed"
    message = "Use 2 to 30 letters a-z, digits or underscores."


class HandleReserved(FieldRefused):
    field, code = "handle", "handle_reserved"
    message = "That handle is kept for the site. Choose another one."


class HandleTaken(FieldRefused):
    field, code = "handle", "handle_taken"
    message = "Somebody has that handle already. Choose another one."


class NameMissing(FieldRefused):
    field, code = "name", "name_missing"
    message = "Enter the name that others should see, at most 60 characters."


class BioTooLong(FieldRefused):
    field, code = "bio", "bio_too_long"
    message = "Keep it under 1000 characters."


class AddressNotValid(FieldRefused):
    field, code = "email", "address_not_valid"
    message = "Enter an e-mail address like ada@example.org."


class AddressTaken(FieldRefused):
    field, code = "email", "address_taken"
    message = "This address can't be used any more. Go back to your settings and choose another one."


class PasswordTooShort(FieldRefused):
    field, code = "password", "password_too_short"
    message = "Use a longer password."


class PasswordTooLong(FieldRefused):
    field, code = "password", "password_too_long"
    message = "Use at most 200 characters."


class PasswordTooCommon(FieldRefused):
    field, code = "password", "password_too_common"
    message = (
        "That password is easy to guess. A few words that don't belong together are hard to guess and easy to keep."
    )


class PasswordIsYou(FieldRefused):
    field, code = "password", "password_is_you"
    message = (
        "Your password is too close to your name, handle or address. Choose something that nobody connects with you."
    )


class CurrentPasswordWrong(FieldRefused):
    field, code = "current_password", "current_password_wrong"
    message = "That is not your current password."


class LinkNotAllowed(FieldRefused):
    field, code = "links", "link_not_allowed"
    message = "Start links with https:// or http:// and keep them under 300 characters."


class TooManyLinks(FieldRefused):
    field, code = "links", "too_many_links"
    message = "Five links are the most that fit."


class PictureNotReadable(FieldRefused):
    field, code = "picture", "picture_not_readable"
    message = "We can't read that file as a picture. Choose a JPEG, PNG, WebP or GIF file."


class PictureTooLarge(FieldRefused):
    field, code = "picture", "picture_too_large"
    message = "That picture is too large. Choose one under 10 MB and 40 megapixels."


class PictureTooSmall(FieldRefused):
    field, code = "picture", "picture_too_small"
    message = "That picture is too small to look good. Choose one that is at least 96 pixels on each side."


class TooManyTries(TooMany):
    """Too many passwords, mails or accounts; the sentence says when to come back."""

    code = "too_many_tries"

    def __init__(self, retry_after: int):
        minutes = -(-retry_after // 60)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"
        super().__init__(f"That was a bit too often. Come back in {wait} and try again.", retry_after=retry_after)
