"""Files on their way in: resumable uploads that survive cut connections, closed browsers and restarted servers."""

from wm.domains.uploads import protocol
from wm.domains.uploads.actions import (
    CANCELLED,
    assign,
    begin,
    clear,
    declare,
    end,
    receive,
    restart,
    settle,
    sweep,
    terminate,
)
from wm.domains.uploads.errors import BadHeader, Busy, ChecksumMismatch, TooManyBytes, UploadGone
from wm.domains.uploads.events import UploadCompleted
from wm.domains.uploads.keeping import keep
from wm.domains.uploads.models import Upload
from wm.domains.uploads.names import one_line, shown, title
from wm.domains.uploads.queries import find, latest_for, mine, several, unfinished, with_key
from wm.domains.uploads.quotas import own_quota, quota, set_quota
from wm.domains.uploads.room import check as check_room
from wm.domains.uploads.room import left, max_bytes
from wm.domains.uploads.sniff import NEEDED as HEAD_BYTES
from wm.domains.uploads.sniff import is_film

__all__ = [
    "CANCELLED",
    "BadHeader",
    "Busy",
    "ChecksumMismatch",
    "HEAD_BYTES",
    "TooManyBytes",
    "Upload",
    "UploadCompleted",
    "UploadGone",
    "assign",
    "begin",
    "check_room",
    "clear",
    "declare",
    "end",
    "find",
    "is_film",
    "keep",
    "latest_for",
    "left",
    "max_bytes",
    "mine",
    "one_line",
    "own_quota",
    "protocol",
    "quota",
    "receive",
    "restart",
    "set_quota",
    "settle",
    "several",
    "shown",
    "sweep",
    "terminate",
    "title",
    "unfinished",
    "with_key",
]
