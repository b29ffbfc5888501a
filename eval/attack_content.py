"""Attacks on what a request says: SQL, logs, JSON."""

import gzip
import json
import time
from collections.abc import Iterator
from typing import Any

from eval.attack import QUESTION, Attack, Target

_SQL = (
    "' OR '1'='1",
    "'; DROP TABLE turns; --",
    "' UNION SELECT hashed FROM keys --",
    '" OR ""="',
    "1); DELETE FROM keys; --",
    "'; SELECT pg_sleep(10); --",
    "' AND 1=(SELECT COUNT(*) FROM sqlite_master) --",
    "%' OR name LIKE '%",
    "\\'; ATTACH DATABASE '/tmp/x' AS x; --",
    "${jndi:ldap://127.0.0.1/x}",
    "{{7*7}}",
    "__import__('os').system('id')",
)
_MARK = "INJECTED"
_LOGS = (
    f"a\r\n{_MARK} 200 OK",
    f'a\n{{"event": "{_MARK}"}}',
    f"\x1b[2J\x1b[31m{_MARK}",
    f"\x9b31m{_MARK}",
    f"\u2028{_MARK}",
    f"\u202e{_MARK}",
    f'"}}\n{{"a":"{_MARK}',
    f"%s%n%x {_MARK}",
)
_SLOWEST = 8.0  # seconds; a database that was told to sleep takes longer


def content_attacks(target: Target) -> Iterator[Attack]:
    """Try what a parser, a database or a log could take for its own."""
    yield _sql(target)
    yield from _logs(target)
    yield _odd_json(target)
    yield _charsets(target)
    yield _odd_types(target)


def _sql(target: Target) -> Attack:
    attack = Attack(
        "SQL, templates and look-ups in every text of every call, in paths and queries",
        {200, 404, 422},
    )
    held = {key.id for key in target.keys.list()}
    with target.client(target.secret, host=50) as client:
        answer = client.post("/v1/answers", json=QUESTION).json()
        rating = {"answer_id": answer["id"], "rating": "down"}
        for said in _SQL:
            bodies: list[tuple[str, dict[str, Any]]] = [
                ("answers", {"question": said}),
                ("answers", {**QUESTION, "profile_id": said}),
                ("answers", {**QUESTION, "conversation_id": said}),
                ("answers", {**QUESTION, "language": said}),
                ("answers/stream", {"question": said}),
                ("search", {"query": said}),
                ("search", {"query": "a", "profile_id": said}),
                ("search", {"query": "a", "section": said}),
                ("compare", {"profile_ids": [said, "boulanger-boulangere"]}),
                ("compare", {"profile_ids": [said, said], "sections": [said]}),
                ("match", {"text": said}),
                ("feedback", {"answer_id": said, "rating": "up"}),
                ("feedback", {"answer_id": answer["id"], "rating": said}),
            ]
            asked = [client.build_request("POST", f"/v1/{way}", json=body) for way, body in bodies]
            for path in ("/v1/profiles/{}", "/v1/passages/{}", "/v1/conversations/{}"):
                asked.append(client.build_request("GET", path.format(_quoted(said))))
            for name in ("query", "limit", "offset"):
                asked.append(client.build_request("GET", "/v1/profiles", params={name: said}))
            for request in asked:
                sent = time.monotonic()
                attack.came(client.send(request).status_code)
                taken = time.monotonic() - sent
                attack.check(taken < _SLOWEST, f"{said!r} took {taken:.0f} s")
            kept = {**rating, "reason": said, "comment": said}
            attack.check(
                client.post("/v1/feedback", json=kept).status_code == 201, "a comment was refused"
            )
        path = f"/v1/conversations/{answer['conversation_id']}"
        attack.check(client.get(path).status_code == 200, "a conversation is gone")
    attack.check({key.id for key in target.keys.list()} == held, "the keys have changed")
    return attack


def _quoted(said: str) -> str:
    return "".join(f"%{byte:02x}" for byte in said.encode())


def _logs(target: Target) -> Iterator[Attack]:
    attack = Attack(
        "lines and colours for the log: in questions (which it is told to write), ids, paths, "
        "queries, agents, origins, keys",
        {200, 400, 401, 403, 404, 422},
    )
    with target.client(target.secret, host=51) as client:
        for said in _LOGS:
            attack.came(client.post("/v1/answers", json={"question": said}).status_code)
            asked = {"question": f"Quel salaire pour un boulanger {said} ?"}
            attack.came(client.post("/v1/answers", json=asked).status_code)
            attack.came(client.get(f"/v1/profiles/{_quoted(said)}").status_code)
            attack.came(client.get("/v1/profiles", params={"query": said}).status_code)
            header = said.encode("utf-8").replace(b"\r", b"%0d").replace(b"\n", b"%0a")
            for name in ("X-Request-Id", "User-Agent", "Referer", "Origin", "Authorization"):
                answered = client.get("/v1/profiles", headers={name.encode(): header})
                attack.came(answered.status_code)
                attack.check(
                    _MARK not in answered.headers.get("x-request-id", ""), "an id was kept"
                )
    lines = target.log.read_text("utf-8", errors="replace").split("\n")
    written = [line for line in lines if line.strip()]
    requests = [line for line in written if _is_json(line)]
    attack.check(bool(requests), "nothing was logged")
    for line in written:
        attack.check(line.isprintable() or _is_json(line), f"a line is no JSON: {line[:60]!r}")
        attack.check(not line.startswith(_MARK), "a line was made up")
        attack.check("\x1b" not in line and "\x9b" not in line, "the log has escapes")
    for line in requests:
        attack.check(json.loads(line).get("event") == "request", "a line was made up")
    attack.remark = f"{len(requests):,} lines of the log read, each one request as JSON"
    yield attack


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _odd_json(target: Target) -> Attack:
    attack = Attack(
        "JSON without measure or sense: 30,000 deep, doubled keys, NaN, 10^4000, lone surrogates, "
        "`__proto__`, what follows the end",
        {200, 400, 422},
    )
    deep = 30_000
    bodies = [
        b"[" * deep,
        b"[" * deep + b"]" * deep,
        b'{"question":' * 5000 + b'"a"' + b"}" * 5000,
        b'{"question": "a", "question": "Quel salaire ?"}',
        b'{"question": NaN}',
        b'{"question": Infinity}',
        b'{"query": "a", "limit": NaN}',
        b'{"query": "a", "limit": 1e999}',
        b'{"query": "a", "limit": ' + b"9" * 4000 + b"}",
        b'{"question": ' + b"9" * 60_000 + b"}",
        b'{"question": "\\ud800"}',
        b'{"question": "\\udc00\\ud800"}',
        b'{"question": "\\u0000"}',
        b'{"question": "a\x00b"}',
        b'{"question": "a", "__proto__": {"x": 1}, "constructor": {"prototype": 1}}',
        b'{"question": "a"} {"question": "b"}',
        b'{"question": "a"',
        b'{"question": {"$gt": ""}}',
        b'{"question": ["a"]}',
        b'{"question": true}',
        b"null",
        b"1",
        b'"a"',
        b"[]",
        b"",
        b"\xef\xbb\xbf" + json.dumps(QUESTION).encode(),
        json.dumps({"question": "é" * 1000}).encode(),
        json.dumps({"question": "\u202e\u200b" * 400 + "?"}).encode(),
        json.dumps({"question": "e" + "\u0301" * 900}).encode(),
        json.dumps({"question": "(" * 1000}).encode(),
        json.dumps({"question": "a " * 500}).encode(),
    ]
    headers = {"Content-Type": "application/json"}
    with target.client(target.secret, host=52) as client:
        for body in bodies:
            for way in ("answers", "search", "match", "compare", "feedback", "answers/stream"):
                answered = client.post(f"/v1/{way}", content=body, headers=headers)
                attack.came(answered.status_code)
    return attack


def _charsets(target: Target) -> Attack:
    attack = Attack("bodies in another charset than JSON's, or packed", {200, 400, 422})
    said = json.dumps(QUESTION, ensure_ascii=False)
    packed = gzip.compress(json.dumps({"question": "a" * 10_000_000}).encode())
    with target.client(target.secret, host=53) as client:
        for body, charset, coding in (
            (said.encode("utf-16"), "utf-16", None),
            (said.encode("utf-32"), "utf-32", None),
            (said.encode("latin-1"), "iso-8859-1", None),
            (said.encode("cp1252"), "utf-8", None),
            (said.encode("utf-7"), "utf-7", None),
            (b"\xff\xfe\xfa", "utf-8", None),
            (said.encode(), "nonsense", None),
            (packed, "utf-8", "gzip"),
            (said.encode(), "utf-8", "br"),
        ):
            headers = {"Content-Type": f"application/json; charset={charset}"}
            headers |= {"Content-Encoding": coding} if coding else {}
            answered = client.post("/v1/answers", content=body, headers=headers)
            attack.came(answered.status_code)
    return attack


def _odd_types(target: Target) -> Attack:
    attack = Attack("other media types: forms, XML, files, none", {200, 400, 415, 422})
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with target.client(target.secret, host=54) as client:
        for media, body in (
            ("application/x-www-form-urlencoded", b"question=a"),
            ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="q"'),
            ("text/plain", json.dumps(QUESTION).encode()),
            ("application/xml", entity),
            ("application/x-yaml", b"question: !!python/object/apply:os.system [id]"),
            ("", b"question"),
        ):
            answered = client.post("/v1/answers", content=body, headers={"Content-Type": media})
            attack.came(answered.status_code)
            attack.check("root:" not in answered.text, "a file was read")
    return attack
