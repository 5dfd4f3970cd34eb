"""What this computer's processor can do."""

from __future__ import annotations

from functools import cache

import simsimd


@cache
def multiplies_bytes() -> bool:
    """Tell whether the processor multiplies and adds bytes, 64 at once, in one step (AVX-512 VNNI).

    Networks in whole numbers are quicker than in floats there. Others add pairs of such products in 16 bits,
    for which two of them may be too great.
    """
    # "ice" is Ice Lake, the first generation with VNNI and what else simsimd needs for bytes.
    return bool(simsimd.get_capabilities()["ice"])
