"""Schema 1: all tables of the first Familiar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of schema 1."""
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("finished_at", sa.String()),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text()),
        sa.CheckConstraint(
            "state IN ('running', 'finished', 'cancelled', 'failed', 'interrupted')",
            name=op.f("ck_job_state"),
        ),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_job_progress")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )

    op.create_table(
        "model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.CheckConstraint("task IN ('detection', 'recognition')", name=op.f("ck_model_task")),
        sa.CheckConstraint("length(sha256) = 32", name=op.f("ck_model_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model")),
        sa.UniqueConstraint("sha256", name=op.f("uq_model_sha256")),
    )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("name_key", sa.Text()),
        sa.Column("sort_name", sa.Text()),
        sa.Column("birthday", sa.Text()),
        sa.Column("cover_face_id", sa.Integer()),
        sa.Column("ignored_at", sa.String()),
        sa.Column("notes", sa.Text()),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint("(name IS NULL) = (name_key IS NULL)", name=op.f("ck_person_name_key")),
        sa.CheckConstraint("name IS NULL OR length(name) > 0", name=op.f("ck_person_name")),
        sa.ForeignKeyConstraint(
            ["cover_face_id"], ["face.id"], name=op.f("fk_person_cover_face_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name_key", name=op.f("uq_person_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_cover_face_id", "person", ["cover_face_id"])

    op.create_table(
        "root",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("offline_since", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_root")),
        sa.UniqueConstraint("path", name=op.f("uq_root_path")),
    )

    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )

    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
        sa.Column("inode", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("problem_text", sa.Text()),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("format", sa.Text()),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("orientation", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.Text()),
        sa.Column("taken_offset", sa.Integer()),
        sa.Column("camera", sa.Text()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("detector_id", sa.Integer()),
        sa.Column("indexed_at", sa.String(), nullable=False),
        sa.Column("missing_since", sa.String()),
        sa.CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name=op.f("ck_photo_problem")),
        sa.CheckConstraint("state IN ('analysed', 'failed')", name=op.f("ck_photo_state")),
        sa.CheckConstraint("damaged IN (0, 1)", name=op.f("ck_photo_damaged")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_photo_latitude")),
        sa.CheckConstraint("length(sha256) = 32", name=op.f("ck_photo_sha256")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_photo_longitude")),
        sa.CheckConstraint("orientation BETWEEN 1 AND 8", name=op.f("ck_photo_orientation")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_photo_size")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_pixels")),
        sa.ForeignKeyConstraint(["detector_id"], ["model.id"], name=op.f("fk_photo_detector_id")),
        sa.ForeignKeyConstraint(["root_id"], ["root.id"], name=op.f("fk_photo_root_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("root_id", "path", name="uq_photo_root_id_path"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_photo_missing_since", "photo", ["missing_since"])
    op.create_index("ix_photo_sha256", "photo", ["sha256"])
    op.create_index("ix_photo_taken_at", "photo", ["taken_at"])

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_person_id", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.CheckConstraint("person_id < other_person_id", name=op.f("ck_suggestion_order")),
        sa.ForeignKeyConstraint(
            ["other_person_id"], ["person.id"], name=op.f("fk_suggestion_other_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_suggestion_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("person_id", "other_person_id", name="uq_suggestion_person_id_other"),
    )
    op.create_index("ix_suggestion_other_person_id", "suggestion", ["other_person_id"])

    op.create_table(
        "face",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("landmarks", sa.LargeBinary()),
        sa.Column("detector_score", sa.Float()),
        sa.Column("quality", sa.Float()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("confirmed_at", sa.String()),
        sa.Column("ignored_at", sa.String()),
        sa.CheckConstraint("source IN ('detected', 'drawn', 'metadata')", name=op.f("ck_face_source")),
        sa.CheckConstraint("confirmed_at IS NULL OR person_id IS NOT NULL", name=op.f("ck_face_confirmed")),
        sa.CheckConstraint("length(landmarks) = 40", name=op.f("ck_face_landmarks")),
        sa.CheckConstraint("quality BETWEEN 0 AND 1", name=op.f("ck_face_quality")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_face_box")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_face_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_face_photo_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_face_person_id", "face", ["person_id"])
    op.create_index("ix_face_photo_id", "face", ["photo_id"])

    op.create_table(
        "embedding",
        sa.Column("face_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(vector) BETWEEN 64 AND 512", name=op.f("ck_embedding_vector")),
        sa.ForeignKeyConstraint(
            ["face_id"], ["face.id"], name=op.f("fk_embedding_face_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["model_id"], ["model.id"], name=op.f("fk_embedding_model_id")),
        sa.PrimaryKeyConstraint("face_id", "model_id", name=op.f("pk_embedding")),
    )

    op.create_table(
        "rejection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("face_id", sa.Integer()),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_person_id", sa.Integer()),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint("(face_id IS NULL) <> (other_person_id IS NULL)", name=op.f("ck_rejection_kind")),
        sa.CheckConstraint(
            "other_person_id IS NULL OR person_id < other_person_id", name=op.f("ck_rejection_order")
        ),
        sa.ForeignKeyConstraint(
            ["face_id"], ["face.id"], name=op.f("fk_rejection_face_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_person_id"], ["person.id"], name=op.f("fk_rejection_other_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rejection_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejection")),
        sa.UniqueConstraint("face_id", "person_id", name="uq_rejection_face_id_person_id"),
        sa.UniqueConstraint("person_id", "other_person_id", name="uq_rejection_person_id_other"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rejection_other_person_id", "rejection", ["other_person_id"])
