"""What people are told of their payouts: a new account, one that waits for the gateway, an answer."""

from alembic import op

revision = "0030_payout_events"
down_revision = "0029_reward_rules"

OF_PEOPLE = ("followed", "published", "mentioned", "replied", "commented", "hearted", "liked", "comment_liked")
OF_MONEY = (
    *("tipped", "tipped_unnamed", "tip_thanked", "sold", "gifted", "joined", "left", "refund_asked", "returned"),
    "new_version",
)
OF_SITE = (
    *("reward_on", "reward_off", "rewarded", "held", "freed", "renewal_failed", "refunded", "paid_out", "bounced"),
    *("refund_answered", "refund_stranded", "disputed", "dispute_ended"),
)
MORE = ("payout_account", "payout_waits", "payout_answered")


def know(events):
    """Let notifications be of these events."""
    for table in ("notification", "notification_choice"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_event"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_event"), f"event IN {events}")


def upgrade():
    know((*OF_PEOPLE, *OF_MONEY, *OF_SITE, *MORE))


def downgrade():
    for table in ("notification", "notification_choice"):
        op.execute(f"DELETE FROM {table} WHERE event IN {MORE}")
    know((*OF_PEOPLE, *OF_MONEY, *OF_SITE))
