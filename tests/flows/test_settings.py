"""Settings come from flags, then variables, then defaults; what Prefect is given keeps it at home and silent."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    with pytest.raises(ValueError, match="jobs"):
        load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_JOBS": "many"})


def test_postgresql_urls_get_the_installed_driver(tmp_path: Path) -> None:
    for url in ("postgresql://u@h/d", "postgres://u@h/d"):
        settings = load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_DATABASE": url})
        assert settings.database == "postgresql+psycopg://u@h/d"


def test_a_child_process_loads_the_same_settings(tmp_path: Path) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path)}, jobs=4, notify="http://127.0.0.1/x")
    assert load(environment_of(settings)) == settings


def test_prefect_stays_at_home_and_calls_nobody(tmp_path: Path) -> None:
    environment = prefect_environment(load({"ROLESCAN_HOME": str(tmp_path)}))
    assert environment["PREFECT_HOME"].startswith(str(tmp_path))
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT"] == "false"
    assert environment["DO_NOT_TRACK"] == "1"
