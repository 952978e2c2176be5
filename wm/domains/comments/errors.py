"""Refusals of the comments domain."""

from wm.domains.comments.models import BODY_LENGTH, WORDS_LENGTH
from wm.kernel.errors import Invalid, NotNow


class NothingSaid(Invalid):
    code = "nothing_said"
    message = "Write something first."

    def __init__(self):
        super().__init__(fields={"body": [self.message]})


class TooLong(Invalid):
    code = "too_long"
    message = f"A comment holds at most {BODY_LENGTH:,} characters. Shorten it, or write two."

    def __init__(self):
        super().__init__(fields={"body": [self.message]})


class TooQuick(Invalid):
    """Too many comments of one person; an Invalid, so that what was typed stays in its form."""

    status, code = 429, "too_quick"
    message = "That was a lot of comments in a short time. Yours is still here: send it again in a few minutes."

    def __init__(self):
        super().__init__(fields={"body": [self.message]})


class TooManyWords(Invalid):
    code = "too_many_words"
    message = f"The list holds at most {WORDS_LENGTH:,} characters."

    def __init__(self):
        super().__init__(fields={"words": [self.message]})


class NothingToAnswer(NotNow):
    code = "nothing_to_answer"
    message = "This comment can't be answered: it is gone, or it waits for the creator's approval."
