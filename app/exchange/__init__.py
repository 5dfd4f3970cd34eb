"""Between a library and the world: names written into files, other programs' names, and everything exported.

What files and other programs say is read and written in `app.metadata`, and what that changes in the library
is decided in `app.operations`; here both meet. Nothing here knows the window or the command line.
"""
