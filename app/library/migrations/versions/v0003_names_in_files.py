"""Schema 3: what files say of people, who is mentioned in a photo, and what was written into files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change schema 2 to schema 3; the names in the files of known photos are read by the next indexing."""
    op.add_column("photo", sa.Column("sidecar_ns", sa.Integer()))

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("photo_id", "person_id", name="uq_mention_photo_id_person_id"),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_mention_photo_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mention_person_id"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mention_person_id", "mention", ["person_id"])

    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("x", sa.Float()),
        sa.Column("y", sa.Float()),
        sa.Column("width", sa.Float()),
        sa.Column("height", sa.Float()),
        sa.Column("adopted_at", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.CheckConstraint("source IN ('file', 'sidecar')", name=op.f("ck_region_source")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_region_name")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_region_box")),
        sa.CheckConstraint(
            "(x IS NULL) = (width IS NULL) AND (y IS NULL) = (width IS NULL) "
            "AND (height IS NULL) = (width IS NULL)",
            name=op.f("ck_region_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_region_photo_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_region_photo_id", "region", ["photo_id"])
    op.create_index("ix_region_adopted_at", "region", ["adopted_at"])

    op.create_table(
        "written",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer()),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("after", sa.LargeBinary()),
        sa.Column("sha256_before", sa.LargeBinary()),
        sa.Column("sha256_after", sa.LargeBinary()),
        sa.Column("written_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String()),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written")),
        sa.CheckConstraint("place IN ('file', 'sidecar')", name=op.f("ck_written_place")),
        sa.CheckConstraint("length(sha256_before) = 32", name=op.f("ck_written_sha256_before")),
        sa.CheckConstraint("length(sha256_after) = 32", name=op.f("ck_written_sha256_after")),
        sa.CheckConstraint("pending IN (0, 1)", name=op.f("ck_written_pending")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_written_photo_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_written_action_id"), ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_written_photo_id", "written", ["photo_id"])
    op.create_index("ix_written_action_id", "written", ["action_id"])
