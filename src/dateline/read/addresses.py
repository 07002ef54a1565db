"""Which addresses of the network may be asked: public ones only."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

from dateline.model.errors import FetchError

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port -> the IP addresses that the name stands for."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve_host(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver. Raises: OSError where there are none."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network: not private, loopback, link-local, reserved or multicast.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is looked at too.
    """
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        # NAT64 counts as reserved in some versions of the table; what it wraps decides
        return isinstance(ip, ipaddress.IPv6Address) and ip in _NAT64 and _wraps_public(ip)
    return not isinstance(ip, ipaddress.IPv6Address) or _wraps_public(ip)


def pin_address(host: str, port: int, resolve: Resolver) -> str:
    """The one IP address to connect to, so that no second look-up can give another answer.

    Raises: FetchError where the host has no address, or any of them is not public.
    """
    try:
        answers = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchError("the host cannot be found", host, str(error)) from error
    if not answers:
        raise FetchError("the host cannot be found", host, "it has no address")
    for answer in answers:
        if not is_public(answer):
            raise FetchError("not fetched", host, f"{answer} is not an address of the public network")
    return answers[0]


def _wraps_public(ip: ipaddress.IPv6Address) -> bool:
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return all(is_public(str(one)) for one in inner if one is not None)
