"""Fingerprints of writers: keyed hashes under which two comments of one writer meet, and which tell nothing else.

Who has the database without its key cannot try out addresses; who has both can. So the key can be thrown away
(`docs/comments.md`), and what was kept until then can never be matched to anybody again.
"""

from __future__ import annotations

import hmac
from ipaddress import IPv6Address, ip_address

from dateline.base.text import squeeze_spaces

_NETWORK_BITS = 64


def make_fingerprint(key: bytes, kind: str, value: str) -> str:
    """HMAC-SHA256 (hex) of a value. In: `kind`, "contact" or "address", so that the same words never meet across."""
    return hmac.new(key, f"{kind}:{value}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def fold_contact(contact: str) -> str:
    """A contact as it is compared: case and white space do not matter."""
    return squeeze_spaces(contact).casefold()


def fold_address(address: str) -> str:
    """A network address as it is compared: of IPv6 only the network, since a house has any number of addresses."""
    try:
        found = ip_address(address.strip().strip("[]"))
    except ValueError:
        return address.strip().casefold()
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return (
            str(mapped) if mapped else f"{IPv6Address(int(found) >> _NETWORK_BITS << _NETWORK_BITS)}/{_NETWORK_BITS}"
        )
    return str(found)
