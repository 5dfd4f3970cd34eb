"""Where the bundle's `familiar` begins."""

import sys

from engine.isolation.serving import serve_if_asked

# Before all else, since a worker needs nothing of the app.
serve_if_asked()

from app.cli import main  # noqa: E402

sys.exit(main())
