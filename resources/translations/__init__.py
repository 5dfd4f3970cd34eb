"""What the window says in other languages, and how many of something there are in English."""
