"""The headers that every answer carries: nothing from elsewhere is loaded, nothing inline is run."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.web.visitors import current_visitor

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS: dict[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # No other site learns an address of ours; our own forms still say where they come from (web.guards), which
    # browsers leave out under "no-referrer".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """ASGI middleware that sets the headers. No page is shown again unasked, and none of who is signed in is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kept = "no-store" if _is_private(headers) else "no-cache"
                for name, value in {**SECURITY_HEADERS, "Cache-Control": kept}.items():
                    headers.setdefault(name, value)  # a stricter one of an answer's own stays
                if _came_encrypted(scope):
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
            await send(message)

        await self._app(scope, receive, send_secured)


def _is_private(headers: MutableHeaders) -> bool:
    """Whether an answer is made for who is signed in; what has an ETag is no secret page, but a file."""
    return current_visitor().session is not None and "etag" not in headers


def _came_encrypted(scope: Scope) -> bool:
    """Whether the visitor came over https, to us or to a proxy before us; who lies about it binds nobody else."""
    return scope["scheme"] == "https" or Headers(scope=scope).get("x-forwarded-proto") == "https"
