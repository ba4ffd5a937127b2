"""Where a request stands: what is to be done next, and who must do it."""

from rules import clock, is_access


def has_task(request, *kinds):
    return any(task["kind"] in kinds for task in request["tasks"])


def agreed_way(request):
    """The way agreed on, or the one asked for."""
    return (request["agreed"] or request)["way"]


def is_on_its_way(request):
    """The record is on its way by plain e-mail."""
    emailing = request.get("emailing")
    return bool(emailing) and emailing["reached"] != "mailbox"


def goes_by_itself(request):
    """Whether a record that is ready reaches the requester by a link without anyone of the desk."""
    is_theirs = request["requester"]["who"] in ("patient", "representative")
    return is_theirs and request["email"] and agreed_way(request) == "download"


def next_action(request):
    """The one thing to do next."""
    match request["work"]:
        case "received" | "gathering" if not is_access(request):
            return "route"
        case "received":
            return "verify"
        case "gathering" if request["determinations"]:
            return "determine"
        case "gathering":
            return "approve" if request["approvals"] else "add_records"
        case "assembling":
            return "wait_for_package"
        case "ready" if is_on_its_way(request):
            return "hand_over" if has_task(request, "ask_arrival") else "wait_for_email"
        case "ready":
            return "wait_for_collection" if goes_by_itself(request) else "hand_over"
        case "delivered":
            return "close"
        case "answered":
            by_hand = has_task(request, "post_letter") or has_task(request, "ask_arrival")
            return "hand_over" if by_hand else "wait_for_letter"
    return "nothing"


# Something automatic failed, and a person must act.
STUCK = ("reach_requester", "repack_record", "help_open", "assign_again", "ask_arrival")


def waits_for(request):
    """Whom a request waits for. No request that is measured went to someone wrong, or is looked at a second time."""
    if has_task(request, "decide_protected"):
        return "officer"
    match next_action(request):
        case "determine":
            return "clinician"
        case "approve":
            return "officer"
        case "wait_for_package":
            return "package"
        case "nothing":
            return "desk" if request["tasks"] else "nobody"
        case "verify" | "add_records" | "route":
            return "requester" if request["is_asked"] else "desk"
        case "wait_for_collection" | "wait_for_letter" | "wait_for_email":
            return "desk" if has_task(request, *STUCK) else "requester"
    return "desk"


def person(someone):
    return someone and {"member": someone["id"], "name": someone["name"]}


def shown(request, practice, now):
    """What the list and the page show alike."""
    names = {place["id"]: place["name"] for place in practice["locations"]}
    return {
        "request": request["id"],
        "receipt": request["receipt"],
        "access": request["access"],
        "work": request["work"],
        "contact_proven": request["contact_proven"],
        "location_name": names.get(request["location"]),
        "clock": clock(request, now),
        "kind": request["kind"],
        "waits_for": waits_for(request),
        "assignee": person(request["assignee"]),
        "tasks": [{**task, "owner": person(task["owner"])} for task in request["tasks"]],
    }
