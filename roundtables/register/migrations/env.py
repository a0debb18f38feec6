"""Alembic's environment: one connection handed over by `roundtables.register.migrating`, no logging, no .ini."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=None, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
