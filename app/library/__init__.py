"""The library: one SQLite file with everything Familiar knows about a user's photos.

Tables, opening, migrations, backup, integrity, settings and the queries that other rooms share live
here. What a user does to a library (naming, merging, rejecting …) lives in `app.operations`.
"""
