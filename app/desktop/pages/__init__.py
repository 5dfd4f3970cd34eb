"""The pages of the window. Each asks `app.desktop.desk` for what it shows, and knows no other page."""
