"""What media refuses, each with a code and a sentence that tells the creator what to do next."""

from wm.kernel.errors import DomainError, Invalid, NotNow

KINDS = "MP4, MOV, WebM, MKV, AVI, TS, FLV, WMV or OGV"


class NotAFilm(Invalid):
    """Parent of everything that is wrong with a file that somebody offers as a film."""

    code = "not_a_film"
    message = f"We do not recognise this file as a film. Choose a video file, for example {KINDS}."


class Empty(NotAFilm):
    code = "empty"
    message = "This file is empty. Choose the film again on your device and upload it once more."


class IsText(NotAFilm):
    code = "text"
    message = f"This is a text, not a film. Choose a video file, for example {KINDS}."


class IsPicture(NotAFilm):
    code = "picture"
    message = f"This is a picture, not a film. Choose a video file, for example {KINDS}."


class IsSound(NotAFilm):
    code = "sound"
    message = "This is a kind of sound that we can't read. Export it as MP3, M4A, FLAC or WAV and upload that."


class IsDocument(NotAFilm):
    code = "document"
    message = "This is a document or an archive, not a film. Unpack it and upload the video file itself."


class NoPicture(NotAFilm):
    code = "no_video"
    message = "There is no moving picture in this file. Export it with its video track and upload that."


class Truncated(NotAFilm):
    code = "truncated"
    message = (
        "A part of this file is missing, as if a copy had stopped half-way. Copy or export it again, then upload it."
    )


class Damaged(NotAFilm):
    code = "damaged"
    message = "We can't read the picture of this film; the file seems damaged. Export it again and upload the new file."


class Encrypted(NotAFilm):
    code = "encrypted"
    message = "This film is protected against copying, so we can't read it. Upload a version without protection."


class BadDimensions(NotAFilm):
    code = "dimensions"
    message = (
        "The picture of this film has a size that we can't show. It needs at least 16 pixels on its short side, "
        "at most 8192 on its long side, and may be at most ten times as long as it is wide. Export it in a usual size."
    )


class TooLong(NotAFilm):
    code = "too_long"
    message = "This film is longer than what we accept. Cut it into parts and upload them one by one."


class TooManyTracks(NotAFilm):
    code = "too_many_tracks"
    message = "This file holds too many tracks. Export it with one picture and one sound track."


class Unencodable(DomainError):
    status, code = 422, "unencodable"
    message = "We could not convert this film. Export it again, for example as MP4 (H.264), and replace the file."


class TooHeavy(Unencodable):
    code = "too_heavy"
    message = (
        "Converting this film would take more time or memory than we can give. Export it smaller and replace the file."
    )


class Interrupted(DomainError):
    """The last of several attempts was cut short from outside; the film itself may be fine."""

    status, code = 503, "interrupted"
    message = "Converting this film was interrupted several times. That is probably our fault: try again."


class StillBusy(NotNow):
    code = "still_busy"
    message = "This film is being converted right now. Wait until that has ended."


class NoSource(NotNow):
    code = "no_source"
    message = "The original of this film is no longer kept, so nothing more can be made of it. Upload the file again."


class NoSuchStill(Invalid):
    code = "no_such_still"
    message = "Choose one of the pictures that were taken from the film."


class BadTrim(Invalid):
    code = "bad_trim"
    message = "Leave at least a second of the film: write where it begins and where it ends, such as 0:05 and 1:23."


class NoSuchMoment(Invalid):
    code = "no_such_moment"
    message = "The film has no picture at that moment. Choose a time between its beginning and its end, such as 1:23."


class NoFrame(DomainError):
    status, code = 422, "no_frame"
    message = "We could not take that picture from the film. Choose a moment a little before or after it."


class PosterTooSmall(Invalid):
    code = "poster_too_small"
    message = "That picture is too small for a poster. Choose one of at least 640 x 360 pixels."
