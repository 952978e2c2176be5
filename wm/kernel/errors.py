"""Refusals: each has an HTTP status, a code for machines and a sentence for people."""


class DomainError(Exception):
    """Something that the product refuses; the edge explains it as a page, a fragment or JSON."""

    status = 400
    code = "refused"
    message = "That did not work. Check what you entered and try again."

    def __init__(self, message: str | None = None, **details):
        self.message = message or type(self).message
        self.details = details
        super().__init__(self.message)


class NotFound(DomainError):
    status, code = 404, "not_found"
    message = "There is nothing here, or it is not for you to see."


class Forbidden(DomainError):
    status, code = 403, "forbidden"
    message = "This is not yours to change."


class SignInNeeded(DomainError):
    status, code = 401, "sign_in_needed"
    message = "Sign in to go on."


class FreshSignInNeeded(DomainError):
    status, code = 403, "fresh_sign_in_needed"
    message = "Enter your password again to change this."


class SecondFactorNeeded(DomainError):
    status, code = 403, "second_factor_needed"
    message = "Set up a second step for your sign-in first."


class NotNow(DomainError):
    status, code = 409, "not_now"
    message = "That can't be done right now. Reload the page and try again."


class Gone(DomainError):
    status, code = 410, "gone"
    message = "This is no longer here."


class TooLarge(DomainError):
    status, code = 413, "too_large"
    message = "That is larger than what we accept."


class Invalid(DomainError):
    """Input that can't be used; `fields` maps field names to lists of sentences."""

    status, code = 422, "invalid"
    message = "Some fields need another look."

    def __init__(self, message: str | None = None, fields: dict[str, list[str]] | None = None, **details):
        super().__init__(message, **details)
        self.fields = fields or {}


class TooMany(DomainError):
    """Too many tries; `retry_after` is in seconds."""

    status, code = 429, "too_many"
    message = "That was a bit too often. Wait a moment and try again."

    def __init__(self, message: str | None = None, retry_after: int = 60, **details):
        super().__init__(message, **details)
        self.retry_after = max(1, int(retry_after))


class Insufficient(DomainError):
    status, code = 507, "insufficient_storage"
    message = "There is not enough room for this right now. Try again later."


class Unavailable(DomainError):
    status, code = 503, "unavailable"
    message = "A part of the site is resting. Try again in a minute."
