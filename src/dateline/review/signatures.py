"""Ed25519 signatures (RFC 8032) of what a checkpoint states. Keys are PEM files of the user; a store has none.

`cryptography` is loaded where it is needed: most commands sign nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.model.errors import DatelineError, WrongCallError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class KeyFileError(DatelineError):
    """A file that holds no key, or cannot be read or written."""


def make_key_file(path: Path) -> str:
    """Make a key, and a file of it that only its owner can read; gives the public key in hex.

    Raises WrongCallError where the file is there already: a key is never written over.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise WrongCallError("there is a file of this name already", str(path), "give the key another") from error
    except OSError as error:
        raise KeyFileError("the key cannot be written", str(path), error.strerror or str(error)) from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    return public_key_of(key)


def read_key_file(path: Path) -> Ed25519PrivateKey:
    """The key of a PEM file. Raises KeyFileError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise KeyFileError("the key cannot be read", str(path), error.strerror or str(error)) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        cause = "it is to be an Ed25519 key as PEM, without a password"
        raise KeyFileError("the file holds no key", str(path), cause) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("the key is of another kind", str(path), "it is to be an Ed25519 key")
    return key


def public_key_of(key: Ed25519PrivateKey) -> str:
    """The public half of a key: 32 bytes in hex."""
    return key.public_key().public_bytes_raw().hex()


def sign(statement: str, key: Ed25519PrivateKey) -> str:
    """The signature of a statement's UTF-8 bytes: 64 bytes in hex."""
    return key.sign(statement.encode()).hex()


def is_signed(statement: str, public_key: str, signature: str) -> bool:
    """Whether the signature was made of this statement with the other half of the public key; both in hex."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), statement.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True
