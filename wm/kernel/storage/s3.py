"""An S3-compatible bucket as a store; bounded time-outs and retries, checksums both ways, nothing held whole in memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError, FlexibleChecksumError

from wm.kernel.errors import NotFound
from wm.kernel.storage.base import Draft, Entry, Part, Stat
from wm.kernel.storage.reading import CutShort, resumed

MIB = 1024 * 1024
MISSING = ("404", "NoSuchKey", "NoSuchUpload", "NotFound")
TIMEOUTS = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 6, "mode": "standard"}}
CHECKED = {"request_checksum_calculation": "when_supported", "response_checksum_validation": "when_supported"}
FETCHES, AT_ONCE = 4, 1000


class S3Store:
    """Objects in one private bucket; the multipart reference is the store's own upload id."""

    part_min_bytes = 5 * MIB

    def __init__(self, endpoint: str, bucket: str, access_key: str, secret_key: str, region: str, **options):
        style = {"signature_version": "s3v4", "s3": {"addressing_style": "path"}}
        signing = Config(region_name=region, **(style | TIMEOUTS | CHECKED | options))
        keys = {"aws_access_key_id": access_key, "aws_secret_access_key": secret_key}
        self.client = boto3.client("s3", endpoint_url=endpoint, config=signing, **keys)
        self.bucket = bucket
        self.transfer = TransferConfig(multipart_threshold=16 * MIB, multipart_chunksize=8 * MIB, max_concurrency=4)

    def path(self, key: str) -> None:
        return None

    def put(self, key: str, content: bytes, content_type: str = "") -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=content, **_typed(content_type))

    def put_path(self, key: str, path: str | Path, content_type: str = "") -> None:
        extra = _typed(content_type)
        self.client.upload_file(str(path), self.bucket, key, ExtraArgs=extra, Config=self.transfer)

    def take_path(self, key: str, path: str | Path, content_type: str = "") -> None:
        self.put_path(key, path, content_type)
        Path(path).unlink()

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        if end is not None and end <= start:
            return
        yield from resumed(lambda first, etag: self._asked(key, first, end, etag), start)

    def _asked(self, key: str, start: int, end: int | None, etag: str | None) -> dict:
        """Ask for a part of an object; with `etag`, only while it is still the same object."""
        wanted = {"Range": f"bytes={start}-{'' if end is None else end - 1}"} if start or end else {}
        return self._found(self.client.get_object, Key=key, **wanted, **({"IfMatch": etag} if etag else {}))

    def _found(self, call, **args):
        try:
            return call(Bucket=self.bucket, **args)
        except ClientError as error:
            if error.response["Error"]["Code"] in MISSING:
                raise NotFound() from None
            raise

    def stat(self, key: str) -> Stat | None:
        try:
            known = self._found(self.client.head_object, Key=key)
        except NotFound:
            return None
        return Stat(known["ContentLength"], known["LastModified"], known["ETag"].strip('"'))

    def fetch(self, key: str, path: str | Path) -> None:
        for left in reversed(range(FETCHES)):
            try:
                with Path(path).open("wb") as file:
                    file.writelines(self.open(key))
                return
            except (FlexibleChecksumError, CutShort):
                if not left:
                    raise

    def copy(self, source: str, target: str) -> None:
        self.client.copy({"Bucket": self.bucket, "Key": source}, self.bucket, target, Config=self.transfer)

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def delete_prefix(self, prefix: str) -> int:
        found, count = self.keys(prefix), 0
        while some := [{"Key": key} for key in islice(found, AT_ONCE)]:
            said = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": some, "Quiet": True})
            if errors := said.get("Errors"):
                raise OSError(f"{len(errors)} objects under {prefix} were not deleted: {errors[0].get('Code')}")
            count += len(some)
        return count

    def keys(self, prefix: str) -> Iterator[str]:
        return (entry.key for entry in self.entries(prefix))

    def entries(self, prefix: str, after: str = "") -> Iterator[Entry]:
        begin = {"StartAfter": after} if after else {}
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix, **begin)
        for page in pages:
            yield from (Entry(item["Key"], item["Size"], item["LastModified"]) for item in page.get("Contents", ()))

    def drafts(self) -> Iterator[Draft]:
        for page in self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket):
            yield from (Draft(item["Key"], item["UploadId"], item["Initiated"]) for item in page.get("Uploads", ()))

    def begin(self, key: str, content_type: str = "") -> str:
        return self.client.create_multipart_upload(Bucket=self.bucket, Key=key, **_typed(content_type))["UploadId"]

    def put_part(self, key: str, ref: str, number: int, content: Iterable[bytes], size: int) -> Part:
        body = b"".join(content)
        if len(body) != size:
            raise ValueError(f"part {number} has {len(body)} bytes instead of {size}")
        place = {"Bucket": self.bucket, "Key": key, "UploadId": ref, "PartNumber": number}
        return Part(number, self.client.upload_part(Body=body, **place)["ETag"], size)

    def complete(self, key: str, ref: str, parts: list[Part]) -> None:
        done = [{"PartNumber": part.number, "ETag": part.etag} for part in sorted(parts)]
        try:
            self._found(self.client.complete_multipart_upload, Key=key, UploadId=ref, MultipartUpload={"Parts": done})
        except NotFound:  # an earlier try was heard, though its answer was not
            known = self.stat(key)
            if known is None or known.size != sum(part.size for part in parts):
                raise

    def abort(self, key: str, ref: str) -> None:
        try:
            self._found(self.client.abort_multipart_upload, Key=key, UploadId=ref)
        except NotFound:
            return

    def presign(self, key: str, seconds: int) -> str:
        what = {"Bucket": self.bucket, "Key": key}
        return self.client.generate_presigned_url("get_object", Params=what, ExpiresIn=seconds)

    def ping(self) -> None:
        self.client.head_bucket(Bucket=self.bucket)


def _typed(content_type: str) -> dict[str, str]:
    return {"ContentType": content_type} if content_type else {}
