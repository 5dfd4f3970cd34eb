"""Run by Alembic for each upgrade: applies the revisions on the connection that `app.library.schema` gives.

Everything happens inside that connection's transaction, which the caller commits or undoes.
"""

from __future__ import annotations

from alembic import context

from app.library.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
