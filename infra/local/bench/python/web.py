"""From an event of an HTTP API to a call, and from an answer or a problem back."""

import base64
import json
import os
import re
import time
from dataclasses import dataclass
from datetime import datetime, timezone

COMMON = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
KEY = re.compile(r"[A-Za-z0-9-]{16,64}")
VERSION = re.compile(r'"(\d+)"')


class Problem(Exception):
    def __init__(self, status, kind, **more):
        super().__init__(kind)
        self.status, self.kind, self.more = status, kind, more


@dataclass
class Call:
    method: str
    path: str
    ids: tuple
    body: str
    query: dict
    cookies: dict
    key: str | None
    version: int | None
    now: datetime


def dumps(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def read(event, path, pattern):
    method, headers = event["requestContext"]["http"]["method"], event["headers"]
    found = pattern.fullmatch(event["rawPath"])
    if not found:
        raise Problem(404, "not-found")
    ours = headers.get("origin") == os.environ["PAGE_ORIGIN"] and "x-access-desk" in headers
    if method == "POST" and not ours:
        raise Problem(403, "foreign-origin")
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    pairs = [*event.get("cookies", []), *headers.get("cookie", "").split(";")]
    version = VERSION.fullmatch(headers.get("if-match", ""))
    return Call(
        method=method,
        path=path,
        ids=found.groups(),
        body=body,
        query=event.get("queryStringParameters") or {},
        cookies=dict(pair.strip().split("=", 1) for pair in pairs if "=" in pair),
        key=headers.get("idempotency-key"),
        version=int(version[1]) if version else None,
        now=datetime.now(timezone.utc).replace(microsecond=0),
    )


def form(call):
    try:
        value = json.loads(call.body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Problem(400, "malformed")
    return value


def key(call):
    """The key of a change that must not happen twice."""
    if not KEY.fullmatch(call.key or ""):
        raise Problem(400, "key-missing")
    return call.key


def reply(status, media_type, body, correlation):
    headers = {**COMMON, "x-correlation-id": correlation, "content-type": media_type}
    return {"statusCode": status, "headers": headers, "body": body, "isBase64Encoded": False}


def route(path, handle):
    """A handler of one route. `handle` answers with a status and a body, or raises a problem."""
    pattern = re.compile(re.sub(r"\{\w+\}", "([a-z0-9-]{1,64})", path))

    def handler(event):
        begun = time.monotonic()
        correlation = event["requestContext"]["requestId"]
        try:
            status, body = handle(read(event, path, pattern))
            text = body if isinstance(body, str) else dumps(body)
            answer = reply(status, "application/json", text, correlation)
        except Problem as problem:
            told = {"type": f"urn:access-desk:problem:{problem.kind}", "status": problem.status, **problem.more}
            answer = reply(problem.status, "application/problem+json", dumps(told), correlation)
        line = {"level": "INFO", "message": "answered", "correlation": correlation, "route": path}
        took = round((time.monotonic() - begun) * 1000)
        print(dumps({**line, "status": answer["statusCode"], "duration_ms": took}), flush=True)
        return answer

    return handler
