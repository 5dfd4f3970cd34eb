"""Everything Familiar computes about faces: detect, align, embed, compare, cluster.

This package knows arrays and files. It knows no window, no database and no training framework, and it
imports nothing else of Familiar, so that every other part may rest on it.
"""
