"""What imports refuse, each with a sentence that says what to do next."""

from wm.kernel.errors import Invalid, NotFound, NotNow, TooMany


class ImportNotFound(NotFound):
    code = "import_not_found"
    message = "There is no such import. Enter its address again to start a new one."


class NotThere(Invalid):
    code = "not_there"
    message = "There is nothing at this address, or not any more. Check it in your browser."


class NotAllowed(Invalid):
    code = "not_allowed"
    message = "The other side lets nobody fetch this without signing in. Download it yourself and upload the file."


class Troubled(Invalid):
    """The other side has a problem of its own, which may pass."""

    code = "troubled"
    message = "The other side has a problem right now. Try again later."


class NothingToBring(Invalid):
    code = "nothing_to_bring"
    message = "There is no film at this address and no feed with films. Give the address of the file itself, or of a podcast's feed."


class NotAFeed(Invalid):
    code = "not_a_feed"
    message = "This looks like a feed, but it can't be read. Check its address, or give that of one film."


class EmptyFeed(Invalid):
    code = "empty_feed"
    message = "This feed names no films. Give the address of another feed, or of one film."


class TooManyImports(TooMany):
    code = "too_many_imports"

    def __init__(self, most: int):
        super().__init__(
            f"You can bring {most} films a day from other places. Go on tomorrow, or upload files.", retry_after=3600
        )


class NotFetched(Invalid):
    """The program that fetches films from pages could not."""

    code = "not_fetched"
    message = "No film could be fetched from this page. Download it yourself and upload the file."


class SwitchedOff(NotNow):
    code = "switched_off"
    message = "Films can't be fetched from pages here any more. Give the address of the file itself."
