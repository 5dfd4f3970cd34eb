"""Measures and trains recognisers; knows `engine` and files, never `app`."""
