"""Passwords: which ones are taken, how they are hashed, and a check that takes as long for strangers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dateline.base.resources import load_yaml
from dateline.model.errors import WrongCallError

MIN_LENGTH, MAX_LENGTH = 12, 128
AT_ONCE = 4
"""How many passwords are hashed at the same time: each takes 19 MiB and a core."""

_WRITTEN_AS = str.maketrans("013457@$!", "oleastasi")
_NO_LETTERS = re.compile(r"[\W\d_]+")


def make_hasher() -> PasswordHasher:
    """Argon2id as OWASP asks for it: 19 MiB, two rounds, one lane."""
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Passwords:
    """Hashes and checks passwords. In: `hasher`, by whose parameters new hashes are made."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or make_hasher()
        self._turns = BoundedSemaphore(AT_ONCE)
        self._decoy = cache(lambda: self._hasher.hash("nobody's"))  # made at the first call, not at every start

    def hash(self, password: str) -> str:
        with self._turns:
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether a password belongs to a kept hash; where there is none, the same work is done for nothing."""
        decoy = self._decoy()
        with self._turns:
            try:
                self._hasher.verify(decoy if kept is None else kept, password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made by other parameters than new ones are."""
        return self._hasher.check_needs_rehash(kept)


def check_password(password: str, name: str) -> None:
    """Raises WrongCallError, which says why, where a password is not taken."""
    for is_bad, why in _RULES:
        if is_bad(password, name):
            raise WrongCallError("this password is not taken", "", why)


def _is_common(password: str, _name: str) -> bool:
    return _made_of_common(_NO_LETTERS.sub("", password.casefold())) or _made_of_common(
        _NO_LETTERS.sub("", password.casefold().strip("0123456789!").translate(_WRITTEN_AS))
    )


def _made_of_common(letters: str) -> bool:
    """Whether nothing is left but one or two common words, or one again and again, or less than two letters."""
    words = _common_words()
    if len(set(letters)) < 2 or letters in words:
        return True
    if any(letters[:cut] in words and letters[cut:] in words for cut in range(1, len(letters))):
        return True
    return any(letters.startswith(word) and not letters.replace(word, "") for word in words)


def _has_name(password: str, name: str) -> bool:
    """Whether the whole name, or a part of four letters and more, stands in it."""
    parts = [name, *name.split()]
    return any(len(part) > 3 and part.casefold() in password.casefold() for part in parts)


_RULES: tuple[tuple[Callable[[str, str], bool], str], ...] = (
    (lambda password, _: len(password) < MIN_LENGTH, f"it needs at least {MIN_LENGTH} characters"),
    (lambda password, _: len(password) > MAX_LENGTH, f"it may have {MAX_LENGTH} characters at most"),
    (_has_name, "your name stands in it"),
    (_is_common, "it is among those that are tried first; a few words that do not belong together are better"),
)


@cache
def _common_words() -> frozenset[str]:
    return frozenset(load_yaml("people/common_passwords.yaml")["words"])
