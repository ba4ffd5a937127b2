"""GET /api/practices/{practice}/worklist: the open requests of a practice by due date, 50 a page."""

import table
from rules import clock
from runtime import serve
from session import clerk, note_access
from web import Problem, route

ROWS = 50


def worklist(call):
    caller = clerk(call, call.ids[0])
    after = call.query.get("after", "").replace(".", "#", 1)
    note_access(call, caller)
    practice = table.get(f"PRACTICE#{caller['practice']}", "SETTINGS")
    if not practice:
        raise Problem(404, "not-found")
    requests, more = table.worklist(caller["practice"], after, ROWS)
    names = {place["id"]: place["name"] for place in practice["locations"]}
    rows = [
        {
            "request": request["id"],
            "receipt": request["receipt"],
            "patient_name": f"{request['given_name']} {request['family_name']}",
            "access": request["access"],
            "work": request["work"],
            "contact_proven": request["contact_proven"],
            "location_name": names.get(request["location"]),
            "clock": clock(request, call.now),
        }
        for request in requests
    ]
    last = requests[-1] if more and requests else None
    return 200, {"rows": rows, "next": f"{last['due_on']}.{last['id']}" if last else None}


serve(route("/api/practices/{practice}/worklist", worklist))
