"""Who calls: a session's row is found by the keyed hash of its cookie."""

from datetime import datetime, timedelta

from rules import fresh_token, instant, keyed, seconds
from table import ALONE, get, put, touch
from web import Problem

IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=2)


def whose(call, cookie):
    token = call.cookies.get(cookie)
    if not token:
        raise Problem(401, "signed-out")
    pk = f"SESSION#{keyed('session', token)}"
    session = get(pk, ALONE)
    if not session:
        raise Problem(401, "signed-out")
    idle = call.now - datetime.fromisoformat(session["seen_at"])
    if session["ends_at_s"] <= seconds(call.now) or idle >= IDLE:
        raise Problem(401, "signed-out")
    if idle >= TOUCH:
        touch(pk, instant(call.now))
    return session["whose"]


def staff(call):
    caller = whose(call, "__Host-staff")
    if caller["kind"] != "staff":
        raise Problem(401, "signed-out")
    return caller["member"]


READERS = {"clerk", "officer", "clinician", "reviewer"}
CLERKS = {"clerk", "officer"}


def member(practice, id, admitted):
    found = get(f"PRACTICE#{practice}", f"MEMBER#{id}")
    if not found:
        raise Problem(404, "not-found")
    if not found["active"] or not admitted & set(found["roles"]):
        raise Problem(403, "not-permitted")
    return found


def reader(call, practice):
    """The caller as one who may see the requests of a practice."""
    return member(practice, staff(call), READERS)


def clerk_of_request(call):
    """The request of the call's path, and the caller as one who may work on it."""
    caller = staff(call)
    request = get(f"REQUEST#{call.ids[0]}", "REQUEST")
    if not request:
        raise Problem(404, "not-found")
    return member(request["practice"], caller, CLERKS), request


def recipient(call, delivery):
    """Whether the caller proved the second factor of this delivery."""
    caller = whose(call, "__Host-recipient")
    if caller["kind"] != "recipient" or caller["delivery"] != delivery:
        raise Problem(401, "signed-out")


def note_access(call, caller):
    """Writes down who reads what, before it is read."""
    id = fresh_token()
    at = call.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    put(
        {
            "pk": f"ACCESS#{caller['practice']}#{at[:10]}",
            "sk": f"{at}#{id}",
            "practice": caller["practice"],
            "at": instant(call.now),
            "id": id,
            "member": caller["id"],
            "route": call.path,
            "request": None,
        }
    )
