"""Who may use the person's controls: the page itself and local scripts, not another site in the browser."""

from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def refuse_strangers(request: Request) -> Response | None:
    """A 403 or 415 for a request that another web site could have made the browser send; None for the rest."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != host:
        return _no(403, "Only the sandbox's own page may do this.")
    if _bound_to_this_machine(request) and (request.url.hostname or "") not in LOCAL_NAMES:
        return _no(403, "Open the sandbox as http://127.0.0.1 or http://localhost.")
    kind = request.headers.get("content-type", "").partition(";")[0]
    if request.method == "POST" and kind != "application/json":
        return _no(415, "Send JSON, with the header Content-Type: application/json.")
    return None


def _bound_to_this_machine(request: Request) -> bool:
    server = request.scope.get("server") or ("", None)
    try:
        return ip_address(server[0]).is_loopback
    except ValueError:
        return False


def _no(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status)
