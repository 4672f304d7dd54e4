"""What several tests of flows need: a store of their own, and files that bring trouble."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.service import database
from flows.settings import load
from flows.store import Store, open_store

POSTINGS = {
    "zh": "高级算法工程师\n公司：青禾数据科技有限公司\n薪资：20-35K·15薪\n工作地点：杭州\n\n岗位职责\n1. 负责大模型的训练与评测\n"
          "2. 负责知识库问答系统的开发\n\n任职要求\n1. 本科及以上学历，3-5年经验\n2. 熟悉 Python 与 PyTorch\n",
    "en": "Senior Backend Engineer\nCompany: Northlake Analytics Ltd\nSalary: $120,000 - $150,000 a year\n"
          "Location: Austin, TX\n\nResponsibilities\n- Design and run data services in Python\n- Review code\n\n"
          "Requirements\n- Bachelor's degree and 5+ years of experience\n- Kafka and PostgreSQL\n",
}


@pytest.fixture(autouse=True)
def _environment_of_ones_own(tmp_path: Path) -> Iterator[None]:
    """No test writes into the user's home folder or into another test's environment."""
    before = dict(os.environ)
    os.environ["ROLESCAN_HOME"] = str(tmp_path / "home")
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(load({"ROLESCAN_HOME": str(tmp_path / "home")}))


@pytest.fixture
def posting_file(tmp_path: Path) -> Callable[..., Path]:
    """A text file with a posting in our own words: posting_file("zh", name="a.txt")."""

    def make(language: str, *, name: str = "") -> Path:
        path = tmp_path / (name or f"{language}.txt")
        path.write_text(POSTINGS[language], encoding="utf-8")
        return path

    return make


@pytest.fixture
def trouble(tmp_path: Path) -> Callable[[str], Path]:
    """A file of that kind of trouble: trouble("truncated.pdf")."""
    return lambda kind: _trouble(kind, tmp_path)


def _trouble(kind: str, folder: Path) -> Path:
    import pymupdf
    from PIL import Image, ImageDraw

    path = folder / kind
    match kind:
        case "empty.pdf":
            path.write_bytes(b"")
        case "truncated.pdf" | "encrypted.pdf":
            document = pymupdf.open()
            document.new_page().insert_text((72, 72), "Engineer\n" * 20)
            locked = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "u", "owner_pw": "o"}
            whole = document.tobytes(**locked) if kind == "encrypted.pdf" else document.tobytes()
            path.write_bytes(whole if kind == "encrypted.pdf" else whole[: len(whole) // 2])
        case "textless.png":
            picture = Image.new("RGB", (640, 480), "white")
            ImageDraw.Draw(picture).ellipse((100, 100, 500, 400), fill="navy")
            picture.save(path)
        case "silent.wav":
            with wave.open(str(path), "wb") as sound:
                sound.setparams((1, 2, 16_000, 0, "NONE", ""))
                sound.writeframes(bytes(2 * 16_000 * 3))
        case "program.pdf":
            path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(4096))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a database on a PostgreSQL of our own."""
    home = Path(tempfile.mkdtemp(prefix="rolescan-pg-"))
    home.chmod(0o755)
    cluster = database.prepare(home)
    with cluster.log.open("ab") as log:
        process = subprocess.Popen(cluster.command(), stdout=log, stderr=log, **cluster.run_as())  # type: ignore[call-overload]
    try:
        database.wait_until_up(cluster)
        database.make_databases(cluster)
        yield cluster.url("rolescan", driver="postgresql+psycopg")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Address of a bucket on an S3 server in this process."""
    moto_server = pytest.importorskip("moto.server")
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    before = dict(os.environ)
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
                   "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    import s3fs

    s3fs.S3FileSystem().mkdir("rolescan")
    yield "s3://rolescan/store"
    server.stop()
    os.environ.clear()
    os.environ.update(before)
