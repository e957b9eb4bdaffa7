"""How the C library hands out memory: a training step allocates and frees the same large blocks again and again.

glibc gives each large block back to the kernel and asks for it anew, page by page, which takes longer than the
arithmetic does. Keeping the blocks makes a step about twice as fast.
"""

from __future__ import annotations

import ctypes
import logging

logger = logging.getLogger(__name__)

#: Parameters of mallopt(3).
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
_LARGEST = 2**31 - 1


def keep_freed_memory() -> None:
    """Tells glibc to keep what is freed; does nothing where there is no glibc."""
    try:
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_MAX, 0)
        library.mallopt(_TRIM_THRESHOLD, _LARGEST)
    except (AttributeError, OSError, TypeError):
        logger.info("this C library has no mallopt: training is slower")
