"""Lets torchaudio's Python parts be imported beside a CPU build of torch.

torchaudio's wheel on PyPI is compiled for CUDA; beside a torch without CUDA its extension fails to load and takes
the whole import down, and pyannote.audio and transformers import it. Only its Python parts are needed here (Kaldi
features). So before the first import its extension module is given as "not available", the state that torchaudio
itself knows from builds without the extension. Nothing else is touched, and with a CUDA torch nothing is done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

_EXTENSION = "torchaudio._extension"


def prepare_torch() -> None:
    """Make `import torchaudio` safe in this process. To be called before pyannote.audio or transformers is imported."""
    import torch

    if torch.version.cuda is None and "torchaudio" not in sys.modules:
        sys.modules.setdefault(_EXTENSION, _absent_extension())


def _absent_extension() -> ModuleType:
    """The names that torchaudio reads from its extension package, saying that there is none."""
    module = ModuleType(_EXTENSION, "Stands for torchaudio's compiled extension, which does not fit this torch.")
    absent: dict[str, Any] = {
        "_IS_TORCHAUDIO_EXT_AVAILABLE": False,
        "_IS_ALIGN_AVAILABLE": False,
        "_check_cuda_version": lambda: None,
        "fail_if_no_align": _unavailable,
    }
    vars(module).update(absent)
    return module


def _unavailable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Stands for a function of the extension: it can be imported, and says why when it is called."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"torchaudio.{function.__name__} needs torchaudio's compiled extension.")

    return refuse
