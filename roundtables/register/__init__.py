"""The register's file or server: open, migrate, change and undo, search index, back up, check."""

from roundtables.register.register import Register

__all__ = ["Register"]
