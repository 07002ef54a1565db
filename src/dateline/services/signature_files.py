"""Signatures of checkpoints as files that OpenSSL reads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence

from dateline.model.checkpoints import Signature

_ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of a key (RFC 8410, section 4)."""


def list_signature_files(signatures: Sequence[Signature]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of two files for each signature: the public key as PEM, and the signature itself."""
    width = len(str(len(signatures)))
    for number, row in enumerate(signatures, 1):
        key = b64encode(_ED25519_PREFIX + bytes.fromhex(row.public_key)).decode("ascii")
        pem = f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n"
        yield f"signature-{number:0{width}}.pem", pem.encode("ascii")
        yield f"signature-{number:0{width}}.sig", bytes.fromhex(row.signature)
