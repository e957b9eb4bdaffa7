"""The fitted transformer as an ONNX file of eight bits a weight, in the folder that `index.reader` reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

from index.reader import GRAPH_FILE, INPUT, SETTINGS_FILE, SPELLING_FILE, WEIGHTS_FILE, ReaderSettings
from index.source import Source
from index.static_table import StaticTable
from index.training.stages import replace_folder
from index.training.transformer import END, POSITIONS, START, QuestionTransformer, Start

_OUTPUT = "scores"
_EXAMPLE = 8
_OPSET = 20
#: Bytes of a tensor that is written apart.
_LEAST_APART = 512
#: safetensors writes files that only their owner reads.
_READABLE = 0o644


class _Answering(nn.Module):  # type: ignore[misc]
    """From the rows of one question (1, n), without its start and end, to log-probabilities (1, classes)."""

    def __init__(self, model: QuestionTransformer) -> None:
        super().__init__()
        self.model = model
        self.register_buffer("ends", torch.tensor([[START], [END]]))

    def forward(self, rows: Tensor) -> Tensor:
        framed = torch.cat([self.ends[:1], rows, self.ends[1:]], dim=1)
        return torch.log_softmax(self.model(framed), dim=1)


def write(
    model: QuestionTransformer,
    start: Start,
    classes: Sequence[str],
    table: StaticTable,
    source: Source,
    card: str,
    folder: Path,
) -> None:
    """Writes the folder that `index.reader` reads, with its card; an old one is replaced when all is written."""
    beside = folder.with_name(folder.name + ".new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    export(model, beside / GRAPH_FILE)
    save_file(start.spelling.arrays(), str(beside / SPELLING_FILE))
    (beside / SPELLING_FILE).chmod(_READABLE)
    settings = ReaderSettings(
        encoder=table.fingerprint, source=source.sha256, longest=POSITIONS - 2, classes=tuple(classes)
    )
    (beside / SETTINGS_FILE).write_text(json.dumps(settings.model_dump(), indent=1) + "\n", encoding="utf-8")
    (beside / "README.md").write_text(card, encoding="utf-8")
    replace_folder(beside, folder)


def export(model: QuestionTransformer, file: Path) -> None:
    """Writes the model with int8 matrices.

    The matrices use seven of the eight bits: processors without instructions for dot products of bytes add two
    products in 16 bits, which eight could overflow, and then answers would depend on the processor.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole = file.with_name(file.name + ".whole")
    model.body.set_attn_implementation("eager")
    length = torch.export.Dim("length", min=2, max=POSITIONS - 2)
    torch.onnx.export(
        _Answering(model).eval(),
        (torch.full((1, _EXAMPLE), 7),),
        str(whole),
        input_names=[INPUT],
        output_names=[_OUTPUT],
        dynamo=True,
        dynamic_shapes={"rows": {1: length}},
        external_data=False,
        opset_version=_OPSET,
        verbose=False,
    )
    quantize_dynamic(whole, file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()
    write_apart(file)


def write_apart(file: Path) -> None:
    """Puts the weights of an ONNX file into WEIGHTS_FILE beside it, and drops what the exporter notes of this machine."""
    import onnx

    model = onnx.load(file)
    for part in (
        model,
        model.graph,
        *model.graph.node,
        *model.graph.value_info,
        *model.graph.input,
        *model.graph.output,
    ):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    file.with_name(WEIGHTS_FILE).unlink(missing_ok=True)  # the library would write behind what is there
    onnx.save_model(model, file, save_as_external_data=True, location=WEIGHTS_FILE, size_threshold=_LEAST_APART)
    file.with_name(WEIGHTS_FILE).chmod(_READABLE)
