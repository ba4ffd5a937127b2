"""What Schemathesis can't know of the desk: who is signed in, a request at the right stage, a key that was never used.

A call is of one of four kinds, which follows from what was made for it: left as it is; a form that is taken; such a form
with one answer of what was made; what was made, at a real request. So refusals and successes are both seen.
"""

import json
import re
import uuid
from datetime import timedelta
from zlib import crc32

import schemathesis

import desk as verbs

desk = verbs.Desk()
submitted = verbs.Submitted()

# At which stage a route is of use; the others are called on a request whose record is being gathered.
STAGE = {
    "Candidates": "received",
    "Verify": "received",
    "Correct": "received",
    "RouteRequest": "subpoena",
    "GrantUploads": "promised",
    "DiscardRecord": "promised",
    "Determine": "to determine",
    "Approve": "to approve",
    "Release": "releasable",
    "ReissueDelivery": "ready",
    "RevokeDelivery": "ready",
    "TakePackage": "ready",
    "ProveDelivery": "ready",
    "DeliveryPage": "delivered",
    "Claim": "delivered",
    "ViewFile": "delivered",
    "ViewBound": "delivered",
    "Status": "delivered",
    "ViewLetter": "told",
    "ViewOwnLetter": "told",
    "WriteToPractice": "delivered",
    "ConfirmArrival": "delivered",
    "NoteFee": "quoted",
    "AnswerFee": "quoted",
    "Close": "delivered",
    "HandOver": "answered",
    "AskReview": "denied",
    "ReviewPage": "denied",
    "EnterReview": "denied",
    "AssignReview": "to review",
    "DecideReview": "in review",
    "TellReview": "reviewed",
    "Reopen": "answered",
    "Undo": "answered",
}


@schemathesis.hook
def before_call(context, case, kwargs):
    name = context.operation.definition.raw["operationId"]
    parts = [case.path_parameters, dict(case.headers), case.query, repr(case.body)]
    turn = crc32(json.dumps(parts, default=repr, sort_keys=True).encode()) % 4
    path = context.operation.path
    needs_request = name in STAGE or "{request}" in path
    request = desk.at(STAGE.get(name, "gathering")) if needs_request else None
    if turn != 0:
        case.path_parameters = case.path_parameters | ids(name, path, request)
    if isinstance(case.body, dict) and turn in (1, 2):
        case.body = form(name, context.operation, request) | (one_of(case.body) if turn == 2 else {})
    if name == "ChangeMember" and isinstance(case.body, dict) and case.body.get("active") == "no":
        # Other tests sign this member in.
        case.body["active"] = "yes"
    person = who(name, context.operation, request)
    if person.cookies:
        case.headers["Cookie"] = person.cookie()
    if turn != 0:
        real = {"Origin": verbs.ORIGIN, "X-Access-Desk": "1", "Idempotency-Key": str(uuid.uuid4())}
        if request:
            real["If-Match"] = f'"{request.page["version"]}"'
        # What is left out on purpose stays so.
        case.headers.update({header: value for header, value in real.items() if header in case.headers})


def one_of(body):
    """One of the answers that were made."""
    names = sorted(body)
    if not names:
        return {}
    name = names[crc32(repr(body).encode()) % len(names)]
    return {name: body[name]}


def who(name, operation, request):
    schemes = [scheme for choice in operation.definition.raw["security"] for scheme in choice]
    if schemes == ["Requester"]:
        return request.requester
    if schemes == ["Recipient"]:
        return request.recipient
    if schemes == ["Staff"]:
        return {"Determine": desk.clinician, "DecideReview": desk.reviewer}.get(name, desk.officer)
    return desk.anyone


def ids(name, path, request):
    real = {"practice": "lakeside", "challenge": submitted.challenge, "task": 1}
    real["member"] = desk.member("reviewer@lakeside.example")
    if request:
        real["request"] = request.id
    if "{delivery}" in path:
        real["delivery"] = request.delivery()
    if "{record}" in path:
        real["record"] = record(name, request)
    if "{seq}" in path:
        real["seq"] = request.page["letters"][0]["seq"]
    if "{calendar}" in path:
        real["calendar"] = desk.calendar()
    if "{misdirection}" in path:
        real["misdirection"] = request.misdirection()
    if "{scan}" in path:
        real["scan"] = request.scan()
    if name == "FinishTask":
        verbs.done(desk.officer.post(f"{request.path}/tasks", {"text": "Call", "due_on": "2030-01-31"}))
        real["task"] = request.look()["tasks"][-1]["number"]
    return {name: real[name] for name in re.findall(r"{(\w+)}", path)}


def record(name, request):
    waits = {"Determine": "waits_for_determination", "Approve": "waits_for_approval", "DiscardRecord": "waiting"}
    cards = request.records()
    fitting = [card for card in cards if card["placement"] == waits.get(name, card["placement"])]
    return (fitting or cards)[0]["record"]


def form(name, operation, request):
    """The example of the document, with what is true of this request."""
    content = operation.definition.raw["requestBody"]["content"]["application/json"]
    return content["example"] | {
        "Verify": lambda: {"patient": verbs.PATIENT},
        # Another name each time: what stands already is no correction.
        "Correct": lambda: {"given_name": f"One {uuid.uuid4()}"},
        "FindRequest": lambda: {"receipt": submitted.receipt, "email": submitted.email},
        "ProveContact": lambda: {"code": submitted.code},
        "ProveDelivery": lambda: {"passcode": request.passcode},
        "ProvePin": lambda: pin(desk.at("gathering")),
        "EnterRequest": lambda: {"oral_on": str(verbs.today())},
        "AssignMany": lambda: {"requests": [desk.at("gathering").id]},
        "LinkRequest": lambda: {"receipt": desk.received().receipt},
        "EnterReview": lambda: {"asked_on": str(verbs.today())},
        "AssignReview": lambda: {"member": desk.member("reviewer@lakeside.example")},
        "DecideReview": lambda: {"findings": request.findings()},
        "Extend": lambda: {"until": str(verbs.today() + timedelta(days=45))},
        "WritePaper": lambda: {"from": str(verbs.today())},
        "EnterTraining": lambda: {"member": desk.member("clerk@lakeside.example")},
        "Submit": lambda: {"reach": "telephone", "telephone": "512-555-0199"},
    }.get(name, dict)()


def pin(request):
    return {"receipt": request.receipt, "pin": request.pin}
