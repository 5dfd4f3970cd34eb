"""Widgets and delegates that several pages share."""
