"""Names of the recognisers that come with Familiar."""

#: SFace as it was published.
PUBLISHED = "sface-2021dec"

#: What Familiar uses: the same network, its last stages trained with triplets (`trainer.recipes`).
DEFAULT = "familiar-1"
