"""The turns of conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the table: a conversation is its turns, each with the state that it left."""
    op.create_table(
        "turns",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.Text, nullable=False, index=True),
        sa.Column("answer_id", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", sa.Text, nullable=False, index=True),
        sa.Column("question_redacted", sa.Text, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
    )
