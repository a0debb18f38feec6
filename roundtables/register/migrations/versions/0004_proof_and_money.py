"""Files of events, stays, certificates; costs with unit costs, catering; the funder's report, surveys, column sets."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_set",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_column_set"),
        sa.UniqueConstraint("name", name="uq_column_set_name"),
    )
    op.create_table(
        "rate_table",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_until >= valid_from", name="ck_rate_table_valid_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_rate_table"),
        sa.UniqueConstraint("decision", "name", name="uq_rate_table_decision_name"),
    )
    op.create_table(
        "rate_band",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("from_km", sa.Integer(), nullable=False),
        sa.Column("to_km", sa.Integer(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cents >= 0", name="ck_rate_band_not_negative"),
        sa.CheckConstraint("from_km >= 0", name="ck_rate_band_distance_not_negative"),
        sa.CheckConstraint("to_km >= from_km", name="ck_rate_band_distance_in_order"),
        sa.ForeignKeyConstraint(["table_id"], ["rate_table.id"], name="fk_rate_band_table_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rate_band"),
    )
    op.create_index("ix_rate_band_table_id", "rate_band", ["table_id"], unique=False)

    op.create_table(
        "known_name",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_known_name_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_known_name"),
        sa.UniqueConstraint("person_id", "name_key", name="uq_known_name_person_id_name_key"),
    )
    op.create_index("ix_known_name_name_key", "known_name", ["name_key"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_certificate_event_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_certificate_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("number", name="uq_certificate_number"),
    )
    op.create_index("ix_certificate_event_id", "certificate", ["event_id"], unique=False)
    op.create_index("ix_certificate_person_id", "certificate", ["person_id"], unique=False)
    op.create_index("ix_certificate_sha256", "certificate", ["sha256"], unique=False)

    op.create_table(
        "cost",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("estimate_cents", sa.BigInteger(), nullable=True),
        sa.Column("actual_cents", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("rate_source", sa.String(), nullable=False),
        sa.Column("incurred_on", sa.Date(), nullable=True),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=True),
        sa.Column("budget_line", sa.String(), nullable=False),
        sa.Column("rate_table_id", sa.Integer(), nullable=True),
        sa.Column("distance_km", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("actual_cents >= 0", name="ck_cost_actual_not_negative"),
        sa.CheckConstraint("distance_km >= 0", name="ck_cost_distance_not_negative"),
        sa.CheckConstraint("estimate_cents >= 0", name="ck_cost_estimate_not_negative"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_cost_event_id"),
        sa.ForeignKeyConstraint(["payer_id"], ["organisation.id"], name="fk_cost_payer_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_cost_person_id"),
        sa.ForeignKeyConstraint(["rate_table_id"], ["rate_table.id"], name="fk_cost_rate_table_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cost"),
    )
    op.create_index("ix_cost_event_id", "cost", ["event_id"], unique=False)
    op.create_index("ix_cost_payer_id", "cost", ["payer_id"], unique=False)
    op.create_index("ix_cost_person_id", "cost", ["person_id"], unique=False)
    op.create_index("ix_cost_rate_table_id", "cost", ["rate_table_id"], unique=False)

    op.create_table(
        "event_file",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_file_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_file"),
        sa.UniqueConstraint("event_id", "kind", "sha256", name="uq_event_file_event_id_kind_sha256"),
    )
    op.create_index("ix_event_file_sha256", "event_file", ["sha256"], unique=False)

    op.create_table(
        "event_report",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("survey_url", sa.String(), nullable=False),
        sa.Column("survey_responses", sa.Integer(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("men", sa.Integer(), nullable=True),
        sa.Column("non_binary", sa.Integer(), nullable=True),
        sa.Column("gender_not_stated", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("survey_responses >= 0", name="ck_event_report_responses_not_negative"),
        sa.CheckConstraint(
            "women >= 0 AND men >= 0 AND non_binary >= 0 AND gender_not_stated >= 0",
            name="ck_event_report_not_negative",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_report_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_report"),
        sa.UniqueConstraint("event_id", name="uq_event_report_event_id"),
    )
    op.create_table(
        "survey",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_survey_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
    )
    op.create_index("ix_survey_event_id", "survey", ["event_id"], unique=False)

    op.create_table(
        "stay",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("joined", sa.DateTime(), nullable=False),
        sa.Column("departed", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("departed >= joined", name="ck_stay_departed_after_joined"),
        sa.ForeignKeyConstraint(["file_id"], ["event_file.id"], name="fk_stay_file_id"),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name="fk_stay_participation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stay"),
    )
    op.create_index("ix_stay_file_id", "stay", ["file_id"], unique=False)
    op.create_index("ix_stay_participation_id", "stay", ["participation_id"], unique=False)

    op.create_table(
        "survey_question",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("scale_from", sa.Integer(), nullable=True),
        sa.Column("scale_to", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_survey_question_survey_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_question"),
        sa.UniqueConstraint("survey_id", "position", name="uq_survey_question_survey_id_position"),
    )
    op.create_table(
        "catering",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("served", sa.DateTime(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("cost_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cost_id"], ["cost.id"], name="fk_catering_cost_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_catering_event_id"),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name="fk_catering_slot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_catering"),
    )
    op.create_index("ix_catering_cost_id", "catering", ["cost_id"], unique=False)
    op.create_index("ix_catering_event_id", "catering", ["event_id"], unique=False)
    op.create_index("ix_catering_slot_id", "catering", ["slot_id"], unique=False)

    op.create_table(
        "proved_slot",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["event_file.id"], name="fk_proved_slot_file_id"),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name="fk_proved_slot_slot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proved_slot"),
        sa.UniqueConstraint("file_id", "slot_id", name="uq_proved_slot_file_id_slot_id"),
    )
    op.create_index("ix_proved_slot_slot_id", "proved_slot", ["slot_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["survey_question.id"], name="fk_survey_answer_question_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_answer"),
    )
    op.create_index("ix_survey_answer_question_id", "survey_answer", ["question_id"], unique=False)

    op.create_table(
        "catering_guest",
        sa.Column("catering_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["catering_id"], ["catering.id"], name="fk_catering_guest_catering_id"),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name="fk_catering_guest_participation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_catering_guest"),
        sa.UniqueConstraint("catering_id", "participation_id", name="uq_catering_guest_catering_id_participation_id"),
    )
    op.create_index("ix_catering_guest_participation_id", "catering_guest", ["participation_id"], unique=False)

    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(sa.Column("present_percent", sa.Integer(), nullable=False, server_default="50"))
        batch_op.add_column(sa.Column("certificate_percent", sa.Integer(), nullable=False, server_default="80"))
        batch_op.add_column(sa.Column("certificate_by", sa.String(32), nullable=False, server_default="SLOTS"))

    with op.batch_alter_table("hand_over") as batch_op:
        batch_op.add_column(sa.Column("work_package_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch_op.create_index("ix_hand_over_project_id", ["project_id"], unique=False)
        batch_op.create_index("ix_hand_over_work_package_id", ["work_package_id"], unique=False)
        batch_op.create_foreign_key("fk_hand_over_project_id", "project", ["project_id"], ["id"])
        batch_op.create_foreign_key("fk_hand_over_work_package_id", "work_package", ["work_package_id"], ["id"])

    op.create_table(
        "hand_over_part",
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_over.id"], name="fk_hand_over_part_hand_over_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_hand_over_part_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over_part"),
    )
    op.create_index("ix_hand_over_part_event_id", "hand_over_part", ["event_id"], unique=False)
    op.create_index("ix_hand_over_part_hand_over_id", "hand_over_part", ["hand_over_id"], unique=False)
    op.create_index("ix_hand_over_part_sha256", "hand_over_part", ["sha256"], unique=False)

    with op.batch_alter_table("participation") as batch_op:
        batch_op.add_column(sa.Column("walk_in", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("project") as batch_op:
        batch_op.add_column(sa.Column("activity_code", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("account", sa.String(), nullable=False, server_default=""))
