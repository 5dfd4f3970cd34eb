"""Labelled faces: reading, keeping, dividing, sampling and altering them."""
