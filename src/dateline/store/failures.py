"""Turns what a database driver throws into a StoreError that says what happened in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dateline.model.errors import StoreError

_MESSAGES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("database is locked", "database table is locked"), "the database is locked by another program"),
    (("not a database", "file is encrypted"), "the file is not a SQLite database"),
    (("malformed", "corrupt"), "the database is damaged"),
    (("disk i/o error",), "the disk could not be read or written"),
    (("readonly database", "read-only"), "the database cannot be written to"),
    (("disk is full",), "the disk is full"),
    (("unable to open",), "the database cannot be opened"),
    (("cannot contain nul",), "a text has a sign that this database cannot keep"),
    (("never changed or deleted", "can only be finished", "never deleted"), "what is kept is never changed"),
)


@contextmanager
def telling_failures(address: str) -> Iterator[None]:
    """Within it, every error of the database or its driver comes out as a StoreError about `address`."""
    try:
        yield
    except DBAPIError as error:
        raise explain_failure(error.orig or error, address) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise explain_failure(error, address) from error
    except UnicodeDecodeError as error:
        raise StoreError("the database is damaged", address, str(error)) from error
    except UnicodeEncodeError as error:
        raise StoreError("a text cannot be kept, as it is not valid Unicode", address, str(error)) from error


def explain_failure(error: BaseException, address: str) -> StoreError:
    """The StoreError for a driver's error: a message in plain words where the cause is a known one."""
    cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    lowered = cause.lower()
    for signs, message in _MESSAGES:
        if any(sign in lowered for sign in signs):
            return StoreError(message, address, cause)
    return StoreError("the database could not be read or written", address, cause)
