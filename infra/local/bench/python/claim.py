"""POST /api/deliveries/{delivery}/claims: answers with a link of minutes."""

from datetime import timedelta

import packages
import table
from letter import addressee
from page import claims_left, resumable_until, state
from rules import day, event, fresh_id, instant, outbox
from runtime import serve
from session import recipient
from table import Conflict, get
from web import Problem, route

ATTEMPTS = 8
LINK_SECONDS = 300
# So long after the record was taken it is asked whether it can be opened.
ASK_AFTER = timedelta(days=2)
TAKEN = ("hand_over_record", "reach_requester", "ask_arrival", "answer_late")


def collected(request, delivery, now):
    """The request hears of the first claim alone."""
    seq, on = request["seq"] + 1, str(day(now, request["time_zone"]))
    body = {
        "request": request["id"],
        "seq": seq,
        "at": instant(now),
        "on": on,
        "actor": {"kind": "requester"},
        "happened": {"what": "collected", "delivery": delivery["id"]},
    }
    row = event(request["pk"], request["head"], seq, body)
    answered = request["answered_on"] or on
    after = {
        **request,
        "seq": seq,
        "head": row["head"],
        "work": "delivered",
        "answered_on": answered,
        "calendar_pk": f"{request['practice']}#ANSWERED#{answered[:7]}",
        "calendar_sk": f"{answered}#{request['id']}",
        "tasks": [task for task in request["tasks"] if task["kind"] not in TAKEN],
    }
    return [table.at_version(after, request), table.fresh(row)]


def asked(request, now):
    """The question whether what was collected can be opened waits for two days."""
    notice, due_at = fresh_id(), now + ASK_AFTER
    row = {
        "pk": request["pk"],
        "sk": f"NOTICE#{notice}",
        **outbox(due_at, notice),
        "id": notice,
        "request": request["id"],
        "kind": {"kind": "could_open", "delivery": request["delivery"]},
        "state": "queued",
        "queued_at": instant(now),
        "due_at": instant(due_at),
        "message": None,
    }
    return table.fresh(row)


def line(request, delivery, seq, how, now):
    """The line of the log of what went out."""
    on, line_id = str(day(now, request["time_zone"])), f"{delivery['id']}#{seq:08}"
    place, requester = f"{on}#{request['id']}#{line_id}", request["requester"]
    is_directed = requester["who"] == "directed"
    row = {
        "pk": request["pk"],
        "sk": f"DISCLOSURE#{line_id}",
        "calendar_pk": f"{request['practice']}#DISCLOSED#{on[:7]}",
        "calendar_sk": place,
        "id": line_id,
        "practice": request["practice"],
        "request": request["id"],
        "receipt": request["receipt"],
        "patient": request["patient"],
        "at": instant(now),
        "on": on,
        "how": how,
        "to": requester["to"] if is_directed else addressee(request),
        "place": requester["place"] if is_directed else "",
        "by": None,
        "what": "",
        "why": "",
    }
    if request["patient"]:
        row |= {"party_pk": f"DISCLOSED#{request['practice']}#{request['patient']}", "party_sk": place}
    return table.fresh(row)


def once(call):
    (id,) = call.ids
    recipient(call, id)
    delivery = get(f"DELIVERY#{id}", "DELIVERY")
    request = delivery and get(f"REQUEST#{delivery['request']}", "REQUEST")
    if not request:
        raise Problem(404, "not-found")
    if state(delivery, call.now) != "open" or not packages.exists(delivery["package_key"]):
        raise Problem(409, "delivery-closed")
    is_resumed = resumable_until(delivery, call.now) is not None
    at, seq = instant(call.now), delivery["seq"] + 1
    body = {"delivery": id, "seq": seq, "at": at, "what": "resumed" if is_resumed else "claimed"}
    row = event(delivery["pk"], delivery["head"], seq, body)
    claimed = {**delivery, "seq": seq, "head": row["head"]}
    if not is_resumed:
        claimed |= {"claimed": delivery["claimed"] + 1, "last_claim_at": at}
    how = "downloaded_again" if is_resumed else "downloaded"
    writes = [table.at_seq(claimed, delivery["seq"]), table.fresh(row), line(request, delivery, seq, how, call.now)]
    if request["work"] == "ready" and request["delivery"] == id:
        writes = collected(request, delivery, call.now) + writes
        if request["email"]:
            writes.append(asked(request, call.now))
    table.transact(writes)
    answer = {
        "url": packages.sign_download(delivery["package_key"], delivery["file_name"], LINK_SECONDS),
        "claims_left": claims_left(claimed),
        "resumable_until": instant(resumable_until(claimed, call.now) or call.now),
    }
    return 200, answer


def handle(call):
    for _ in range(ATTEMPTS):
        try:
            return once(call)
        except Conflict:
            pass
    raise Problem(503, "busy")


serve(route("/api/deliveries/{delivery}/claims", handle))
