"""What follows a change of who may see or open a piece: its files, the courses around it, its reposts."""

from sqlalchemy import update

from wm.domains import entitlements, media
from wm.domains.content import courses
from wm.domains.content.models import Content
from wm.domains.content.policy import has_open_links
from wm.domains.content.recounting import recount_reposts
from wm.kernel import clock
from wm.kernel.db import db


def relinked(content: Content) -> Content:
    """Let links to the film live long, or not, and courses count it, or not, as its state, visibility and lock now say."""
    if content.film is not None:
        is_locked = has_open_links(content) and bool(entitlements.locks([content.id]))
        deed = media.lock_up if is_locked else media.open_up if has_open_links(content) else media.close
        deed(content.film)
    courses.recount_around(content)
    _tell_reposts(content)
    return content


def _tell_reposts(content: Content) -> None:
    """Let cards of its reposts be drawn anew, and what it reposts be counted again."""
    if content.is_published or content.published_at:
        showing = update(Content).where(Content.repost_of_id == content.id).values(updated_at=clock.now())
        db.session.execute(showing, execution_options={"synchronize_session": False})
    if content.repost_of_id is not None:
        db.session.flush()
        recount_reposts(content.repost_of_id)
