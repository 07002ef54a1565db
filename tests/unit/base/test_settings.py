"""Settings from the environment."""

from __future__ import annotations

from dateline.base.settings import Settings, settings_from_environment


def test_settings_take_what_the_environment_names() -> None:
    settings = settings_from_environment({"DATELINE_DATABASE": "desk.db", "DATELINE_ACTORS": "own.yaml"})
    assert (settings.database, settings.actors) == ("desk.db", "own.yaml")


def test_settings_without_an_environment_are_the_defaults() -> None:
    assert settings_from_environment({"DATELINE_ACTORS": ""}) == Settings()
