"""Lets `python -m app.cli` do what `familiar` does."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
