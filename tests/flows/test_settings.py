"""Settings come from flags, then variables, then defaults; what Prefect is given keeps it at home and silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.options import Options, Script, SpeechOptions
from flows.settings import environment_of, load, prefect_environment


def test_defaults_live_in_the_home_folder(tmp_path: Path) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path / "家 1")})
    assert settings.folder.is_dir()
    assert settings.database == f"sqlite:///{settings.folder / 'rolescan.db'}"
    assert settings.files.startswith("file://")


def test_a_flag_wins_over_a_variable(tmp_path: Path) -> None:
    environment = {"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_JOBS": "3", "ROLESCAN_LANGUAGE": "zh"}
    assert load(environment).jobs == 3
    assert load(environment, jobs=5, language="").jobs == 5
    assert load(environment, jobs=5, language="").language == "zh"


def test_a_wrong_value_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ROLESCAN_JOBS, or its flag, cannot be 'many'"):
        load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_JOBS": "many"})


def test_postgresql_urls_get_the_installed_driver(tmp_path: Path) -> None:
    for url in ("postgresql://u@h/d", "postgres://u@h/d"):
        settings = load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_DATABASE": url})
        assert settings.database == "postgresql+psycopg://u@h/d"


def test_a_child_process_loads_the_same_settings(tmp_path: Path) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path)}, jobs=4, notify="http://127.0.0.1/x")
    assert load(environment_of(settings)) == settings


def test_recordings_are_read_as_the_settings_say(tmp_path: Path) -> None:
    plain = load({"ROLESCAN_HOME": str(tmp_path)})
    assert plain.reading == Options()
    chosen = load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_WHISPER": "large-v3", "ROLESCAN_SCRIPT": "traditional",
                   "ROLESCAN_DIARIZER": "pyannote"}, asr="faster-whisper")
    assert chosen.reading.speech == SpeechOptions(asr="faster-whisper", model="large-v3", diarizer="pyannote",
                                                  script=Script.TRADITIONAL)
    assert load(environment_of(chosen)) == chosen
    with pytest.raises(ValueError, match="ROLESCAN_SCRIPT.*'klingon'. Choose one of simplified, traditional, as_spoken"):
        load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_SCRIPT": "klingon"})


def test_a_checkpoint_is_the_same_file_for_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = load({"ROLESCAN_HOME": str(tmp_path)}, whisper="own.pt")
    assert own.reading.speech.model == str(tmp_path / "own.pt")


def test_prefect_stays_at_home_and_calls_nobody(tmp_path: Path) -> None:
    environment = prefect_environment(load({"ROLESCAN_HOME": str(tmp_path)}))
    assert environment["PREFECT_HOME"].startswith(str(tmp_path))
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
