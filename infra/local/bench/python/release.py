"""POST /api/requests/{request}/release: everything that can go out goes out. The letter and the list of files are
settled here; the package is assembled from them afterwards."""

import re
from datetime import date, datetime, timedelta

import packages
import table
from letter import files, manifest, release
from once import keep, kept
from page import page_after
from rules import day, event, fresh_id, instant, is_access, outbox, sha256
from runtime import serve
from session import clerk_of_request
from table import Conflict, Repeated, get, prefixed
from web import Problem, form, key, route

ATTEMPTS = 8
# What is answered by a release.
ANSWERED = ("ask_arrival", "release_reviewed", "open_suspended")


def covers(scope, record):
    if scope["extent"] == "whole":
        return True
    on, start, until = record["service_date"], scope["from"], scope["until"]
    in_dates = not on or ((not start or start <= on) and (not until or on <= until))
    return in_dates and (not scope["categories"] or record["category"] in scope["categories"])


def leaves_no_trace(ground, requester):
    """Of care that is not theirs, and of a source in confidence, others than the patient may not even know."""
    is_patients = requester["who"] in ("patient", "directed")
    return ground == "n3" or (ground == "u6" and not is_patients)


def withheld(withholding, requester):
    if withholding["ground"].startswith("r") and not withholding["determination"]:
        return "waits_for_determination"
    if not withholding["approval"]:
        return "waits_for_approval"
    return "not_theirs" if leaves_no_trace(withholding["ground"], requester) else "withheld"


def is_protected(record, request):
    """Whether this requester may not know of the record until the officer says so."""
    needs_paper = request["requester"]["who"] in ("representative", "directed")
    return record["sensitivity"] == "protected_care" and needs_paper


def placement(record, request, item, now):
    state, judgement = record["state"], item["judgement"] if item else None
    if judgement != "keep" and not covers(request["scope"], record):
        return "not_asked_for"
    if state["state"] == "expected":
        return "rejected" if datetime.fromisoformat(state["until"]) < now else "waiting"
    if state["state"] != "inspected":
        return "rejected"
    if item and item["withholding"]:
        return withheld(item["withholding"], request["requester"])
    if judgement:
        return "in" if judgement == "keep" else judgement
    if is_protected(record, request):
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


def contradictions(placed, items):
    """What goes out in the place of something withheld must go out, and what is withheld not under another name."""
    out = [record for record, where in placed if where == "in"]
    kept_back = [record for record, where in placed if where in ("withheld", "not_theirs")]
    rests = {items[record["id"]]["withholding"]["rest"] for record in kept_back} - {None}
    if rests - {record["id"] for record in out}:
        yield "rest_not_out"
    if {record["state"]["sha256"] for record in kept_back} & {record["state"]["sha256"] for record in out}:
        yield "same_file_goes_out"


def obstacles(request, placed, items):
    if not is_access(request):
        return ["not_access"]
    if request["work"] != "gathering":
        return ["not_verified" if request["work"] == "received" else "already_released"]
    found = {where for _, where in placed}
    among = [obstacle for where, obstacle in OBSTACLES.items() if where in found]
    nothing = [] if among or found & {"in", "withheld"} else ["nothing_to_release"]
    return [*among, *nothing, *contradictions(placed, items)]


def outcome(found):
    if not found & {"withheld", "not_theirs"}:
        return "released"
    return "released_in_part" if "in" in found else "denied"


def told(withholding):
    """What a letter says of what is withheld; of a source in confidence not even what it is."""
    ground, more = withholding["ground"], {name: withholding.get(name) for name in ("ends_on", "duration")}
    said = {name: "" if ground == "u6" else withholding[name] for name in ("what", "reason")}
    return {"ground": ground, **said, **{name: value for name, value in more.items() if value}}


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
LISTED = 20


def not_held(typed):
    """What the letter says is not held here."""

    def line(text):
        return CONTROL.sub(" ", text.strip())

    pointers = [
        {name: line(pointer.get(name, "")) for name in ("what", "ask")} for pointer in typed.get("not_held", [])
    ]
    errors = []
    for index, pointer in enumerate(pointers):
        if not pointer["what"]:
            errors.append({"field": f"not_held.{index}.what", "code": "what_missing"})
        long = [name for name, text in pointer.items() if len(text) > 200]
        errors += [{"field": f"not_held.{index}.{name}", "code": "line_too_long"} for name in long]
    if len(pointers) > LISTED:
        errors.append({"field": "not_held", "code": "not_held_too_many"})
    if errors:
        raise Problem(422, "answers", errors=errors)
    return pointers


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
    standing = obstacles(request, placed, items)
    if standing:
        raise Problem(409, "obstacles", obstacles=standing)
    found = {where for _, where in placed}
    secret = [is_protected(record, request) for record, where in placed if where == "outside_record_set"]
    untold = bool(found - {"in", "not_asked_for", "withheld", "outside_record_set"}) or any(secret)
    left_out = [told(items[record["id"]]["withholding"]) for record, where in placed if where == "withheld"]
    kept_back = {"withheld": left_out, "outside": not all(secret), "untold": untold}
    rests = {item["withholding"]["rest"] for item in judged if item["withholding"]}
    return [record for record, where in placed if where == "in"], rests, kept_back, outcome(found)


# Where nobody knows when a study ends, that is asked after so many days.
STUDY = timedelta(days=180)


def tasks_after(request, seq, letter):
    """The tasks after a release: to open again what is suspended, and what the states here ask of a denial."""
    asked = str(date.fromisoformat(letter["released_on"]) + STUDY)
    opens = [item.get("ends_on", asked) for item in letter["withheld"] if item["ground"] == "u4"]
    added = [("open_suspended", min(opens))] if opens else []
    if letter["withheld"] and "TX" in request["states"]:
        added.append(("file_denial", letter["released_on"]))
    tasks = [task for task in request["tasks"] if task["kind"] not in ANSWERED]
    for kind, due_on in added:
        if kind not in [task["kind"] for task in tasks]:
            number = max([seq, *(task["number"] + 1 for task in tasks)])
            tasks.append({"number": number, "kind": kind, "text": "", "owner": request["assignee"], "due_on": due_on})
    return tasks


def denial(request, seq, on):
    """The line of what was denied in a month."""
    row = {
        "pk": request["pk"],
        "sk": f"DENIAL#{seq:08}",
        "calendar_pk": f"{request['practice']}#DENIED#{on[:7]}",
        "calendar_sk": f"{on}#{request['id']}#{seq:08}",
        "practice": request["practice"],
        "request": request["id"],
        "seq": seq,
        "on": on,
    }
    return table.fresh(row)


def once(call):
    clerk, request = clerk_of_request(call)
    repeated = kept(call, clerk["id"])
    if repeated:
        return repeated["status"], repeated["answer"]
    if request["version"] != call.version:
        raise Problem(412, "stale")
    on, at = str(day(call.now, request["time_zone"])), instant(call.now)
    elsewhere = not_held(form(call))
    records, rests, kept_back, ended = ledger(request, call.now)
    released = files(records, rests)
    practice = get(f"PRACTICE#{request['practice']}", "SETTINGS")
    letter = release(request, practice, released, {**kept_back, "not_held": elsewhere}, on)
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
        "delivery": None,
        "tasks": tasks_after(request, seq, letter),
    }
    after.pop("delay", None)
    repeat = keep(call, clerk["id"], 200, page_after(call, after, happened))
    job_keys = {"pk": request["pk"], "sk": f"JOB#{job['id']}", **outbox(call.now, job["id"])}
    writes = [
        table.first(repeat),
        table.at_version(after, request),
        table.fresh(row),
        *([denial(request, seq, on)] if letter["withheld"] else []),
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
