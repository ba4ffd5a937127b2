"""Where a request stands: what is to be done next, and who must do it."""

from rules import clock, is_access


def has_task(request, *kinds):
    return any(task["kind"] in kinds for task in request["tasks"])


def agreed_way(request):
    """The way agreed on, or the one asked for."""
    return (request["agreed"] or request)["way"]


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
        case "ready":
            by_itself = request["email"] and agreed_way(request) == "download"
            return "wait_for_collection" if by_itself else "hand_over"
        case "delivered":
            return "close"
        case "answered":
            by_hand = has_task(request, "post_letter") or has_task(request, "ask_arrival")
            return "hand_over" if by_hand else "wait_for_letter"
    return "nothing"


# Something automatic failed, and a person must act.
STUCK = ("reach_requester", "repack_record", "help_open", "assign_again", "ask_arrival")


def waits_for(request):
    """Whom a request waits for."""
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
            return "nobody"
        case "verify" | "add_records" | "route":
            return "requester" if request["is_asked"] else "desk"
        case "wait_for_collection" | "wait_for_letter":
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
