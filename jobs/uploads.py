"""What an upload leaves behind: its bytes are removed when it ends, and what waited too long is ended."""

from jobs import job, long_job
from wm.domains import storage, uploads


@long_job("maintenance", timeout=600)
def expire() -> None:
    """End uploads that got no byte for too long, and finish those whose last request died one step short."""
    uploads.sweep()


@job("maintenance", timeout=300)
def clear(upload_id: int) -> None:
    """Remove what an ended upload left unfinished; its whole file goes by way of the deletion queue."""
    if ended := uploads.clear(upload_id):
        storage.ask(ended.key, "upload", subject=ended.public_id, bytes=ended.received)
