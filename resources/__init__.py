"""Data files of Familiar: model cards, and later icons, styles and translations. No code."""
