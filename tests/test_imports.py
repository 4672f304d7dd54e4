"""Imports go one way: flows -> analyzers -> extractors; nothing heavy is imported before it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {"extractors": {"extractors"}, "analyzers": {"analyzers", "extractors"},
           "flows": {"flows", "analyzers", "extractors"}}
OUTSIDE_WORLD = {"socket", "requests", "httpx", "urllib", "subprocess", "sqlalchemy", "prefect", "torch", "paddleocr",
                 "cv2", "pymupdf", "whisper", "av"}


def imports(path: Path) -> set[str]:
    """Top-level packages that a module imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def modules_imported(path: Path) -> set[str]:
    """Full names of modules that a module imports, at any depth of its code; those for type checkers alone left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.If)
                   and ast.unparse(node.test) == "TYPE_CHECKING" for inner in ast.walk(node)}
    return {node.module for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typing_only}


@pytest.mark.parametrize("room", ["extractors/pages", "extractors/speech", "analyzers/sections"])
def test_no_circles_in(room: str) -> None:
    """Deferred imports count too: a circle that is hidden in a function is one."""
    graph = {".".join(path.relative_to(ROOT).with_suffix("").parts): modules_imported(path)
             for path in (ROOT / room).rglob("*.py")}
    while free := [name for name, imported in graph.items() if not imported & set(graph)]:
        for name in free:
            del graph[name]
    assert not graph, f"circle among {sorted(graph)}"


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_go_one_way(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        wrong = imports(path) & set(ALLOWED) - ALLOWED[package]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_analyzers_touch_no_engine_and_no_network() -> None:
    for path in (ROOT / "analyzers").rglob("*.py"):
        if "blueprints" not in path.parts:
            wrong = imports(path) & OUTSIDE_WORLD
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("module", ["extractors", "extractors.registry", "analyzers", "flows.cli"])
def test_importing_is_light(module: str) -> None:
    heavy = "{'torch', 'paddleocr', 'cv2', 'prefect', 'transformers', 'whisper', 'pyannote', 'onnxruntime'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "[]"
