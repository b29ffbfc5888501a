"""Attacks on how a request is written: paths, methods, headers, bodies."""

import json
from collections.abc import Iterator

from eval.attack import CLOSED, QUESTION, Attack, Target, statuses_in

BODY = json.dumps(QUESTION).encode()


def wire_attacks(target: Target) -> Iterator[Attack]:
    """Try what no honest client sends."""
    yield _paths(target)
    yield _methods(target)
    yield _hosts(target)
    yield _framing(target)
    yield _injected(target)
    yield _large_headers(target)
    yield from _large_bodies(target)


def get(path: str, *lines: str, key: str | None = None) -> bytes:
    """Return a GET request as bytes, with these header lines as they are."""
    said = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *lines]
    said += [f"Authorization: Bearer {key}"] if key else []
    return "\r\n".join([*said, "", ""]).encode("latin-1")


def post(*lines: str, key: str, path: str = "/v1/answers") -> bytes:
    """Return the head of a POST request as bytes."""
    said = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {key}"]
    said += ["Content-Type: application/json", *lines, "", ""]
    return "\r\n".join(said).encode("latin-1")


def _paths(target: Target) -> Attack:
    attack = Attack(
        "without a key, round the door: `//v1`, `..`, encoded slashes and letters, absolute-form, "
        "`;`, `\\`, NUL, fragments",
        {400, 401, 403, 404, CLOSED},
    )
    for path in (
        "//v1/profiles",
        "///v1/profiles",
        "/./v1/profiles",
        "/x/../v1/profiles",
        "/v1/../v1/profiles",
        "/%76%31/profiles",
        "/v1%2fprofiles",
        "/v1%2Fprofiles",
        "/%2fv1/profiles",
        "/%2e%2e/v1/profiles",
        "/profiles/%2e%2e/v1/profiles",
        "/profiles/..%2fv1%2fprofiles",
        "/V1/profiles",
        "/v1/profiles/",
        "/v1//profiles",
        "/v1/profiles;a=b",
        "/v1/profiles%00",
        "/v1/profiles%0a",
        "\\v1\\profiles",
        "/\\v1/profiles",
        "/v1/profiles#x",
        "http://127.0.0.1/v1/profiles",
        "http://evil.example/v1/profiles",
        "http://evil.example//v1/profiles",
        "/healthz/../v1/profiles",
        "/metrics/",
        "/metrics%20",
        "/%6detrics",
        "/profiles/../../../../etc/passwd",
        "/profiles/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/static/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/file=/etc/passwd",
    ):
        said = target.send(get(path), host=30)
        attack.came(statuses_in(said)[0])
        for leaked in (b'"profiles"', b"career_answers", b"root:"):
            attack.check(leaked not in said, f"{path} gave {leaked.decode()}")
    return attack


def _methods(target: Target) -> Attack:
    attack = Attack(
        "other methods, and `X-HTTP-Method-Override` over a conversation", {200, 400, 401, 404, 405}
    )
    with target.client(target.secret, host=31) as client:
        began = client.post("/v1/answers", json=QUESTION).json()
        path = f"/v1/conversations/{began['conversation_id']}"
        for method in ("TRACE", "CONNECT", "PATCH", "PUT", "PROPFIND", "DEBUG", "HEAD", "get"):
            raw = get(path, key=target.secret).replace(b"GET", method.encode(), 1)
            attack.came(statuses_in(target.send(raw, host=31))[0])
        for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            attack.came(client.get(path, headers={name: "DELETE"}).status_code)
            attack.came(client.get(f"{path}?_method=DELETE").status_code)
        attack.check(client.get(path).status_code == 200, "the conversation is gone")
    return attack


def _hosts(target: Target) -> Attack:
    attack = Attack("forged `Host` and `X-Forwarded-Host`: never said back", {200, 400, 401, 404})
    evil = "evil.example"
    for path in ("/v1/profiles/", "/healthz", "/docs", "/demo/", "/profiles", "/openapi.json"):
        for lines in (
            (f"Host: {evil}",),
            (f"X-Forwarded-Host: {evil}", f"X-Original-URL: http://{evil}/"),
            (f"X-Rewrite-URL: http://{evil}/", f"Forwarded: host={evil}"),
        ):
            said = target.send(get(path, *lines).replace(b"Host: x\r\n", b"", 1), host=32)
            attack.came(statuses_in(said)[0])
            attack.check(evil.encode() not in said, f"{path} says {evil}")
    return attack


def _framing(target: Target) -> Attack:
    attack = Attack(
        "a request hidden in another: two `Content-Length`, `Content-Length` with "
        "`Transfer-Encoding`, chunks that lie, folded and spaced headers",
        {200, 400, 401, 408, 413, 422, CLOSED},
    )
    hidden = get("/metrics", key=target.secret)
    size = len(BODY)
    for lines, body in (
        ((f"Content-Length: {size}", "Content-Length: 0"), BODY + hidden),
        (("Content-Length: 0", f"Content-Length: {size}"), BODY + hidden),
        ((f"Content-Length: {size}, {size}",), BODY + hidden),
        (("Content-Length: 4", "Transfer-Encoding: chunked"), b"0\r\n\r\n" + hidden),
        (("Transfer-Encoding: chunked", "Content-Length: 4"), b"0\r\n\r\n" + hidden),
        (("Transfer-Encoding: xchunked",), b"0\r\n\r\n" + hidden),
        (("Transfer-Encoding: chunked, identity",), b"0\r\n\r\n" + hidden),
        (("Transfer-Encoding : chunked",), b"0\r\n\r\n" + hidden),
        (("Transfer-Encoding:\tchunked", "Transfer-Encoding: x"), b"0\r\n\r\n" + hidden),
        (("X: y", " Transfer-Encoding: chunked"), b"0\r\n\r\n" + hidden),
        ((f"Content-Length: +{size}",), BODY + hidden),
        ((f"Content-Length: -{size}",), BODY + hidden),
        ((f"Content-Length: 0x{size:x}",), BODY + hidden),
        ((f"Content-Length: {size}e0",), BODY + hidden),
        (("Transfer-Encoding: chunked",), b"fffffffffffffffff\r\nx" + hidden),
        (("Transfer-Encoding: chunked",), b"-1\r\nx\r\n0\r\n\r\n" + hidden),
        (("Transfer-Encoding: chunked",), b"1\nx\n0\n\n" + hidden),
        (("Transfer-Encoding: chunked",), b"1\r\nxx\r\n0\r\n\r\n" + hidden),
        (("Transfer-Encoding: chunked",), b"1\rx\r0\r\r" + hidden),
    ):
        said = target.send(post(*lines, key=target.secret) + body, host=33)
        attack.came(statuses_in(said)[0])
        attack.check(b"career_answers" not in said, f"{lines} let the hidden request through")
    return attack


def _injected(target: Target) -> Attack:
    attack = Attack(
        "header injection: CR and LF in paths, queries, ids and origins",
        {200, 400, 401, 403, 404, 422, CLOSED},
    )
    evil = "%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>"
    for path in (
        f"/{evil}",
        f"/v1/profiles/{evil}",
        f"/v1/profiles?query={evil}",
        f"/profiles/boulanger-boulangere?start={evil}",
        f"/v1/conversations/{evil}",
        f"/v1/passages/{evil}",
    ):
        said = target.send(get(path, key=target.secret), host=34)
        attack.came(statuses_in(said)[0])
        head = said.partition(b"\r\n\r\n")[0].lower()
        attack.check(b"evil" not in head, f"{path} set a header")
    for line in (
        "X-Request-Id: a\rSet-Cookie: evil=1",
        "X-Request-Id: a\nSet-Cookie: evil=1",
        "X-Request-Id: %0d%0aSet-Cookie: evil=1",
        "Origin: https://careers.example\rSet-Cookie: evil=1",
        "Origin: https://evil.example",
    ):
        said = target.send(get("/v1/profiles", line, key=target.public), host=34)
        attack.came(statuses_in(said)[0])
        head = said.partition(b"\r\n\r\n")[0].lower()
        attack.check(b"evil" not in head, f"{line!r} was said back")
    return attack


def _large_headers(target: Target) -> Attack:
    attack = Attack(
        "headers without measure: 1 MB in one, in 20,000, in the path", {400, 431, CLOSED}
    )
    for lines in (
        ["X: " + "a" * 1_000_000],
        [f"X-{n}: {'a' * 40}" for n in range(20_000)],
        ["Cookie: " + "a=b; " * 200_000],
    ):
        attack.came(statuses_in(target.send(get("/healthz", *lines), host=35))[0])
    attack.came(statuses_in(target.send(get("/" + "a" * 1_000_000), host=35))[0])
    attack.came(statuses_in(target.send(get("/healthz?" + "a" * 1_000_000), host=35))[0])
    return attack


def _large_bodies(target: Target) -> Iterator[Attack]:
    attack = Attack("bodies over 64 KB: declared (up to 10^40 bytes), and not sent", {400, 413})
    for size in (65_537, 10**6, 10**9, 10**12, 10**40):
        said = target.send(post(f"Content-Length: {size}", key=target.secret), host=36)
        attack.came(statuses_in(said)[0])
    yield attack
    attack = Attack("bodies over 64 KB: in chunks, without an end", {413, CLOSED})
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    for _ in range(5):
        said = target.send(
            post("Transfer-Encoding: chunked", key=target.secret), *[chunk] * 100, host=36
        )
        attack.came(statuses_in(said)[0])
    yield attack
    attack = Attack("the same without a key", {401})
    with target.client(host=37) as client:
        for _ in range(5):
            attack.came(client.post("/v1/answers", content=iter([b"x" * 4096] * 20)).status_code)
    yield attack
