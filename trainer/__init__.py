"""Measures recognisers on labelled faces; knows `engine` and files, never `app`."""
