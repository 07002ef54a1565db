"""All settings in one frozen object, made once by a face and passed in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. Sizes and times carry their unit in the name."""

    database: str = "dateline.db"
    """A SQLite file, or an SQLAlchemy address such as `postgresql://…`."""
    actors: str | None = None
    """A YAML file of the user's own actors, read before the packaged ones."""
    toll_rule: str | None = None
    """By which rule rival tolls become low, best and high: a name of `data/linking/toll_rules.yaml`."""
    max_input_bytes: int = 20_000_000
    """Inputs larger than this are refused with a message."""
    fetch_timeout_s: float = 20.0
    max_redirects: int = 5
    user_agent: str = "dateline/0.1 (+public-source conflict record; robots.txt respected)"


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings with `DATELINE_DATABASE`, `DATELINE_ACTORS`, `DATELINE_TOLL_RULE`, and the defaults for the rest."""
    env = os.environ if environ is None else environ
    return Settings(
        database=env.get("DATELINE_DATABASE") or Settings().database,
        actors=env.get("DATELINE_ACTORS") or None,
        toll_rule=env.get("DATELINE_TOLL_RULE") or None,
    )
