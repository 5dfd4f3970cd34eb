"""Models: what is known of each (its card), where its file comes from, and how it is run.

`card` describes, `repair` makes published files run, `catalogue` finds, verifies, caches and installs,
`runtime` is the one place that imports onnxruntime.
"""

from engine.models.card import ModelCard, Task, comparable, parse_card
from engine.models.catalogue import Catalogue, ModelError, ModelStatus, built_in_names, check_model
from engine.models.runtime import Provider, RuntimeOptions, Session
from engine.models.table import CardError

__all__ = [
    "CardError",
    "Catalogue",
    "ModelCard",
    "ModelError",
    "ModelStatus",
    "Provider",
    "RuntimeOptions",
    "Session",
    "Task",
    "built_in_names",
    "check_model",
    "comparable",
    "parse_card",
]
