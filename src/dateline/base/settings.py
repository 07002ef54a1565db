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
    language: str = "en"
    """Of the pages: BCP 47. English where there is no catalogue of it; "qps-rtl" shows what a translation reaches."""
    public_url: str | None = None
    """Under which address the readers' pages are reached: what feeds, sitemap and canonical links begin with."""
    proxies: tuple[str, ...] = ()
    """Addresses and networks of the proxies before the desk: who asks is read from their `X-Forwarded-For`."""
    log_format: str = "text"
    """Of what long-running commands log: "text" for people, "json" for programs (`base.logging`)."""
    metrics: str = "local"
    """Who reads `/metrics`: "local" (this machine, and who is known), "known" (who is known only), or "open"."""
    chromium: str | None = None
    """The browser that takes screenshots; else the one that is installed."""
    chromium_sandbox: bool = True
    """Whether the browser shuts pages in by itself; some containers do not let it."""
    max_input_bytes: int = 20_000_000
    """Inputs larger than this are refused with a message."""
    fetch_timeout_s: float = 20.0
    max_redirects: int = 5
    user_agent: str = "dateline/0.1 (+public-source conflict record; robots.txt respected)"


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """What `DATELINE_DATABASE`, `…_ACTORS`, `…_TOLL_RULE`, `…_LANGUAGE`, `…_PUBLIC_URL`, `…_PROXIES` (with commas
    between them), `…_LOG_FORMAT`, `…_METRICS`, `…_CHROMIUM`, `…_CHROMIUM_SANDBOX` say.
    """
    env = os.environ if environ is None else environ
    return Settings(
        database=env.get("DATELINE_DATABASE") or Settings().database,
        actors=env.get("DATELINE_ACTORS") or None,
        toll_rule=env.get("DATELINE_TOLL_RULE") or None,
        language=env.get("DATELINE_LANGUAGE") or Settings().language,
        public_url=env.get("DATELINE_PUBLIC_URL") or None,
        proxies=tuple(part.strip() for part in env.get("DATELINE_PROXIES", "").split(",") if part.strip()),
        log_format=env.get("DATELINE_LOG_FORMAT") or Settings().log_format,
        metrics=env.get("DATELINE_METRICS") or Settings().metrics,
        chromium=env.get("DATELINE_CHROMIUM") or None,
        chromium_sandbox=env.get("DATELINE_CHROMIUM_SANDBOX", "").lower() not in ("off", "0", "no"),
    )
