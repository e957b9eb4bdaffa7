"""Files of numbers in the safetensors layout, read with numpy alone.

The library of that name would do as well, but it is one more package at every start for three lines of reading.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

_TYPES = {"I8": np.int8, "I32": np.int32, "F16": np.float16, "F32": np.float32}
_LENGTH = 8


class TensorError(ValueError):
    """Bytes that are no safetensors file, or one with a type of number that this project does not write."""


def tensors_of(data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Reads a safetensors file: eight bytes of length, a JSON header of names, types, shapes and places, the data.

    Returns the arrays by name; they are views of `data`. Raises TensorError.
    """
    try:
        length = int.from_bytes(data[:_LENGTH], "little")
        header = json.loads(data[_LENGTH : _LENGTH + length])
        header.pop("__metadata__", None)
        return {name: _tensor(entry, data, _LENGTH + length) for name, entry in header.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TensorError(str(error)) from error


def _tensor(entry: dict[str, Any], data: bytes, base: int) -> npt.NDArray[Any]:
    start, end = entry["data_offsets"]
    kind = np.dtype(_TYPES[entry["dtype"]])
    values = np.frombuffer(data, dtype=kind, count=(end - start) // kind.itemsize, offset=base + start)
    return values.reshape(entry["shape"])
