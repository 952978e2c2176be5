"""The connection test: does every kind of call work on a store, and if not, which permission is missing, in words."""

import errno
import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError
from botocore.httpsession import URLLib3Session
from flask_babel import gettext as _

from wm.kernel import ids
from wm.kernel.errors import Insufficient
from wm.kernel.storage import Store

CONTENT = bytes(range(256)) * 16
DENIED = ("AccessDenied", "403", "Forbidden", "AllAccessDisabled", "UnauthorizedOperation")
FORBIDDEN = (errno.EACCES, errno.EPERM)
NEEDS = {
    "write": "s3:PutObject",
    "read": "s3:GetObject",
    "range": "s3:GetObject",
    "link": "s3:GetObject",
    "list": "s3:ListBucket",
    "parts": "s3:PutObject, s3:AbortMultipartUpload",
    "drafts": "s3:ListBucketMultipartUploads",
    "delete": "s3:DeleteObject",
}


READS = ("read", "range", "link")  # nothing can be said of these where nothing was written


class Check(NamedTuple):
    """One call that was tried: its name, whether it went well, and a sentence when it did not; `is_denied` for want of a right."""

    name: str
    is_ok: bool
    words: str = ""
    is_denied: bool = False


class Wrong(Exception):
    """The store answered, but not what was asked for."""


def probe(store: Store) -> list[Check]:
    """Write, read, read a part, fetch by link, list, write in parts and delete a small object; nothing stays behind.

    Where writing fails for another reason than a missing right, nothing else is tried: all would fail for the same one."""
    key = f"probe/{ids.new(16)}"
    checks: list[Check] = []
    for name, deed in _deeds(store, key):
        is_written = not checks or checks[0].is_ok
        if not is_written and not checks[0].is_denied:
            break
        skipped = Check(name, False, _("Not tried, because nothing could be written."))
        checks.append(_tried(name, deed) if is_written or name not in READS else skipped)
    return checks


def _deeds(store: Store, key: str) -> Iterator[tuple[str, Callable[[], None]]]:
    written: list[None] = []
    yield "write", lambda: written.append(store.put(key, CONTENT))
    yield "read", lambda: _same(b"".join(store.open(key)), CONTENT)
    yield "range", lambda: _same(b"".join(store.open(key, 100, 200)), CONTENT[100:200])
    if store.presign(key, 60):
        yield "link", lambda: _same(_followed(store.presign(key, 60)), CONTENT)
    yield "list", lambda: _listed(store, key, bool(written))
    yield "parts", lambda: store.abort(key, store.begin(key))
    yield "drafts", lambda: _same(sum(draft.key == key for draft in store.drafts()), 0)
    yield "delete", lambda: _deleted(store, key)


def _listed(store: Store, key: str, is_there: bool) -> None:
    found = list(store.keys(key))
    if is_there:
        _same(found, [key])


def _deleted(store: Store, key: str) -> None:
    store.delete(key)
    with suppress(ClientError):  # who may not list is told "forbidden" of what is not there; "list" says so
        _same(store.stat(key), None)


def _same(seen, wanted) -> None:
    if seen != wanted:
        raise Wrong


def _followed(url: str) -> bytes:
    answer = URLLib3Session(timeout=(5, 10)).send(AWSRequest("GET", url).prepare())
    if answer.status_code != 200:
        raise ClientError({"Error": {"Code": str(answer.status_code)}}, "GetObject")
    return answer.content


def _tried(name: str, deed: Callable[[], None]) -> Check:
    try:
        deed()
    except ClientError as error:
        code = error.response["Error"].get("Code", "")
        return Check(name, False, _explained(name, code), is_denied=code in DENIED)
    except EndpointConnectionError:
        return Check(name, False, _("Nobody answers at this address. Look at the address and the port."))
    except BotoCoreError as error:
        return Check(name, False, _("The line to the store failed: %(what)s", what=type(error).__name__))
    except OSError as error:
        return Check(name, False, _of_folder(error), is_denied=error.errno in FORBIDDEN)
    except Insufficient as error:
        return Check(name, False, error.message)
    except Wrong:
        return Check(name, False, _("The store answered, but not with what was written."))
    except Exception as error:
        return Check(name, False, str(error)[:200] or type(error).__name__)
    return Check(name, True)


def _of_folder(error: OSError) -> str:
    place = error.filename or _("this folder")
    if error.errno in FORBIDDEN:
        who = next((each.pw_name for each in pwd.getpwall() if each.pw_uid == os.geteuid()), f"user {os.geteuid()}")
        return _("Not allowed. Let %(who)s read, write and enter %(place)s.", who=who, place=place)
    if error.errno == errno.EROFS:
        return _("The disk of %(place)s is there for reading only. Mount it for writing.", place=place)
    return _("%(what)s: %(place)s", what=error.strerror or type(error).__name__, place=place)


def _explained(name: str, code: str) -> str:
    if code in DENIED:
        return _("Not allowed. Give these keys the permission %(what)s.", what=NEEDS[name])
    known = {
        "NoSuchBucket": _("There is no bucket of this name. Create it first; it should be private."),
        "InvalidAccessKeyId": _("The store does not know this access key."),
        "SignatureDoesNotMatch": _("The secret key does not belong to this access key, or the region is another one."),
        "AuthorizationHeaderMalformed": _("The region is another one."),
    }
    return known.get(code) or _("The store said %(code)s.", code=code)
