"""The keys of sites, and what people think of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables; a key is known by its hash alone."""
    op.create_table(
        "keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hashed", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("origins", sa.JSON, nullable=False),
        sa.Column("daily", sa.Integer, nullable=True),
        sa.Column("revoked_at", sa.Text, nullable=True),
    )
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.Text, primary_key=True),
        sa.Column("conversation_id", sa.Text, nullable=False, index=True),
        sa.Column("created_at", sa.Text, nullable=False, index=True),
        sa.Column("rating", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("comment", sa.Text, nullable=True),
    )
