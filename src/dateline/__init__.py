"""Dateline turns news reports on armed conflict into a sourced, mapped, reviewed record."""

__version__ = "0.1.0"
