"""Schema 5: the shown faces of each person, the best first; and which faces are ignored, or are in videos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change schema 4 to schema 5; nothing but indexes comes, so every row stays as it is."""
    op.create_index(
        "ix_face_shown",
        "face",
        ["person_id", sa.text("quality DESC"), "id", "photo_id"],
        sqlite_where=sa.text("person_id > 0 AND ignored_at IS NULL"),
    )
    for column in ("ignored_at", "at_ms"):
        op.create_index(
            f"ix_face_{column}", "face", ["person_id"], sqlite_where=sa.text(f"{column} IS NOT NULL")
        )
