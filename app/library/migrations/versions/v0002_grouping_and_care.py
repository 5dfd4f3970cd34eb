"""Schema 2: richer suggestions; exemplars and newcomers for adding faces; erased boxes; known backups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TRIGGERS = (
    """
    CREATE TRIGGER face_exemplar_insert AFTER INSERT ON face WHEN NEW.person_id IS NOT NULL
    BEGIN
        DELETE FROM exemplar WHERE person_id = NEW.person_id;
    END
    """,
    """
    CREATE TRIGGER face_exemplar_update AFTER UPDATE OF person_id, confirmed_at, ignored_at, quality ON face
    WHEN OLD.person_id IS NOT NEW.person_id
        OR OLD.quality IS NOT NEW.quality
        OR (OLD.confirmed_at IS NULL) <> (NEW.confirmed_at IS NULL)
        OR (OLD.ignored_at IS NULL) <> (NEW.ignored_at IS NULL)
    BEGIN
        DELETE FROM exemplar WHERE person_id IN (OLD.person_id, NEW.person_id);
    END
    """,
    """
    CREATE TRIGGER face_exemplar_delete AFTER DELETE ON face WHEN OLD.person_id IS NOT NULL
    BEGIN
        DELETE FROM exemplar WHERE person_id = OLD.person_id;
    END
    """,
    """
    CREATE TRIGGER person_exemplar_update AFTER UPDATE OF birthday ON person
    WHEN OLD.birthday IS NOT NEW.birthday
    BEGIN
        DELETE FROM exemplar WHERE person_id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER face_newcomer_update AFTER UPDATE OF person_id, ignored_at ON face
    WHEN NEW.person_id IS NULL AND NEW.ignored_at IS NULL
        AND (OLD.person_id IS NOT NULL OR OLD.ignored_at IS NOT NULL)
    BEGIN
        INSERT INTO newcomer (model_id, face_id)
        SELECT model_id, face_id FROM embedding WHERE face_id = NEW.id
        ON CONFLICT DO NOTHING;
    END
    """,
    """
    CREATE TRIGGER embedding_insert AFTER INSERT ON embedding
    BEGIN
        INSERT INTO newcomer (model_id, face_id) VALUES (NEW.model_id, NEW.face_id)
        ON CONFLICT DO NOTHING;
        DELETE FROM exemplar WHERE model_id = NEW.model_id
        AND person_id = (SELECT person_id FROM face WHERE id = NEW.face_id);
    END
    """,
    """
    CREATE TRIGGER embedding_update AFTER UPDATE OF vector ON embedding
    BEGIN
        INSERT INTO newcomer (model_id, face_id) VALUES (NEW.model_id, NEW.face_id)
        ON CONFLICT DO NOTHING;
        DELETE FROM exemplar WHERE model_id = NEW.model_id
        AND person_id = (SELECT person_id FROM face WHERE id = NEW.face_id);
    END
    """,
    """
    CREATE TRIGGER embedding_delete AFTER DELETE ON embedding
    BEGIN
        DELETE FROM newcomer WHERE model_id = OLD.model_id AND face_id = OLD.face_id;
        DELETE FROM exemplar WHERE model_id = OLD.model_id
        AND person_id = (SELECT person_id FROM face WHERE id = OLD.face_id);
    END
    """,
)


def upgrade() -> None:
    """Change schema 1 to schema 2; suggestions are made anew by the next grouping."""
    op.drop_table("suggestion")
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_person_id", sa.Integer()),
        sa.Column("face_id", sa.Integer()),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("settles", sa.Integer(), nullable=False),
        sa.Column("nearest_face_id", sa.Integer(), nullable=False),
        sa.Column("other_nearest_face_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.CheckConstraint("(face_id IS NULL) <> (other_person_id IS NULL)", name=op.f("ck_suggestion_kind")),
        sa.CheckConstraint(
            "other_person_id IS NULL OR person_id < other_person_id", name=op.f("ck_suggestion_order")
        ),
        sa.CheckConstraint("probability BETWEEN 0 AND 1", name=op.f("ck_suggestion_probability")),
        sa.CheckConstraint("settles > 0", name=op.f("ck_suggestion_settles")),
        sa.UniqueConstraint("person_id", "other_person_id", name="uq_suggestion_person_id_other"),
        sa.UniqueConstraint("face_id", "person_id", name="uq_suggestion_face_id_person_id"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_suggestion_{column}"), ondelete="CASCADE"
            )
            for column, table in {
                "person_id": "person",
                "other_person_id": "person",
                "face_id": "face",
                "nearest_face_id": "face",
                "other_nearest_face_id": "face",
            }.items()
        ),
    )
    for column in ("other_person_id", "nearest_face_id", "other_nearest_face_id"):
        op.create_index(f"ix_suggestion_{column}", "suggestion", [column])

    op.create_table(
        "exemplar",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=False),
        sa.Column("total", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "model_id", "number", name=op.f("pk_exemplar")),
        sa.CheckConstraint("faces > 0", name=op.f("ck_exemplar_faces")),
        sa.CheckConstraint("length(total) BETWEEN 256 AND 2048", name=op.f("ck_exemplar_total")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_exemplar_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["model_id"], ["model.id"], name=op.f("fk_exemplar_model_id")),
    )

    op.create_table(
        "newcomer",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("face_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", "face_id", name=op.f("pk_newcomer")),
        sa.ForeignKeyConstraint(["model_id"], ["model.id"], name=op.f("fk_newcomer_model_id")),
        sa.ForeignKeyConstraint(
            ["face_id"], ["face.id"], name=op.f("fk_newcomer_face_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_newcomer_face_id", "newcomer", ["face_id"])

    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_erasure_box")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_erasure_photo_id"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasure_photo_id", "erasure", ["photo_id"])

    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
        sa.UniqueConstraint("path", name=op.f("uq_backup_path")),
    )

    for trigger in _TRIGGERS:
        op.execute(trigger)
