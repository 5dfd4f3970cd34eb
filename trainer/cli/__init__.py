"""The command line of the trainer."""

from trainer.cli.main import main

__all__ = ["main"]
