"""A multipart form read as it arrives: fields are kept, files are passed on piece by piece and never held."""

from collections.abc import Iterator

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, ClientDisconnected, RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

READ = 64 * 1024
MAX_FIELDS = 512 * 1024  # bytes of all fields together
MAX_PARTS = 100


class FormStream:
    """`fields` holds what has been read so far; `files()` yields (field, file name, chunks) in the order of the form."""

    def __init__(self, stream, boundary: bytes):
        self.stream, self.fields, self.name, self.room = stream, MultiDict(), None, MAX_FIELDS
        self.decoder = MultipartDecoder(boundary, max_form_memory_size=MAX_FIELDS, max_parts=MAX_PARTS)
        self.waiting: File | None = None
        self.is_whole = False

    def files(self) -> Iterator[tuple[str, str, Iterator[bytes]]]:
        """Yield each file as its turn comes; what the caller leaves of its chunks is read past."""
        while self.advance():
            file, self.waiting = self.waiting, None
            chunks = self._chunks()
            yield file.name or "", file.filename or "", chunks
            for _left in chunks:
                pass

    def advance(self) -> bool:
        """Read fields up to the next file; False at the end of the form. Raises BadRequest (400)."""
        while self.waiting is None and not self.is_whole:
            event = self._next()
            if isinstance(event, File):
                self.waiting = event
            elif isinstance(event, Field):
                self.fields.add(event.name, self._text())
            elif isinstance(event, Epilogue):
                self.is_whole = True
        return self.waiting is not None

    def _text(self) -> str:
        read = bytearray()
        for chunk in self._chunks():
            read += chunk
            self.room -= len(chunk)
            if self.room < 0:
                raise RequestEntityTooLarge()
        return read.decode("utf-8", "replace")

    def _chunks(self) -> Iterator[bytes]:
        more = True
        while more:
            event = self._next()
            if not isinstance(event, Data):
                raise BadRequest()
            more = event.more_data
            if event.data:
                yield event.data

    def _next(self):
        try:
            while isinstance(event := self.decoder.next_event(), NeedData):
                self.decoder.receive_data(self.stream.read(READ) or None)
            return event
        except (ValueError, OSError, ClientDisconnected):
            raise BadRequest() from None  # cut off, or no form at all
