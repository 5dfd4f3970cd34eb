"""Schema 4: videos: how long they are, the moments of their faces, and when each face is seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Tables, columns and their checks, in SQLite's own words: a table need not be made anew for these.
_COLUMNS = {
    ("photo", "duration_ms"): "duration_ms >= 0",
    ("photo", "shown_ms"): "(shown_ms IS NULL) = (duration_ms IS NULL) AND coalesce(shown_ms, 0) >= 0",
    ("face", "at_ms"): "at_ms >= 0",
    ("erasure", "at_ms"): "at_ms >= 0",
}


def upgrade() -> None:
    """Change schema 3 to schema 4; the videos in the folders are found by the next indexing."""
    for (table, column), check in _COLUMNS.items():
        checked = f"CONSTRAINT ck_{table}_{column} CHECK ({check})"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {checked}")
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("face_id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint("face_id", "at_ms", name="uq_sighting_face_id_at_ms"),
        sa.CheckConstraint("at_ms >= 0", name=op.f("ck_sighting_at_ms")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_sighting_box")),
        sa.ForeignKeyConstraint(
            ["face_id"], ["face.id"], name=op.f("fk_sighting_face_id"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_photo_duration_ms"),
        "photo",
        ["duration_ms"],
        sqlite_where=sa.text("duration_ms IS NOT NULL"),
    )
