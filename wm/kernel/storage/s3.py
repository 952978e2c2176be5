"""An S3-compatible bucket as a store; bounded time-outs and retries, nothing held whole in memory."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from wm.kernel.errors import NotFound
from wm.kernel.storage.base import CHUNK, Part, Stat

MIB = 1024 * 1024
MISSING = ("404", "NoSuchKey", "NoSuchUpload", "NotFound")
TIMEOUTS = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 4, "mode": "standard"}}


class S3Store:
    """Objects in one private bucket; the multipart reference is the store's own upload id."""

    part_min_bytes = 5 * MIB

    def __init__(self, endpoint: str, bucket: str, access_key: str, secret_key: str, region: str):
        signing = Config(region_name=region, signature_version="s3v4", s3={"addressing_style": "path"}, **TIMEOUTS)
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

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        if end is not None and end <= start:
            return
        wanted = f"bytes={start}-{'' if end is None else end - 1}"
        answer = self._found(self.client.get_object, Key=key, **({"Range": wanted} if start or end else {}))
        yield from answer["Body"].iter_chunks(CHUNK)

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
        if self.stat(key) is None:
            raise NotFound()
        self.client.download_file(self.bucket, key, str(path), Config=self.transfer)

    def copy(self, source: str, target: str) -> None:
        self.client.copy({"Bucket": self.bucket, "Key": source}, self.bucket, target, Config=self.transfer)

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def delete_prefix(self, prefix: str) -> int:
        found = list(self.keys(prefix))
        for first in range(0, len(found), 1000):
            some = [{"Key": key} for key in found[first : first + 1000]]
            self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": some, "Quiet": True})
        return len(found)

    def keys(self, prefix: str) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        for page in pages:
            yield from (item["Key"] for item in page.get("Contents", ()))

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
        where = {"Bucket": self.bucket, "Key": key, "UploadId": ref}
        self.client.complete_multipart_upload(**where, MultipartUpload={"Parts": done})

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
