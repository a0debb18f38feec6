"""The schema's revisions. Named here so that opening an up-to-date register need not import Alembic."""

REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
