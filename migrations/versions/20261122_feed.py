"""What feeds and search remember."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0016_feed"
down_revision = "0015_engagement_more"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = "title, tags, creator, body"


def key(length):
    exact = mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")
    return sa.String(length).with_variant(exact, "mysql")


def belongs(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def upgrade():
    op.create_table(
        "ranking_weight",
        sa.Column("name", key(32), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ranking_weight")),
    )
    op.create_table(
        "feed_taste",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("is_personal", sa.Boolean(), nullable=False),
        sa.Column("since", MOMENT),
        belongs("feed_taste", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed_taste")),
    )
    for name, other in (("category_mute", "category"), ("less_like", "content")):
        op.create_table(
            name,
            sa.Column("id", ID, autoincrement=True, nullable=False),
            sa.Column("person_id", ID, nullable=False),
            sa.Column(f"{other}_id", ID, nullable=False),
            *([sa.Column("created_at", MOMENT, nullable=False)] if name == "less_like" else []),
            belongs(name, "person_id", "person"),
            belongs(name, f"{other}_id", other),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint("person_id", f"{other}_id", name=op.f(f"uq_{name}_person_id_{other}_id")),
        )
        op.create_index(f"ix_{name}_{other}_id", name, [f"{other}_id"])
    op.create_table(
        "search_entry",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("content_id", ID),
        sa.Column("person_id", ID),
        sa.Column("kind", key(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("tags", sa.String(400), nullable=False),
        sa.Column("creator", sa.String(120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("(content_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_search_entry_one_subject")),
        belongs("search_entry", "content_id", "content"),
        belongs("search_entry", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("content_id", name=op.f("uq_search_entry_content_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_search_entry_person_id")),
    )
    op.create_index("ix_search_entry_title", "search_entry", ["title"])
    (index_in_sqlite if op.get_bind().dialect.name == "sqlite" else index_in_mysql)()
    fill()


def index_in_mysql():
    op.execute("CREATE FULLTEXT INDEX ft_search_entry_head ON search_entry (title, tags, creator)")
    op.execute("CREATE FULLTEXT INDEX ft_search_entry_all ON search_entry (title, tags, creator, body)")


def index_in_sqlite():
    op.execute(
        f"CREATE VIRTUAL TABLE search_words USING fts5({COLUMNS}, content='search_entry', content_rowid='id', "
        "prefix='2 3', tokenize=\"unicode61 remove_diacritics 2\")"
    )
    new = ", ".join(f"new.{column}" for column in COLUMNS.split(", "))
    old = ", ".join(f"old.{column}" for column in COLUMNS.split(", "))
    add = f"INSERT INTO search_words (rowid, {COLUMNS}) VALUES (new.id, {new});"
    drop = f"INSERT INTO search_words (search_words, rowid, {COLUMNS}) VALUES ('delete', old.id, {old});"
    for event, what in (("INSERT", add), ("DELETE", drop), ("UPDATE", drop + " " + add)):
        op.execute(f"CREATE TRIGGER search_words_{event.lower()} AFTER {event} ON search_entry BEGIN {what} END")


def fill():
    """Give a site that is not new the words of its titles; the nightly rebuild brings the rest."""
    op.execute(
        "INSERT INTO search_entry (content_id, kind, title, tags, creator, body) "
        "SELECT c.id, c.kind, c.title, '', p.name, c.description FROM content c JOIN person p ON p.id = c.person_id "
        "WHERE c.state = 'published'"
    )
    op.execute(
        "INSERT INTO search_entry (person_id, kind, title, tags, creator, body) "
        "SELECT id, 'person', name, handle, '', bio FROM person WHERE closed_at IS NULL"
    )


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    for name in ("search_entry", "less_like", "category_mute", "feed_taste", "ranking_weight"):
        op.drop_table(name)
