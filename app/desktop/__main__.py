"""`python -m app.desktop`: opens the window."""

import sys

from app.desktop.start import main

sys.exit(main())
