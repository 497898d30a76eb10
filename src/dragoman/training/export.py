"""From trained weights to a model folder: int8 ONNX, tokenizer, labels and digests."""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from dragoman.engines.onnx_reader import FILES, FORMAT
from dragoman.engines.reading import Head
from dragoman.training.network import EventNetwork

NAMES = ("types", "modes", "statuses", "contexts", "roles")


class _OneSentence(nn.Module):
    """The network for one sentence without padding: only its pieces go in."""

    def __init__(self, network: EventNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.network(ids, torch.ones_like(ids)))


def export(
    network: EventNetwork,
    folder: Path,
    *,
    head: Head,
    longest: int,
    about: Mapping[str, Any],
    tokenizer: Path,
) -> None:
    """Writes model.onnx (int8), tokenizer.json and model.json into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "model.fp32.onnx"
    network.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _OneSentence(network),
            (torch.ones(1, 12, dtype=torch.long),),
            str(whole),
            input_names=["ids"],
            output_names=list(NAMES),
            dynamic_axes=_axes(),
            opset_version=17,
            dynamo=False,
        )
    quantize_dynamic(str(whole), str(folder / "model.onnx"), weight_type=QuantType.QInt8)
    whole.unlink()
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    digests = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in FILES}
    labels = {
        "types": head.types,
        "modes": head.modes,
        "statuses": head.statuses,
        "contexts": head.contexts,
    }
    told = {"format": FORMAT, **about, "longest": longest, "digests": digests, "labels": labels}
    text = json.dumps(told, indent=1, ensure_ascii=False)
    (folder / "model.json").write_text(text + "\n", "utf-8")


def _axes() -> dict[str, dict[int, str]]:
    axes = {name: {1: "pieces"} for name in ("ids", *NAMES[:-1])}
    return {**axes, "roles": {2: "pieces", 3: "pieces"}}
