"""Trains recognisers and measures them on labelled faces; knows `engine` and files, never `app`."""
