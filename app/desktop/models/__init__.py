"""Item models: they hold ids, read rows when these are looked at, and change only what has changed."""
