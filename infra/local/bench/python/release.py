"""POST /api/requests/{request}/release: everything that can go out goes out. The letter and the list of files are
settled here; the package is assembled from them afterwards."""

from datetime import datetime

import packages
import table
from letter import files, manifest, release
from once import keep, kept
from page import page_after
from rules import day, event, fresh_id, instant, is_access, outbox, sha256
from runtime import serve
from session import clerk_of_request
from table import Conflict, Repeated, get, prefixed
from web import Problem, key, route

ATTEMPTS = 8


def covers(scope, record):
    if scope["extent"] == "whole":
        return True
    on, start, until = record["service_date"], scope["from"], scope["until"]
    in_dates = not on or ((not start or start <= on) and (not until or on <= until))
    return in_dates and (not scope["categories"] or record["category"] in scope["categories"])


def withheld(withholding):
    if withholding["ground"].startswith("r") and not withholding["determination"]:
        return "waits_for_determination"
    if not withholding["approval"]:
        return "waits_for_approval"
    return "not_theirs" if withholding["ground"] == "n3" else "withheld"


def placement(record, request, item, now):
    state, judgement = record["state"], item["judgement"] if item else None
    if judgement != "keep" and not covers(request["scope"], record):
        return "not_asked_for"
    if state["state"] == "expected":
        return "rejected" if datetime.fromisoformat(state["until"]) < now else "waiting"
    if state["state"] != "inspected":
        return "rejected"
    if item and item["withholding"]:
        return withheld(item["withholding"])
    if judgement:
        return "in" if judgement == "keep" else judgement
    if record["sensitivity"] == "protected_care" and request["requester"]["who"] == "representative":
        return "protected"
    return "needs_judgement" if state["concerns"] or record["sensitivity"] == "psychotherapy_notes" else "in"


OBSTACLES = {
    "waiting": "uploads_under_way",
    "rejected": "files_not_taken",
    "needs_judgement": "concerns_open",
    "protected": "protected_open",
    "waits_for_determination": "determination_open",
    "waits_for_approval": "approval_open",
}


def obstacles(request, found):
    if not is_access(request):
        return ["not_access"]
    if request["work"] != "gathering":
        return ["not_verified" if request["work"] == "received" else "already_released"]
    among = [obstacle for where, obstacle in OBSTACLES.items() if where in found]
    return among or ([] if found & {"in", "withheld"} else ["nothing_to_release"])


def outcome(found):
    if not found & {"withheld", "not_theirs"}:
        return "released"
    return "released_in_part" if "in" in found else "denied"


def told(withholding):
    """What a letter says of what is withheld; of a source in confidence not even what it is."""
    if withholding["ground"] == "u6":
        return {"ground": "u6", "what": "", "reason": ""}
    return {"ground": withholding["ground"], "what": withholding["what"], "reason": withholding["reason"]}


def ledger(request, now):
    """What goes out, what the letter tells of the rest, and the outcome; or every obstacle."""
    judged = prefixed(f"REQUEST#{request['id']}", "ITEM#")
    items = {item["record"]: item for item in judged}
    patient_pk = f"PATIENT#{request['practice']}#{request['patient']}"
    records = prefixed(patient_pk, "RECORD#") if request["patient"] else []
    placed = [
        (record, placement(record, request, items.get(record["id"]), now))
        for record in records
        if record["state"]["state"] not in ("discarded", "withdrawn")
    ]
    found = {where for _, where in placed}
    standing = obstacles(request, found)
    if standing:
        raise Problem(409, "obstacles", obstacles=standing)
    left_out = [told(items[record["id"]]["withholding"]) for record, where in placed if where == "withheld"]
    untold = bool(found - {"in", "not_asked_for", "withheld", "outside_record_set"})
    kept_back = {"withheld": left_out, "outside": "outside_record_set" in found, "untold": untold}
    return [record for record, where in placed if where == "in"], kept_back, outcome(found)


def once(call):
    clerk, request = clerk_of_request(call)
    repeated = kept(call, clerk["id"])
    if repeated:
        return repeated["status"], repeated["answer"]
    if request["version"] != call.version:
        raise Problem(412, "stale")
    on, at = str(day(call.now, request["time_zone"])), instant(call.now)
    records, kept_back, ended = ledger(request, call.now)
    released = files(records)
    practice = get(f"PRACTICE#{request['practice']}", "SETTINGS")
    letter = release(request, practice, released, kept_back, on)
    data = manifest(letter, released)
    digest = sha256(data)
    # Put before the fact that names it: a manifest that no event names is nothing.
    packages.put(f"manifest/{request['id']}/{digest}.json", "application/json", data)
    job = {
        "id": fresh_id(),
        "request": request["id"],
        "manifest": digest,
        "delivery": fresh_id(),
        "notice": fresh_id(),
        "queued_at": at,
        "finished": False,
    }
    seq = request["seq"] + 1
    happened = {
        "request": request["id"],
        "seq": seq,
        "at": at,
        "on": on,
        "actor": {"kind": "member", "id": clerk["id"], "name": clerk["name"]},
        "happened": {"what": "released", "manifest": digest, "letter": letter},
    }
    row = event(request["pk"], request["head"], seq, happened)
    after = {
        **request,
        "version": request["version"] + 1,
        "seq": seq,
        "head": row["head"],
        "work": "assembling",
        "outcome": ended,
        "job": job["id"],
    }
    repeat = keep(call, clerk["id"], 200, page_after(call, after, happened))
    job_keys = {"pk": request["pk"], "sk": f"JOB#{job['id']}", **outbox(call.now, job["id"])}
    writes = [
        table.first(repeat),
        table.at_version(after, request),
        table.fresh(row),
        table.fresh({**job, **job_keys}),
    ]
    table.transact(writes, first_is_repeat=True)
    return 200, repeat["answer"]


def handle(call):
    key(call)
    if call.version is None:
        raise Problem(428, "version-missing")
    for _ in range(ATTEMPTS):
        try:
            return once(call)
        except (Conflict, Repeated):
            pass
    raise Problem(503, "busy")


serve(route("/api/requests/{request}/release", handle))
