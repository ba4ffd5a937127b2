"""GET /api/practices/{practice}/worklist: the open requests of a practice by due date, 50 a page."""

import re

import table
from rules import clock, fits
from runtime import serve
from session import note_access, reader
from web import Problem, route
from work import shown, waits_for

ROWS = 50
# Pages that one call looks through for rows that pass its filters.
PAGES = 20

ID = re.compile(r"[a-z0-9-]{1,64}")
WORK = ("received", "gathering", "assembling", "ready", "delivered", "answered", "closed")
KINDS = ("access", "directive", "authorization", "subpoena", "treatment", "amendment", "complaint")
WAITS = ("desk", "clinician", "officer", "requester", "package", "nobody", "review")
CLOCKS = ("overdue", "today", "soon")

FILTERS = {
    "location": (ID.fullmatch, lambda request, wanted, now: request["location"] == wanted),
    "assignee": (ID.fullmatch, lambda request, wanted, now: (request["assignee"] or {"id": "none"})["id"] == wanted),
    "work": (WORK.__contains__, lambda request, wanted, now: request["work"] == wanted),
    "kind": (KINDS.__contains__, lambda request, wanted, now: request["kind"] == wanted),
    "waits": (WAITS.__contains__, lambda request, wanted, now: waits_for(request) == wanted),
    "clock": (
        CLOCKS.__contains__,
        lambda request, wanted, now: fits(clock(request, now), wanted),
    ),
}


def narrowed(call):
    """What the list is narrowed to. A filter that is not known is refused."""
    chosen = [(passes, known, call.query[name]) for name, (known, passes) in FILTERS.items() if call.query.get(name)]
    if not all(known(wanted) for _, known, wanted in chosen):
        raise Problem(400, "malformed")
    return lambda request: all(passes(request, wanted, call.now) for passes, _, wanted in chosen)


def worklist(call):
    caller = reader(call, call.ids[0])
    passes = narrowed(call)
    note_access(call, caller)
    practice = table.get(f"PRACTICE#{caller['practice']}", "SETTINGS")
    if not practice:
        raise Problem(404, "not-found")
    rows, after = [], call.query.get("after", "").replace(".", "#", 1)
    for _ in range(PAGES):
        requests, more = table.worklist(caller["practice"], after, ROWS)
        for request in filter(passes, requests):
            name = f"{request['given_name']} {request['family_name']}"
            row = {**shown(request, practice, call.now), "patient_name": name}
            row["clock"]["due"]["working"] = []
            row["clock"]["due"].pop("states", None)
            rows.append(row)
        after = f"{requests[-1]['due_on']}#{requests[-1]['id']}" if more and requests else None
        if not after or len(rows) >= ROWS:
            break
    return 200, {"rows": rows, "next": after and after.replace("#", ".", 1)}


serve(route("/api/practices/{practice}/worklist", worklist))
