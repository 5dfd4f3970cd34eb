"""`python -m app.desktop`: opens the window."""

import gc
import sys

# Loading code makes no garbage worth looking for, and the looks take a tenth of the time. Later ones are
# `app.desktop.garbage`.
gc.disable()

from app.desktop.start import main  # noqa: E402 - after that

sys.exit(main())
