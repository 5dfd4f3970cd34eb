"""Triggers of a library: what they keep in step is right whoever writes, and whatever is undone.

They serve the derived tables `exemplar` and `newcomer` (`app.library.tables`), from which grouping knows what
has changed without reading the whole library. Like the tables, they are made by the revisions. A conflict
clause of the statement that fires a trigger would overrule OR IGNORE, so they say ON CONFLICT DO NOTHING.
"""

from __future__ import annotations

from typing import Final

#: A face may be part of its person's exemplars unless it is ignored; a birthday decides who may come to them.
TRIGGERS: Final = (
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
