"""The window: pages, models, delegates, jobs on the screen, settings and translations, in Qt.

Imports the rest of `app`, and nothing imports it. No decoding, SQL or inference runs in the GUI thread:
`app.desktop.lanes` carries it elsewhere and brings the result back. What the user does is done by
`app.operations`, through `app.desktop.desk`, which tells every page what has changed.
"""
