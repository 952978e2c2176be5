"""What the uploads domain refuses, and what to do about it."""

from wm.kernel.errors import DomainError, Forbidden, Gone, Insufficient, Invalid, NotFound, NotNow, TooLarge, TooMany


class UploadNotFound(NotFound):
    code = "upload_not_found"
    message = "There is no such upload. Choose the file again to start a new one."


class UploadGone(Gone):
    code = "upload_gone"
    message = "This upload was cancelled or waited too long. Choose the file again to start a new one."


class BadHeader(DomainError):
    """A header that does not follow the protocol."""

    code = "bad_header"
    message = "A header of this request does not follow tus 1.0.0."


class WrongOffset(NotNow):
    code = "wrong_offset"
    message = "The upload is at another place than this request says. Ask for the offset and go on from there."


class Busy(DomainError):
    """Another request is writing to the same upload."""

    status, code = 423, "upload_busy"
    message = "Another request is sending this file right now. Wait a few seconds and go on."


class ChecksumMismatch(DomainError):
    status, code = 460, "checksum_mismatch"
    message = "These bytes arrived damaged and were thrown away. Send them again."


class TooManyBytes(TooLarge):
    code = "too_many_bytes"
    message = "More bytes were sent than this file was said to have. Choose the file again to start over."


class LengthFixed(Invalid):
    status, code = 400, "length_fixed"
    message = "The size of this upload is known already and can't be changed."


class AlreadyComplete(NotNow):
    code = "already_complete"
    message = "This file has arrived already. Find it among your films."


class FileTooLarge(TooLarge):
    code = "file_too_large"

    def __init__(self, limit: str):
        super().__init__(
            f"This file is too large: {limit} is the most that fits. A smaller export of the film will do."
        )


class FileEmpty(Invalid):
    code = "file_empty"
    message = "This file is empty. Choose the film itself."


class QuotaSpent(TooLarge):
    code = "quota_spent"

    def __init__(self, left: str):
        super().__init__(
            f"You have {left} of space left, and this file needs more. Delete something you don't need, then try again."
        )


class TooManyUnfinished(TooMany):
    code = "too_many_unfinished"
    message = "You have many uploads under way. Let some of them finish first."


class DiskFull(Insufficient):
    code = "disk_full"
    message = "We are out of room for new films right now. Your details are kept; try again in an hour."


class NotAFilm(Invalid):
    """The first bytes belong to something else than a film; `kind` is what they look like."""

    code = "not_a_film"
    SENTENCES = {
        "picture": "This is a picture, not a film. Choose an MP4, MOV, MKV or WebM file.",
        "sound": "This kind of sound can't be read here yet. Save it as MP3, M4A, FLAC or WAV and choose that.",
        "archive": "This is an archive. Unpack it and choose the film inside.",
        "document": "This is a document, not a film. Choose an MP4, MOV, MKV or WebM file.",
        "text": "This is a text file, whatever its name says. Choose an MP4, MOV, MKV or WebM file.",
        "program": "This is a program, not a film. Choose an MP4, MOV, MKV or WebM file.",
        "playlist": "This is a list of films, not a film. Choose the film itself.",
        "other_film": "This kind of film file can't be read here yet. Save it as MP4, MOV, MKV or WebM and choose that.",
        "unknown": "This file does not look like a film. Choose an MP4, MOV, MKV or WebM file.",
    }

    def __init__(self, kind: str):
        self.kind = kind
        super().__init__(self.SENTENCES[kind])


class Elsewhere(Forbidden):
    code = "cross_site"
    message = "This request came from another site and was refused."
