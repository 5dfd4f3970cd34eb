"""The photo library and what a user does with it.

The database, indexing, grouping, search and the command line live here; they use `engine` for all
computation.
"""
