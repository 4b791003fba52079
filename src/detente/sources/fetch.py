"""The one door to the network: bounded in time and bytes, closed to private addresses."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx2

from detente import __version__
from detente.model.errors import FetchError

USER_AGENT = f"detente/{__version__} (+https://github.com/detente-project/detente)"
_MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take, and whether it may go to addresses of the inner network."""

    seconds: float = 30.0
    bytes: int = 20_000_000
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a fetch brought."""

    url: str
    status: int
    content: bytes
    headers: dict[str, str]


Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def check_address(url: httpx2.URL, limits: Limits, resolver: Resolver = resolve) -> None:
    """Refuse schemes other than HTTP and hosts that resolve to loopback, private, link-local or reserved addresses.

    Raises:
        FetchError: the address is refused or does not resolve.
    """
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(str(url), "only http and https addresses are fetched")
    if limits.allow_private:
        return
    try:
        addresses = resolver(url.host, url.port or (443 if url.scheme == "https" else 80))
    except OSError as error:
        raise FetchError(str(url), f"the host is not known ({error})", "Check the spelling and your connection.") from error
    for address in addresses:
        parsed = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(parsed, "ipv4_mapped", None) or parsed
        if not mapped.is_global or mapped.is_multicast:
            raise FetchError(str(url), f"{address} is no public address", "Allow inner addresses with --allow-private if you mean it.")


def fetch(url: str, limits: Limits | None = None, transport: httpx2.BaseTransport | None = None, resolver: Resolver = resolve) -> Document:
    """Get a document, following at most five redirects, each checked like the first address.

    Raises:
        FetchError: refused, failed, too slow, too big, or an HTTP status of 400 and above.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    with httpx2.Client(transport=transport, timeout=min(limits.seconds, 15.0), headers={"User-Agent": USER_AGENT}) as client:
        try:
            target = httpx2.URL(url)
            for _ in range(_MAX_REDIRECTS + 1):
                check_address(target, limits, resolver)
                with client.stream("GET", target) as response:
                    if response.is_redirect and response.next_request is not None:
                        target = response.next_request.url
                        continue
                    return _read(response, limits, deadline)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise FetchError(url, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__) from error
    raise FetchError(url, f"more than {_MAX_REDIRECTS} redirects")


def _read(response: httpx2.Response, limits: Limits, deadline: float) -> Document:
    url = str(response.url)
    if response.status_code >= 400:
        raise FetchError(url, f"the server answered {response.status_code}")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > limits.bytes:
            raise FetchError(url, f"longer than {limits.bytes:,} bytes")
        if time.monotonic() > deadline:
            raise FetchError(url, f"slower than {limits.seconds:g} seconds")
    return Document(url, response.status_code, bytes(content), dict(response.headers))
