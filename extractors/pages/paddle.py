"""PaddleOCR as an OcrEngine: PP-OCRv6 detection and recognition on ONNX Runtime, weights by hash.

Its modules TextDetection and TextRecognition are used one by one, lines in batches of one: on a CPU a batch pays for
its padding (21 lines of a scanned A4 page, two threads: 0.92 s one by one, 1.03 s in batches of 6, 1.87 s of 16).
Threads serve the detector inside one call, and the recogniser side by side, a line each: 65 lines take 1.42 s with two
threads in each line, 1.15 s on two recognisers of one thread.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import yaml

from extractors.document import Engine
from extractors.errors import MissingDependency
from extractors.options import PageOptions
from extractors.pages.reading import Text
from extractors.weights import OCR_DETECTION, OCR_RECOGNITION, Weights, cache_folder, locate

PAGE_CLASSES = {OCR_DETECTION.name: OCR_DETECTION, OCR_RECOGNITION.name: OCR_RECOGNITION}
NO_LIMIT = 4000  # pixels: more than any tile has; the caller has chosen the scale
PIXEL_THRESHOLD = 0.3  # of the detector's map, as the model was published
BOX_THRESHOLD = 0.5  # published 0.6; lower, for pale grey lines of app screenshots (chosen by eye)
UNCLIP = 1.6  # published 1.5; wider, so that the first and last strokes of a line are inside its box (chosen by eye)


class PaddleOcrEngine:
    """PaddleOCR 3.7 with engine="onnxruntime". Raises MissingWeights, MissingDependency."""

    def __init__(self, options: PageOptions, *, threads: int) -> None:
        detection, recognition = _imported()
        self._detector = detection(
            model_name=options.detection_model, model_dir=model_folder(options.detection_model),
            limit_side_len=NO_LIMIT, limit_type="max", thresh=PIXEL_THRESHOLD,
            box_thresh=BOX_THRESHOLD, unclip_ratio=UNCLIP, **_runtime(threads))
        folder = model_folder(options.recognition_model)
        self._recognisers = [recognition(model_name=options.recognition_model, model_dir=folder, **_runtime(1))
                             for _ in range(max(1, threads))]
        for one in self._recognisers:
            _mark_characters(one)
        self._options = options

    def describe(self) -> Engine:
        return Engine(name="paddleocr", version=version("paddleocr"), options={
            "detection": self._options.detection_model, "recognition": self._options.recognition_model,
            "runtime": f"onnxruntime {version('onnxruntime')}"})

    def detect(self, image: np.ndarray) -> np.ndarray:
        (result,) = self._detector.predict(_bgr(image), batch_size=1)
        return np.asarray(result["dt_polys"], np.float32).reshape(-1, 4, 2)

    def recognise(self, crops: Sequence[np.ndarray]) -> list[Text]:
        waiting = deque(sorted(range(len(crops)), key=lambda number: -crops[number].shape[1] / crops[number].shape[0]))
        texts: dict[int, Text] = {}
        first, *others = self._recognisers
        with ThreadPoolExecutor(max_workers=max(1, len(others))) as side:
            done = [side.submit(_read_waiting, other, crops, waiting, texts) for other in others]
            _read_waiting(first, crops, waiting, texts)
            for future in done:
                future.result()
        return [texts[number] for number in range(len(crops))]


def _runtime(threads: int) -> dict[str, Any]:
    return {"engine": "onnxruntime", "device": "cpu", "engine_config": {
        "intra_op_num_threads": threads, "inter_op_num_threads": 1, "enable_cpu_mem_arena": False}}


def _read_waiting(recogniser: Any, crops: Sequence[np.ndarray], waiting: deque[int], texts: dict[int, Text]) -> None:
    """Read what waits, longest line first, until nothing does."""
    while waiting:
        try:
            number = waiting.popleft()
        except IndexError:  # another thread was first
            return
        (result,) = recogniser.predict([_bgr(crops[number])], batch_size=1)
        marks, spots = result["rec_score"]
        texts[number] = Text(text=result["rec_text"], marks=marks, spots=spots)


def _bgr(image: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(image[:, :, ::-1])


def _mark_characters(recogniser: Any) -> None:
    """Have our recogniser's decoder keep what it throws away: each character's confidence and place."""
    from paddlex.inference.models.text_recognition.processors import CTCLabelDecode

    class MarkingDecode(CTCLabelDecode):  # type: ignore[misc]
        def decode(self, text_index: Any, text_prob: Any = None, is_remove_duplicate: bool = False,
                   return_word_box: bool = False) -> list[tuple[str, tuple[tuple[float, ...], tuple[float, ...]]]]:
            return [self._line(*pair) for pair in zip(text_index, text_prob, strict=True)]

        def _line(self, indices: np.ndarray, chances: np.ndarray) -> tuple[str, tuple[tuple[float, ...], ...]]:
            fresh = np.ones(len(indices), bool)
            fresh[1:] = indices[1:] != indices[:-1]
            columns = np.flatnonzero(fresh & (indices != 0))  # 0 is the blank
            found = [(self.character[indices[column]], round(float(chances[column]), 3),
                      round((int(column) + 0.5) / len(indices), 4)) for column in columns]
            text = "".join(entry for entry, _, _ in found)
            marks = tuple(mark for entry, mark, _ in found for _ in entry)  # an entry may be two characters
            spots = tuple(spot for entry, _, spot in found for _ in entry)
            return text, (marks, spots)

    predictor = recogniser.paddlex_predictor
    predictor.post_op = MarkingDecode(character_list=predictor.config["PostProcess"]["character_dict"])


def _imported() -> tuple[Any, Any]:
    try:
        with _without_downloader():
            from paddleocr import TextDetection, TextRecognition
    except ImportError as error:
        raise MissingDependency(f"PaddleOCR cannot be imported: {error}.", stage="ocr",
                                hint="pip install 'paddleocr==3.7.*' onnxruntime") from error
    return TextDetection, TextRecognition


@contextmanager
def _without_downloader() -> Iterator[None]:
    """Import PaddleOCR with an empty module in place of one of its downloaders, which nothing here uses.

    modelscope imports torch merely because it is installed: 2 s, 300 MB, and a second OpenMP runtime beside ONNX
    Runtime's. One that this process has already loaded is left alone. PaddleOCR's check of model hosts is off.
    """
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
    absent = "modelscope" not in sys.modules
    if absent:
        sys.modules["modelscope"] = ModuleType("modelscope")
    try:
        yield
    finally:
        if absent:
            del sys.modules["modelscope"]


def model_folder(model: str) -> str:
    """The folder PaddleOCR loads `model` from: a user's own folder as it is, a known name made once in the cache."""
    if model not in PAGE_CLASSES:
        return model
    weights = PAGE_CLASSES[model]
    target = cache_folder() / f"{weights.name}-{weights.sha256[:16]}"
    if not (target / "inference.yml").is_file():
        _make_folder(target, weights)
    return str(target)


def _make_folder(target: Path, weights: Weights) -> None:
    """Weights and their description, made aside and renamed, so that a killed process leaves nothing half made."""
    model = locate(weights)
    scratch = Path(tempfile.mkdtemp(dir=target.parent))
    shutil.copyfile(model, scratch / "inference.onnx")
    description = detection_description() if weights is OCR_DETECTION else recognition_description(model)
    (scratch / "inference.yml").write_text(yaml.safe_dump(description, allow_unicode=True), encoding="utf-8")
    try:
        scratch.replace(target)
    except OSError:  # another process was first
        shutil.rmtree(scratch)


def detection_description() -> dict[str, Any]:
    """What PaddleOCR wants to know about the detector: how to prepare an image, how to read its map."""
    return {
        "Global": {"model_name": OCR_DETECTION.name},
        "PreProcess": {"transform_ops": [
            {"DetResizeForTest": {"resize_long": 960}},
            {"NormalizeImage": {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "scale": "1./255.",
                                "order": "hwc"}},
            {"ToCHWImage": None}, {"KeepKeys": {"keep_keys": ["image", "shape"]}}]},
        "PostProcess": {"name": "DBPostProcess", "thresh": 0.3, "box_thresh": 0.6, "max_candidates": 1000,
                        "unclip_ratio": 1.5}}


def recognition_description(model: Path) -> dict[str, Any]:
    """The same of the recogniser; its characters are in the model's own metadata."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return {
        "Global": {"model_name": OCR_RECOGNITION.name},
        "PreProcess": {"transform_ops": [{"RecResizeImg": {"image_shape": [3, 48, 320]}},
                                         {"KeepKeys": {"keep_keys": ["image"]}}]},
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters}}
