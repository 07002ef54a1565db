"""What tests name of the stage: the type of its `open_page`, and where axe-core lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
OpenPage = Callable[..., Page]
