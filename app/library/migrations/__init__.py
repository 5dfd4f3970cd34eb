"""The steps from each schema of a library to the next, run by `app.library.schema`."""
