"""Refusals of the content domain."""

from wm.domains.content.models import BODY_LENGTH, TAG_LENGTH, TAGS, UPDATE_LENGTH
from wm.kernel.errors import DomainError, Forbidden, Invalid, NotFound, NotNow


class NotReady(NotNow):
    code = "not_ready"
    message = "The film does not play yet. It can be published as soon as it does."


class NothingToPublish(NotNow):
    code = "nothing_to_publish"
    message = "There is nothing in it yet. Write a title or some words, then publish it."


class Locked(DomainError):
    status, code = 402, "locked"
    message = "This is for those who bought it or joined. Its page says how to open it."


class BadSchedule(Invalid):
    code = "bad_schedule"
    message = "Choose a moment in the future, at most a year from now."


class TooManyTags(Invalid):
    code = "too_many_tags"
    message = f"Use at most {TAGS} tags of up to {TAG_LENGTH} characters each."


class TooManyWords(Invalid):
    code = "too_many_words"
    message = (
        f"An update holds up to {UPDATE_LENGTH:,} characters, an article up to {BODY_LENGTH:,}. Shorten it a little."
    )


class TooManyMarks(Invalid):
    code = "too_many_marks"
    message = (
        "There are too many signs in this text to lay it out: lists, tables, links and line ends all count. "
        "Use fewer of them, or make two articles of it."
    )


class TooManyPictures(Invalid):
    code = "too_many_pictures"
    message = "Four pictures are the most that fit beside the words."


class PictureNotReadable(Invalid):
    code = "picture_not_readable"
    message = "That file is not a picture that we can read. Send a JPEG, PNG, WebP or GIF."


class PictureTooLarge(Invalid):
    code = "picture_too_large"
    message = "That picture is too large. Send one of up to 10 MB and 40 million pixels."


class PictureTooSmall(Invalid):
    code = "picture_too_small"
    message = "That picture is too small to show. Choose one of at least 64 x 64 pixels."


class BadPoll(Invalid):
    code = "bad_poll"
    message = "A poll needs a question and two to six different answers of up to 80 characters each."


class PollBegun(NotNow):
    code = "poll_begun"
    message = "People have voted already, so the question and its answers stay as they are."


class PollClosed(NotNow):
    code = "poll_closed"
    message = "This poll takes no more votes."


class AlreadyReposted(NotNow):
    code = "already_reposted"
    message = "You have reposted this already. Remove that repost first to write another one."


class NotForEverybody(NotNow):
    code = "not_for_everybody"
    message = "Only what is there for everybody can be reposted."


class FileNotTaken(Invalid):
    code = "file_not_taken"
    message = (
        "That kind of file can't be offered here. Send a PDF, ZIP, EPUB, text or office document, picture or sound."
    )


class FileTooBig(Invalid):
    code = "file_too_big"
    message = "That file is too large. Files to download may have up to 25 MB."


class TooManyVersions(NotNow):
    code = "too_many_versions"
    message = "A file has at most 50 versions. Replace the newest one."


class BadSites(Invalid):
    code = "bad_sites"
    message = "Write sites like example.org, one on each line."


class NothingCut(Invalid):
    code = "nothing_cut"
    message = "The film begins and ends there already. Write other times, such as 0:05 and 1:23."


class NotHandedOut(Forbidden):
    code = "not_handed_out"
    message = "The original of this film is for those who own it, and only where its maker hands it out."


class LinkRunOut(NotFound):
    code = "link_run_out"
    message = "This link has run out, or it is somebody else's. Start the download again from the film's page."
