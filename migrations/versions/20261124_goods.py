"""Versions of files, licence keys, downloads, discount codes, bundles and gifts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0027_goods"
down_revision = "0026_rewards"

TABLES = (
    "gift",
    "sale_part",
    "bundle_piece",
    "bundle",
    "discount_code_use",
    "discount_code_piece",
    "discount_code",
    "download",
    "licence",
    "product",
    "file_version",
)


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


OF_PEOPLE = ("followed", "published", "mentioned", "replied", "commented", "hearted", "liked", "comment_liked")
OF_MONEY = ("tipped", "tipped_unnamed", "tip_thanked", "sold", "gifted", "joined", "left", "refund_asked", "returned")
OF_SITE = (
    *("reward_on", "reward_off", "rewarded", "held", "freed", "renewal_failed", "refunded", "paid_out", "bounced"),
    *("refund_answered", "refund_stranded", "disputed", "dispute_ended"),
)


def know(events):
    """Let notifications be of these events."""
    for table in ("notification", "notification_choice"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_event"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_event"), f"event IN {events}")


def upgrade():
    know((*OF_PEOPLE, *OF_MONEY, "new_version", *OF_SITE))
    files()
    keys()
    codes()
    bundles()
    free_sales()


def files():
    op.create_table(
        "file_version",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("notes", sa.String(length=1000), nullable=False),
        sa.Column("file_key", key(22), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_size", row_id(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("number > 0 AND file_size >= 0", name=op.f("ck_file_version_counts")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_file_version_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_version")),
        sa.UniqueConstraint("content_id", "number", name="uq_file_version_number"),
        sa.UniqueConstraint("public_id", name=op.f("uq_file_version_public_id")),
    )
    op.create_index("ix_file_version_key", "file_version", ["file_key"], unique=False)


def keys():
    op.create_table(
        "product",
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("maker_id", sa.BigInteger(), nullable=False),
        sa.Column("download_limit", sa.Integer(), nullable=True),
        sa.Column("key_kind", key(8), nullable=False),
        sa.CheckConstraint("key_kind IN ('none', 'pool', 'made')", name=op.f("ck_product_key_kind")),
        sa.CheckConstraint("download_limit > 0 AND download_limit <= 100", name=op.f("ck_product_download_limit")),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_product_content_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_product")),
    )
    op.create_index("ix_product_maker", "product", ["maker_id", "content_id"], unique=False)
    op.create_table(
        "licence",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=False),
        sa.Column("maker_id", sa.BigInteger(), nullable=False),
        sa.Column("key", key(120), nullable=False),
        sa.Column("sale_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("source", key(12), nullable=False),
        sa.Column("source_ref", key(40), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("given_at", moment(), nullable=True),
        sa.Column("used_at", moment(), nullable=True),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(sale_id IS NULL) = (given_at IS NULL)", name=op.f("ck_licence_given_at")),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_licence_uses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("content_id", "key", name="uq_licence_key"),
        sa.UniqueConstraint("public_id", name=op.f("uq_licence_public_id")),
    )
    op.create_index("ix_licence_maker", "licence", ["maker_id", "id"], unique=False)
    op.create_index("ix_licence_owner", "licence", ["owner_id", "content_id"], unique=False)
    op.create_index("ix_licence_pool", "licence", ["content_id", "sale_id", "revoked_at", "id"], unique=False)
    op.create_index("ix_licence_sale", "licence", ["sale_id"], unique=False)
    op.create_table(
        "download",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", moment(), nullable=False),
        sa.Column("last_at", moment(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_download_count")),
        sa.PrimaryKeyConstraint("person_id", "version_id", name=op.f("pk_download")),
    )
    op.create_index("ix_download_content", "download", ["content_id", "person_id"], unique=False)


def codes():
    op.create_table(
        "discount_code",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("maker_id", sa.BigInteger(), nullable=False),
        sa.Column("word", key(32), nullable=False),
        sa.Column("kind", key(8), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("most_each", sa.Integer(), nullable=True),
        sa.Column("is_for_all", sa.Boolean(), nullable=False),
        sa.Column("starts_at", moment(), nullable=True),
        sa.Column("ends_at", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("stopped_at", moment(), nullable=True),
        sa.CheckConstraint("amount > 0 AND (kind = 'fixed' OR amount <= 100)", name=op.f("ck_discount_code_amount")),
        sa.CheckConstraint("kind IN ('percent', 'fixed')", name=op.f("ck_discount_code_kind")),
        sa.CheckConstraint("most > 0", name=op.f("ck_discount_code_most")),
        sa.CheckConstraint("most_each > 0", name=op.f("ck_discount_code_most_each")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_code")),
        sa.UniqueConstraint("maker_id", "word", name="uq_discount_code_word"),
        sa.UniqueConstraint("public_id", name=op.f("uq_discount_code_public_id")),
    )
    op.create_table(
        "discount_code_piece",
        sa.Column("code_id", row_id(), nullable=False),
        sa.Column("content_id", row_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["discount_code.id"], name=op.f("fk_discount_code_piece_code_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_discount_code_piece_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_id", "content_id", name=op.f("pk_discount_code_piece")),
    )
    op.create_table(
        "discount_code_use",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("code_id", row_id(), nullable=False),
        sa.Column("sale_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("saved", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("saved > 0", name=op.f("ck_discount_code_use_saved")),
        sa.ForeignKeyConstraint(["code_id"], ["discount_code.id"], name=op.f("fk_discount_code_use_code_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_code_use")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_discount_code_use_sale_id")),
    )
    op.create_index("ix_discount_code_use_code", "discount_code_use", ["code_id", "buyer_id"], unique=False)


def bundles():
    op.create_table(
        "bundle",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("maker_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("revision", key(11), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bundle_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bundle_public_id")),
    )
    op.create_index("ix_bundle_maker", "bundle", ["maker_id", "closed_at", "id"], unique=False)
    op.create_index("ix_bundle_open", "bundle", ["closed_at", "id"], unique=False)
    op.create_table(
        "bundle_piece",
        sa.Column("bundle_id", row_id(), nullable=False),
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["bundle.id"], name=op.f("fk_bundle_piece_bundle_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_bundle_piece_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bundle_id", "content_id", name=op.f("pk_bundle_piece")),
    )
    op.create_index("ix_bundle_piece_content", "bundle_piece", ["content_id", "bundle_id"], unique=False)
    op.create_table(
        "sale_part",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("sale_id", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0 AND tax >= 0 AND tax <= amount", name=op.f("ck_sale_part_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_part")),
        sa.UniqueConstraint("sale_id", "n", name="uq_sale_part_n"),
    )
    op.create_index("ix_sale_part_content", "sale_part", ["content_id"], unique=False)
    op.create_table(
        "gift",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("token", key(22), nullable=False),
        sa.Column("sale_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient_id", sa.BigInteger(), nullable=True),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("state", key(8), nullable=False),
        sa.Column("sent_at", moment(), nullable=False),
        sa.Column("claimed_at", moment(), nullable=True),
        sa.Column("returned_at", moment(), nullable=True),
        sa.CheckConstraint(
            "state <> 'claimed' OR (recipient_id IS NOT NULL AND claimed_at IS NOT NULL)", name=op.f("ck_gift_claimed")
        ),
        sa.CheckConstraint("state IN ('sent', 'claimed', 'returned')", name=op.f("ck_gift_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift")),
        sa.UniqueConstraint("public_id", name=op.f("uq_gift_public_id")),
        sa.UniqueConstraint("sale_id", name=op.f("uq_gift_sale_id")),
        sa.UniqueConstraint("token", name=op.f("uq_gift_token")),
    )
    op.create_index("ix_gift_buyer", "gift", ["buyer_id", "id"], unique=False)
    op.create_index("ix_gift_recipient", "gift", ["recipient_id", "state"], unique=False)


def free_sales():
    """A code may take all of a price away: then a sale of nothing stands in the orders."""
    with op.batch_alter_table("sale") as sale:
        sale.drop_constraint(op.f("ck_sale_amount"), type_="check")
        sale.add_column(sa.Column("bundle_id", sa.BigInteger(), nullable=True))
        sale.create_check_constraint(
            op.f("ck_sale_amount"), "amount >= 0 AND tax >= 0 AND (tax < amount OR amount = 0)"
        )


def downgrade():
    op.execute("DELETE FROM sale WHERE amount = 0")
    with op.batch_alter_table("sale") as sale:
        sale.drop_constraint(op.f("ck_sale_amount"), type_="check")
        sale.drop_column("bundle_id")
        sale.create_check_constraint(op.f("ck_sale_amount"), "amount > 0 AND tax >= 0 AND tax < amount")
    for table in TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM notification WHERE event = 'new_version'")
    know((*OF_PEOPLE, *OF_MONEY, *OF_SITE))
