"""The first schema: programme, people, events, participation, attendance, hand-overs, journal and index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH_INDEX_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "words, shown UNINDEXED, detail UNINDEXED, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3')"
)
# Without this, the words of an erased row stay readable in the index's own pages.
SEARCH_INDEX_ERASES = "INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1)"
SEARCH_INDEX_SERVER = (
    "CREATE TABLE search_index (id BIGINT PRIMARY KEY, words TEXT NOT NULL, shown TEXT NOT NULL, detail TEXT NOT NULL)"
)
SEARCH_INDEX_SERVER_WORDS = (
    "CREATE INDEX ix_search_index_words ON search_index USING gin (to_tsvector('simple', words))"
)


def upgrade() -> None:
    op.create_table(
        "numbering",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_numbering"),
        sa.UniqueConstraint("prefix", name="uq_numbering_prefix"),
    )
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_index("ix_organisation_name_key", "organisation", ["name_key"], unique=False)
    op.create_table(
        "project",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_local", sa.String(), nullable=False),
        sa.Column("acronym", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("term_from", sa.Date(), nullable=True),
        sa.Column("term_until", sa.Date(), nullable=True),
        sa.Column("appointed_on", sa.Date(), nullable=True),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("funding_line", sa.String(), nullable=False),
        sa.Column("grant_agreement", sa.String(), nullable=False),
        sa.Column("cost_centre", sa.String(), nullable=False),
        sa.Column("project_code", sa.String(), nullable=False),
        sa.Column("follows_on", sa.String(), nullable=False),
        sa.Column("carries_out", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
    )
    op.create_table(
        "standing_group",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_standing_group"),
    )
    op.create_table(
        "step",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reverses_id"], ["step.id"], name="fk_step_reverses_id"),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
    )
    op.create_index("ix_step_at", "step", ["at"], unique=False)
    op.create_table(
        "venue",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_venue"),
    )
    op.create_table(
        "change",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_change_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_event_id", "change", ["event_id"], unique=False)
    op.create_index("ix_change_person_id", "change", ["person_id"], unique=False)
    op.create_index("ix_change_step_id", "change", ["step_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_key", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_email_key", "person", ["email_key"], unique=False)
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"], unique=False)
    op.create_index("ix_person_sort_name", "person", ["sort_name"], unique=False)
    op.create_table(
        "project_partner",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("coordinates", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_project_partner_organisation_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_partner_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_partner"),
        sa.UniqueConstraint("project_id", "organisation_id", name="uq_project_partner_project_id_organisation_id"),
    )
    op.create_index("ix_project_partner_organisation_id", "project_partner", ["organisation_id"], unique=False)
    op.create_index("ix_project_partner_project_id", "project_partner", ["project_id"], unique=False)
    op.create_table(
        "work_package",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_work_package_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_work_package"),
        sa.UniqueConstraint("project_id", "number", name="uq_work_package_project_id_number"),
    )
    op.create_index("ix_work_package_project_id", "work_package", ["project_id"], unique=False)
    op.create_table(
        "activity",
        sa.Column("work_package_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("target_events", sa.Integer(), nullable=True),
        sa.Column("target_participants", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["work_package_id"], ["work_package.id"], name="fk_activity_work_package_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_work_package_id", "activity", ["work_package_id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["standing_group.id"], name="fk_group_member_group_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_group_member_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_group_member"),
        sa.UniqueConstraint("group_id", "person_id", name="uq_group_member_group_id_person_id"),
    )
    op.create_index("ix_group_member_group_id", "group_member", ["group_id"], unique=False)
    op.create_index("ix_group_member_person_id", "group_member", ["person_id"], unique=False)
    op.create_table(
        "person_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_address_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_address"),
        sa.UniqueConstraint("person_id", "email_key", name="uq_person_address_person_id_email_key"),
    )
    op.create_index("ix_person_address_email_key", "person_address", ["email_key"], unique=False)
    op.create_index("ix_person_address_person_id", "person_address", ["person_id"], unique=False)
    op.create_table(
        "person_needs",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("diet", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_needs_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_needs"),
        sa.UniqueConstraint("person_id", name="uq_person_needs_person_id"),
    )
    op.create_table(
        "project_role",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_project_role_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_project_role_person_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_role_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_role"),
    )
    op.create_index("ix_project_role_organisation_id", "project_role", ["organisation_id"], unique=False)
    op.create_index("ix_project_role_person_id", "project_role", ["person_id"], unique=False)
    op.create_index("ix_project_role_project_id", "project_role", ["project_id"], unique=False)
    op.create_table(
        "work_package_lead",
        sa.Column("work_package_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_work_package_lead_organisation_id"),
        sa.ForeignKeyConstraint(["work_package_id"], ["work_package.id"], name="fk_work_package_lead_work_package_id"),
        sa.PrimaryKeyConstraint("id", name="pk_work_package_lead"),
        sa.UniqueConstraint(
            "work_package_id", "organisation_id", name="uq_work_package_lead_work_package_id_organisation_id"
        ),
    )
    op.create_index("ix_work_package_lead_organisation_id", "work_package_lead", ["organisation_id"], unique=False)
    op.create_index("ix_work_package_lead_work_package_id", "work_package_lead", ["work_package_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("starts_utc", sa.DateTime(), nullable=False),
        sa.Column("ends_utc", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("work_package_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("online_url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("themes", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("organiser_name", sa.String(), nullable=False),
        sa.Column("organiser_email", sa.String(), nullable=False),
        sa.Column("counted_by", sa.String(32), nullable=False),
        sa.Column("guests_shown", sa.Boolean(), nullable=False),
        sa.Column("invited_by_session", sa.Boolean(), nullable=False),
        sa.Column("alarm_minutes", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name="ck_event_capacity_positive"),
        sa.CheckConstraint("ends >= starts", name="ck_event_ends_after_start"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_event_activity_id"),
        sa.ForeignKeyConstraint(["host_id"], ["organisation.id"], name="fk_event_host_id"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_event_project_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name="fk_event_venue_id"),
        sa.ForeignKeyConstraint(["work_package_id"], ["work_package.id"], name="fk_event_work_package_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("reference", name="uq_event_reference"),
        sa.UniqueConstraint("uid", name="uq_event_uid"),
    )
    op.create_index("ix_event_activity_id", "event", ["activity_id"], unique=False)
    op.create_index("ix_event_host_id", "event", ["host_id"], unique=False)
    op.create_index("ix_event_project_id", "event", ["project_id"], unique=False)
    op.create_index("ix_event_starts_utc", "event", ["starts_utc"], unique=False)
    op.create_index("ix_event_venue_id", "event", ["venue_id"], unique=False)
    op.create_index("ix_event_work_package_id", "event", ["work_package_id"], unique=False)
    op.create_table(
        "hand_over",
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("event_reference", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("for_whom", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("person_days", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_hand_over_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over"),
    )
    op.create_index("ix_hand_over_event_id", "hand_over", ["event_id"], unique=False)
    op.create_index("ix_hand_over_sha256", "hand_over", ["sha256"], unique=False)
    op.create_table(
        "participation",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("reply", sa.String(32), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_participation_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_participation_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_participation"),
        sa.UniqueConstraint("event_id", "person_id", name="uq_participation_event_id_person_id"),
    )
    op.create_index("ix_participation_person_id", "participation", ["person_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends >= starts", name="ck_session_ends_after_start"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_session_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("uid", name="uq_session_uid"),
    )
    op.create_index("ix_session_event_id", "session", ["event_id"], unique=False)
    op.create_table(
        "slot",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_slot_event_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_slot_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_slot"),
        sa.UniqueConstraint("event_id", "number", name="uq_slot_event_id_number"),
    )
    op.create_index("ix_slot_event_id", "slot", ["event_id"], unique=False)
    op.create_index("ix_slot_session_id", "slot", ["session_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("arrived", sa.DateTime(), nullable=True),
        sa.Column("departed", sa.DateTime(), nullable=True),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name="ck_attendance_minutes_not_negative"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_attendance_event_id"),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name="fk_attendance_participation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_attendance_person_id"),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name="fk_attendance_slot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("participation_id", "slot_id", name="uq_attendance_participation_id_slot_id"),
    )
    op.create_index("ix_attendance_event_id", "attendance", ["event_id"], unique=False)
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"], unique=False)
    op.create_index("ix_attendance_slot_id", "attendance", ["slot_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        op.execute(SEARCH_INDEX_SQLITE)
        op.execute(SEARCH_INDEX_ERASES)
    else:
        op.execute(SEARCH_INDEX_SERVER)
        op.execute(SEARCH_INDEX_SERVER_WORDS)
