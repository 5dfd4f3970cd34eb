"""The English sentences that are made below the window, as templates; `app.desktop.sentences` says them.

A template has the values of a sentence as fields in braces, and a number of things as `%n`; "(s)" behind
these things, and the verb behind that, are said otherwise of one. What a field may be follows from its name,
as `app.desktop.sentences` has it. Each template is declared once, in a call that lupdate looks for.
"""
