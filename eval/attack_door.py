"""Attacks on who may call what: keys, origins, other people's conversations."""

from collections.abc import Iterator

from eval.attack import QUESTION, SITE, Attack, Target

_CALLS = [
    ("POST", "/v1/answers"),
    ("POST", "/v1/answers/stream"),
    ("POST", "/v1/compare"),
    ("POST", "/v1/match"),
    ("POST", "/v1/search"),
    ("POST", "/v1/feedback"),
    ("GET", "/v1/profiles"),
    ("GET", "/v1/profiles/boulanger-boulangere"),
    ("GET", "/v1/profiles/boulanger-boulangere/text"),
    ("GET", "/v1/passages/7425dffbf5cca03150736bb7"),
    ("GET", "/v1/conversations/x"),
    ("DELETE", "/v1/conversations/x"),
    ("GET", "/metrics"),
]
_ASKING = ("/v1/answers", "/v1/answers/stream", "/v1/feedback", "/v1/conversations/x")


def door_attacks(target: Target) -> Iterator[Attack]:
    """Try every way past the door."""
    yield _without_a_key(target)
    yield _wrong_keys(target)
    yield _malformed(target)
    yield _revoked(target)
    yield from _origins(target)
    yield _published(target)
    yield from _conversations(target)


def _without_a_key(target: Target) -> Attack:
    attack = Attack("every call without a key", {401})
    with target.client(host=10) as client:
        for method, path in _CALLS:
            attack.came(client.request(method, path, json=QUESTION).status_code)
    return attack


def _wrong_keys(target: Target) -> Attack:
    key = target.secret
    attack = Attack("wrong keys: near the right one, of another kind, SQL, without end", {401})
    wrong = [
        key[:-1],
        f"{key}x",
        key.swapcase(),
        key.replace("secret", "public"),
        key[::-1],
        f"{key} {key}",
        f"{key},{target.other}",
        "career_secret_",
        "' OR '1'='1",
        "'; DROP TABLE keys; --",
        "%00",
        "*",
        "null",
        "undefined",
        "a" * 8000,
    ]
    with target.client(host=11) as client:
        for said in wrong:
            headers = {"Authorization": f"Bearer {said}"}
            attack.came(client.get("/v1/profiles", headers=headers).status_code)
    return attack


def _malformed(target: Target) -> Attack:
    attack = Attack("malformed `Authorization`, or the key elsewhere", {400, 401})
    key = target.secret.encode()
    lines = [
        b"Authorization: " + key,
        b"Authorization: Basic " + key,
        b"Authorization: Bearer",
        b"Authorization:",
        b"Authorization: Bearer \xff\xfe",
        b"Authorization: Bearer\x00" + key,
        b"Authorization : Bearer " + key,
        b"Authorization: Bearer x\r\nAuthorization: Bearer " + key,
        b"Cookie: Authorization=Bearer " + key,
        b"X-Api-Key: " + key,
    ]
    for line in lines:
        said = target.send(
            b"GET /v1/profiles HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + line + b"\r\n\r\n",
            host=12,
        )
        attack.came(int(said.split()[1]))
    with target.client(host=12) as client:
        attack.came(client.get("/v1/profiles", params={"key": target.secret}).status_code)
    return attack


def _revoked(target: Target) -> Attack:
    attack = Attack("a revoked key, from the moment of its end", {401})
    key, said = target.keys.create("short")
    with target.client(said, host=13) as client:
        attack.check(client.get("/v1/profiles").status_code == 200, "it was not good before")
        target.keys.revoke(key.id)
        for _ in range(20):
            attack.came(client.get("/v1/profiles").status_code)
    return attack


def _origins(target: Target) -> Iterator[Attack]:
    attack = Attack("a publishable key from other origins, or none", {403})
    foreign = [
        "https://evil.example",
        "null",
        f"{SITE}.evil.example",
        f"{SITE}:8443",
        SITE.replace("https", "http"),
        SITE.upper(),
        f"{SITE}/",
        f"{SITE}, https://evil.example",
        "https://sub.careers.example",
        "",
    ]
    with target.client(target.public, host=16) as client:
        for origin in foreign:
            refused = client.post("/v1/answers", json=QUESTION, headers={"Origin": origin})
            attack.came(refused.status_code)
            allowed = "access-control-allow-origin" in refused.headers
            attack.check(not allowed, f"{origin!r} was told that it may")
        attack.came(client.post("/v1/answers", json=QUESTION).status_code)
    yield attack
    attack = Attack("a secret key in a browser, from any origin", {403})
    with target.client(target.secret, host=16) as client:
        for origin in (SITE, *foreign[:3]):
            for method, path in _CALLS:
                refused = client.request(method, path, headers={"Origin": origin})
                attack.came(refused.status_code)
    yield attack
    attack = Attack("preflights of other origins", {403})
    asked = {"Access-Control-Request-Method": "POST"}
    with target.client(host=16) as client:
        for origin in foreign:
            refused = client.options("/v1/answers", headers={**asked, "Origin": origin})
            attack.came(refused.status_code)
    yield attack


def _published(target: Target) -> Attack:
    attack = Attack("a publishable key on calls that it is not good for", {403})
    with target.client(target.public, host=17, Origin=SITE) as client:
        for method, path in _CALLS:
            if path not in _ASKING:
                attack.came(client.request(method, path, json=QUESTION).status_code)
    return attack


def _conversations(target: Target) -> Iterator[Attack]:
    with target.client(target.secret) as mine:
        began = mine.post("/v1/answers", json=QUESTION).json()
        known = began["conversation_id"]
        path, going_on = f"/v1/conversations/{known}", {**QUESTION, "conversation_id": known}
        attack = Attack(
            "another's conversation, its id known: read, continued, streamed, rated, erased", {404}
        )
        rating = {"answer_id": began["id"], "rating": "down"}
        for key, origin in ((target.other, {}), (target.public, {"Origin": SITE})):
            with target.client(key, host=18, **origin) as client:
                attack.came(
                    client.get(path).status_code,
                    client.post("/v1/answers", json=going_on).status_code,
                    client.post("/v1/answers/stream", json=going_on).status_code,
                    client.post("/v1/feedback", json=rating).status_code,
                    client.delete(path).status_code,
                )
        kept = mine.get(path)
        attack.check(kept.status_code == 200 and len(kept.json()["turns"]) == 1, "it was changed")
        yield attack
    attack = Attack("ids guessed, near the right one and at random", {404})
    with target.client(target.other, host=18) as client:
        for n in range(100):
            guessed = known[:-1] + chr(65 + n % 26) if n < 26 else f"{n:024x}"
            if guessed != known:
                attack.came(client.get(f"/v1/conversations/{guessed}").status_code)
    yield attack
