"""A call and its notes in a folder that a command goes through: one case where it can hardly be anything else."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest

from extractors.document import Document, Source
from extractors.keys import sha256_of
from extractors.options import Options
from flows import oneshot, review, store_schema, walk
from flows.masking import Shown
from flows.outcome import kind_of, reports_of
from flows.settings import Settings, load
from flows.showing import shown
from flows.store import Store, open_store
from flows.walk import Wish
from tests.analyzers.test_call import EN, ZH
from tests.extractors.sounds import encode, tone

NOTES = {
    "zh": "大模型算法工程师\n公司：星云科技\n薪资：3万-5万·16薪\n工作地点：北京\n岗位职责：\n1. 负责大模型微调\n2. 搭建检索系统\n",
    "en": "Senior Data Engineer\nCompany: Northwind Robotics\nSalary: $150,000 - $170,000 per year\n"
          "Location: Boston\nResponsibilities:\n- Build data pipelines\n- Run data services\n",
}
OTHER = ("前端工程师\n公司：卵石科技\n薪资：1万-2万·13薪\n工作地点：成都\n岗位职责：\n1. 负责网页开发\n2. 写组件\n任职要求：\n1. 熟悉TypeScript\n")
OWN = {"zh": ("3万-5万", "四万到六万"), "en": ("150,000", "$180,000 and $220,000")}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home of its own, and a recogniser that gives the fixture of the language that the file is named after."""
    for name in ("ROLESCAN_DATABASE", "ROLESCAN_FILES", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROLESCAN_HOME", str(tmp_path / "home"))
    real = walk.extractors.extract

    def heard(source: Source, options: Options) -> Document:
        if not source.media_type.startswith("audio/"):
            return real(source, options)
        return msgspec.structs.replace(EN if "en" in source.name else ZH, source=source.key)

    monkeypatch.setattr(walk.extractors, "extract", heard)
    return load({"ROLESCAN_HOME": str(tmp_path / "home")})


def call(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = len(str(path))
    return encode(path, tone(1.0) + np.float32(1e-3) * seed, codec="pcm_s16le")


def notes(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ingested(settings: Settings, *files: Path) -> dict[Path, str]:
    """The report of each file as JSON, after a command over them."""
    store = open_store(settings)
    ended = oneshot.run(store, settings, files, Wish(), told=lambda *_: None, with_prefect=False)
    return {Path(item.path): " ".join(report(store, key) for key in reports_of(item.outcome)) for item in ended}


def report(store: Store, key: str) -> str:
    return json.dumps(json.loads(store.row(store_schema.reports, key)["body"]), ensure_ascii=False)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("below", ["notes.txt", "slides/notes.txt"])
def test_a_call_and_its_notes_are_one_case(settings: Settings, tmp_path: Path, language: str, below: str) -> None:
    spoken = call(tmp_path / "case" / f"{language}.wav")
    written = notes(tmp_path / "case" / below, NOTES[language])
    reports = ingested(settings, spoken, written)
    in_notes, in_call = OWN[language]
    assert in_notes in reports[spoken] and "notes.txt" in reports[spoken]
    assert in_call in reports[written] and spoken.name in reports[written]
    assert ingested(settings, spoken, written) == reports, "nothing is done again, and nothing is lost"


def test_notes_that_come_later_are_put_to_the_call(settings: Settings, tmp_path: Path) -> None:
    spoken = call(tmp_path / "case" / "zh.wav")
    assert "3万-5万" not in ingested(settings, spoken)[spoken]
    written = notes(tmp_path / "case" / "notes.txt", NOTES["zh"])
    assert "3万-5万" in ingested(settings, spoken, written)[spoken]


def test_a_posting_of_another_role_is_not_put_to_the_call(settings: Settings, tmp_path: Path) -> None:
    spoken, other = call(tmp_path / "case" / "zh.wav"), notes(tmp_path / "case" / "other.txt", OTHER)
    reports = ingested(settings, spoken, other)
    assert reports[other] and "卵石" not in reports[spoken] and "四万到六万" not in reports[other]


def test_a_folder_of_many_files_is_no_case(settings: Settings, tmp_path: Path) -> None:
    spoken = call(tmp_path / "all" / "zh.wav")
    many = [notes(tmp_path / "all" / f"{n}.txt", NOTES["zh"] + f"职位编号：{n}\n") for n in range(20)]
    assert "3万-5万" not in ingested(settings, spoken, *many)[spoken]


def test_a_folder_of_several_calls_is_no_case(settings: Settings, tmp_path: Path) -> None:
    spoken, second = call(tmp_path / "week" / "zh.wav"), call(tmp_path / "week" / "tuesday-zh.wav")
    written = notes(tmp_path / "week" / "notes.txt", NOTES["zh"])
    assert "3万-5万" not in ingested(settings, spoken, second, written)[spoken]


def test_a_name_that_tells_how_many_speak_is_another_reading(settings: Settings, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    heard = walk.extractors.extract
    monkeypatch.setattr(walk.extractors, "extract",
                        lambda source, options: told.append(options.speech.speakers) or heard(source, options))
    first = call(tmp_path / "zh.wav")
    (three := tmp_path / "zh.3spk.wav").write_bytes(first.read_bytes())
    (other := tmp_path / "copy-zh.wav").write_bytes(first.read_bytes())
    store = open_store(settings)

    def became(path: Path) -> str:
        (ended,) = oneshot.run(store, settings, [path], Wish(), told=lambda *_: None, with_prefect=False)
        return kind_of(ended.outcome) + (" again" if ended.outcome.again else "")

    assert became(first) in ("done", "review") and became(other) == "duplicate"
    assert became(three) in ("done", "review") and told == [0, 3]
    assert became(three).endswith(" again") and told == [0, 3]


def test_speakers_keep_the_names_that_people_gave(settings: Settings, tmp_path: Path) -> None:
    spoken = call(tmp_path / "zh.wav")
    ingested(settings, spoken)
    store = open_store(settings)
    sha256 = sha256_of(spoken)
    review.correct(store, sha256, field="speaker 1", value="林女士", who="li")
    outcome = review.again(store, sha256, wish=Wish(afresh=True))
    written = store.row(store_schema.reports, reports_of(outcome)[0])
    assert "林女士" in store.files.read(written["html"]).decode() and "speaker 2" in str(written["body"])
    for form in ("text", "srt", "vtt", "rttm"):
        named = shown(Shown(store, redact=False), "source", sha256, form=form).decode()
        assert "林女士" in named and "speaker 1" not in named and "speaker_1" not in named
        assert "林女士" not in shown(Shown(store, redact=True), "source", sha256, form=form).decode()
    assert "speaker 1" in store.document(outcome.document).blocks[0].speaker, "the document stays as it was read"
    with pytest.raises(ValueError, match="no 'speaker 9' in .*: its speakers are speaker 1, speaker 2"):
        review.correct(store, sha256, field="speaker 9", value="Mr Nobody", who="li")


def test_cases_of_two_folders_are_kept_apart(settings: Settings, tmp_path: Path) -> None:
    spoken, written = call(tmp_path / "a" / "zh.wav"), notes(tmp_path / "b" / "notes.txt", NOTES["zh"])
    assert "3万-5万" not in ingested(settings, spoken, written)[spoken]
