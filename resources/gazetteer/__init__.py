"""The places of the world that photos are named after, whose data they are, and how the file is made."""
