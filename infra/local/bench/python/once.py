"""A change that happens once for its actor's key, however often it is sent."""

from datetime import timedelta

from rules import fingerprint, seconds
from table import ALONE, get
from web import Problem, dumps, key


def kept(call, actor):
    """What the key answered, where it was used within a day and with the same body."""
    repeat = get(f"IDEMPOTENCY#{actor}#{key(call)}", ALONE)
    if not repeat or repeat["ends_at_s"] <= seconds(call.now):
        return None
    if repeat["fingerprint"] != fingerprint(call):
        raise Problem(422, "key-reused")
    return repeat


def keep(call, actor, status, answer):
    """The row that keeps an answer for the key."""
    ends_at_s = seconds(call.now + timedelta(days=1))
    return {
        "pk": f"IDEMPOTENCY#{actor}#{call.key}",
        "sk": ALONE,
        "actor": actor,
        "key": call.key,
        "fingerprint": fingerprint(call),
        "status": status,
        "answer": dumps(answer),
        "passcode": None,
        "made_at_s": seconds(call.now),
        "ends_at_s": ends_at_s,
        "expires_at_s": ends_at_s,
    }
