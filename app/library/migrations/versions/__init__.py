"""One revision per schema number: `v0001_….py` has revision "0001" and makes schema 1.

A released revision is never changed. Revisions name their types and constraints themselves and import
nothing from `app.library.tables`, which describes today's schema only.
"""
