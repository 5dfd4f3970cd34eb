"""Whole ways from labelled faces to a network that ships, each with every number it needs."""
