"""The cookie that holds a session's secret."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from dateline.services.sign_ins import AT_MOST_FOR

PLAIN, BOUND = "dateline", "__Host-dateline"
"""The cookie's name; over https one that browsers bind to this very host."""


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the visitor came over https, to us or to a proxy before us.

    A header that says so falsely only makes a cookie that is not sent back.
    """
    said = (connection.headers.get("x-forwarded-proto", ""), connection.headers.get("origin", "").split(":")[0])
    return connection.url.scheme == "https" or "https" in said


def read_cookie(connection: HTTPConnection) -> str | None:
    """The secret; over https only that of the bound cookie, as a plain one may have been planted by a neighbour."""
    cookies = connection.cookies
    return cookies.get(BOUND) or (None if is_secure(connection) else cookies.get(PLAIN))


def give_cookie(connection: HTTPConnection, response: Response, secret: str) -> None:
    """Out of reach of scripts, and sent with no request that another site makes, but a link followed to us."""
    secure = is_secure(connection)
    response.set_cookie(
        BOUND if secure else PLAIN,
        secret,
        max_age=int(AT_MOST_FOR.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response) -> None:
    response.delete_cookie(PLAIN, path="/", httponly=True, samesite="lax")
    response.delete_cookie(BOUND, path="/", secure=True, httponly=True, samesite="lax")
