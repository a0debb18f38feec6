"""Series, what each participant was sent, the post with templates and rules, answers taken in, published calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Whoever waited already stands in line in the order of their replies.
LINE_UP = """
UPDATE participation SET place_in_line = (
    SELECT count(*) FROM participation AS other
    WHERE other.event_id = participation.event_id AND other.reply = 'WAITING'
    AND (other.replied_at < participation.replied_at
         OR (other.replied_at = participation.replied_at AND other.id <= participation.id)
         OR (other.replied_at IS NULL AND participation.replied_at IS NULL AND other.id <= participation.id)
         OR (other.replied_at IS NOT NULL AND participation.replied_at IS NULL))
) WHERE reply = 'WAITING'
"""


def upgrade() -> None:
    op.create_table(
        "mailbox_mark",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("uid_validity", sa.Integer(), nullable=False),
        sa.Column("last_uid", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mailbox_mark"),
        sa.UniqueConstraint("mailbox", name="uq_mailbox_mark_mailbox"),
    )
    op.create_table(
        "message_template",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_template"),
        sa.UniqueConstraint("kind", "language", name="uq_message_template_kind_language"),
    )
    op.create_table(
        "publication",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_publication_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint("address", name="uq_publication_address"),
    )
    op.create_index("ix_publication_project_id", "publication", ["project_id"], unique=False)

    op.create_table(
        "series",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("online_url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends >= starts", name="ck_series_ends_after_start"),
        sa.ForeignKeyConstraint(["group_id"], ["standing_group.id"], name="fk_series_group_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name="fk_series_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("uid", name="uq_series_uid"),
    )
    op.create_index("ix_series_group_id", "series", ["group_id"], unique=False)
    op.create_index("ix_series_venue_id", "series", ["venue_id"], unique=False)

    op.create_table(
        "published_item",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name="fk_published_item_publication_id"),
        sa.PrimaryKeyConstraint("id", name="pk_published_item"),
        sa.UniqueConstraint("publication_id", "uid", name="uq_published_item_publication_id_uid"),
    )
    op.create_index("ix_published_item_publication_id", "published_item", ["publication_id"], unique=False)

    op.create_table(
        "series_date",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_series_date_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series_date"),
        sa.UniqueConstraint("series_id", "starts", name="uq_series_date_series_id_starts"),
    )
    op.create_index("ix_series_date_series_id", "series_date", ["series_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("recurrence_id", sa.DateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.DateTime(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("partstat", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(32), nullable=True),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("delegate_email", sa.String(), nullable=False),
        sa.Column("delegate_name", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=True),
        sa.Column("ends", sa.DateTime(), nullable=True),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_answer_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_answer_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
    )
    op.create_index("ix_answer_digest", "answer", ["digest"], unique=False)
    op.create_index("ix_answer_event_id", "answer", ["event_id"], unique=False)
    op.create_index("ix_answer_person_id", "answer", ["person_id"], unique=False)

    op.create_table(
        "reminder_rule",
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("whom", sa.String(32), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("at_minute", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_reminder_rule_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_rule"),
    )
    op.create_index("ix_reminder_rule_event_id", "reminder_rule", ["event_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("header_id", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_message_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_message_person_id"),
        sa.ForeignKeyConstraint(["rule_id"], ["reminder_rule.id"], name="fk_message_rule_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("header_id", name="uq_message_header_id"),
    )
    op.create_index("ix_message_event_id", "message", ["event_id"], unique=False)
    op.create_index("ix_message_person_id", "message", ["person_id"], unique=False)
    op.create_index(
        "ix_message_rule_id_event_id_person_id", "message", ["rule_id", "event_id", "person_id"], unique=False
    )
    op.create_index("ix_message_state_due", "message", ["state", "due"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("method", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_invitation_event_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_invitation_message_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
    )
    op.create_index("ix_invitation_event_id_person_id", "invitation", ["event_id", "person_id"], unique=False)
    op.create_index("ix_invitation_message_id", "invitation", ["message_id"], unique=False)
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"], unique=False)

    op.create_table(
        "message_content",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_message_content_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message_content"),
        sa.UniqueConstraint("message_id", name="uq_message_content_message_id"),
    )
    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(sa.Column("line_moves", sa.String(32), nullable=False, server_default="ASKED"))
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recurrence_id", sa.DateTime(), nullable=True))
        batch_op.create_unique_constraint("uq_event_series_id_recurrence_id", ["series_id", "recurrence_id"])
        batch_op.create_foreign_key("fk_event_series_id", "series", ["series_id"], ["id"])

    with op.batch_alter_table("participation") as batch_op:
        batch_op.add_column(sa.Column("place_in_line", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("comment", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answered_sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answered_stamp", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("moved_up_at", sa.DateTime(), nullable=True))
    op.execute(LINE_UP)
