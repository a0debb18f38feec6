"""Templates, checklists, an event's tasks, named filters, pairs who are two; keys that sort as each alphabet does."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEARCH_TERMS_SQLITE = "CREATE VIRTUAL TABLE search_index_terms USING fts5vocab(search_index, 'row')"
CHUNK = 5000
SORT_KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
FLAT = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"})
NORDIC = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
CROATIAN = (("dž", "d{"), ("lj", "l{"), ("nj", "n{"), ("č", "c{"), ("ć", "c|"), ("đ", "d|"), ("š", "s{"), ("ž", "z{"))


def upgrade() -> None:
    op.create_table(
        "event_template",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("lasts_minutes", sa.Integer(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("work_package_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Integer(), nullable=True),
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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_minute >= 0 AND starts_minute < 1440", name="ck_event_template_starts_within_day"),
        sa.CheckConstraint("lasts_minutes >= 0", name="ck_event_template_lasts_not_negative"),
        sa.ForeignKeyConstraint(["work_package_id"], ["work_package.id"], name="fk_event_template_work_package_id"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_event_template_activity_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name="fk_event_template_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_template"),
        sa.UniqueConstraint("name", name="uq_event_template_name"),
    )
    for column in ("work_package_id", "activity_id", "venue_id"):
        op.create_index(f"ix_event_template_{column}", "event_template", [column], unique=False)
    op.create_table(
        "template_session",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("after_minutes", sa.Integer(), nullable=False),
        sa.Column("lasts_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["template_id"], ["event_template.id"], name="fk_template_session_template_id"),
        sa.PrimaryKeyConstraint("id", name="pk_template_session"),
    )
    op.create_index("ix_template_session_template_id", "template_session", ["template_id"], unique=False)
    op.create_table(
        "checklist_line",
        sa.Column("kind", sa.String(32), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind IS NULL) != (template_id IS NULL)", name="ck_checklist_line_of_kind_or_template"),
        sa.ForeignKeyConstraint(["template_id"], ["event_template.id"], name="fk_checklist_line_template_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_line"),
    )
    for column in ("kind", "template_id"):
        op.create_index(f"ix_checklist_line_{column}", "checklist_line", [column], unique=False)
    op.create_table(
        "event_task",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_task_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_task"),
    )
    op.create_index("ix_event_task_event_id", "event_task", ["event_id"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filter"),
        sa.UniqueConstraint("view", "name", name="uq_saved_filter_view_name"),
    )
    op.create_table(
        "not_the_same",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_not_the_same_person_id"),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name="fk_not_the_same_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_not_the_same"),
        sa.UniqueConstraint("person_id", "other_id", name="uq_not_the_same_person_id_other_id"),
    )
    for column in ("person_id", "other_id"):
        op.create_index(f"ix_not_the_same_{column}", "not_the_same", [column], unique=False)
    _add_sort_keys()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SEARCH_TERMS_SQLITE)


def _add_sort_keys() -> None:
    for table in ("person", "organisation"):
        for column in ("sort_nordic", "sort_croatian"):
            op.add_column(table, sa.Column(column, SORT_KEY, nullable=False, server_default=""))
    _derive("person", ("last_name", "first_name"))
    _derive("organisation", ("name",))
    for table in ("person", "organisation"):
        for column in ("sort_nordic", "sort_croatian"):
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def _derive(name: str, parts: tuple[str, ...]) -> None:
    """Fill the new columns of the rows there are, some thousands at a time."""
    table = sa.table(name, *(sa.column(part) for part in ("id", *parts, "sort_nordic", "sort_croatian")))
    connection = op.get_bind()
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key"))
        .values(sort_nordic=sa.bindparam("nordic"), sort_croatian=sa.bindparam("croatian"))
    )
    last = -1
    chosen = [table.c.id, *(table.c[part] for part in parts)]
    while rows := connection.execute(
        sa.select(*chosen).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
    ).all():
        connection.execute(change, [_keys(row[0], " ".join(row[1:]).strip()) for row in rows])
        last = rows[-1][0]


def _keys(key: int, text: str) -> dict[str, object]:
    written = unicodedata.normalize("NFC", text.casefold())
    croatian = written
    for letter, sign in CROATIAN:
        croatian = croatian.replace(letter, sign)
    return {"key": key, "nordic": _fold(written.translate(NORDIC)), "croatian": _fold(croatian)}


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(FLAT))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
