"""Refusals of the tracks domain."""

from wm.kernel.errors import Invalid, NotNow


class NotCaptions(Invalid):
    """Words that are no captions; `sentences` name the lines, the first of them at most five."""

    code = "not_captions"
    message = "These captions can't be read as they are."
    MOST = 5

    def __init__(self, *sentences: str, field: str = "words"):
        super().__init__(sentences[0], fields={field: list(sentences[: self.MOST])})


class UnknownLanguage(Invalid):
    code = "unknown_language"
    message = "We do not know this language. Write its name in English, or its code, such as bn or pt-BR."


class LanguageTaken(Invalid):
    code = "language_taken"
    message = "There are captions of this kind in this language already. Open those, or take them away first."


class TooManyTracks(NotNow):
    code = "too_many_tracks"
    message = "A film has at most 60 captions. Take some away first."


class ChangedMeanwhile(Invalid):
    code = "changed_meanwhile"
    message = (
        "These captions were changed in another window meanwhile. What you typed is kept below: copy what you need, "
        "then open them again."
    )


class BadChapters(Invalid):
    code = "bad_chapters"
    message = "These chapters can't be read as they are."

    def __init__(self, *sentences: str):
        super().__init__(sentences[0], fields={"words": list(sentences[:5])})
