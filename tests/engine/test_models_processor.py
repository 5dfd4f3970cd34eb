"""What the processor can do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.models.processor import multiplies_bytes

FLAGS = Path("/proc/cpuinfo")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lists the processor's extensions in a file")
def test_it_is_what_linux_says_of_the_processor() -> None:
    said = FLAGS.read_text("utf-8")
    if "flags" not in said:
        assert not multiplies_bytes()
    else:
        assert multiplies_bytes() == all(flag in said for flag in ("avx512_vnni", "avx512_bitalg"))
