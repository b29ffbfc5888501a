"""Runs the migrations on the connection that assistant/database.py holds, in its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
