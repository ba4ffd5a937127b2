// Where a request stands: what is to be done next, and who must do it.

import { clock, isAccess } from "./rules.mjs";

export const hasTask = (request, kind) => request.tasks.some((task) => task.kind === kind);

// The way agreed on, or the one asked for.
export const agreedWay = (request) => request.agreed?.way ?? request.way;

// The record is on its way by plain e-mail.
const isOnItsWay = ({ emailing }) => Boolean(emailing) && emailing.reached !== "mailbox";

// Whether a record that is ready reaches the requester by a link without anyone of the desk.
const goesByItself = (request) =>
  ["patient", "representative"].includes(request.requester.who) && request.email && agreedWay(request) === "download";

// The one thing to do next.
export function next(request) {
  const { work, determinations, approvals } = request;
  if ((work === "received" || work === "gathering") && !isAccess(request)) return "route";
  switch (work) {
    case "received":
      return "verify";
    case "gathering":
      if (determinations > 0) return "determine";
      return approvals > 0 ? "approve" : "add_records";
    case "assembling":
      return "wait_for_package";
    case "ready":
      if (isOnItsWay(request)) return hasTask(request, "ask_arrival") ? "hand_over" : "wait_for_email";
      return goesByItself(request) ? "wait_for_collection" : "hand_over";
    case "delivered":
      return "close";
    case "answered":
      return hasTask(request, "post_letter") || hasTask(request, "ask_arrival") ? "hand_over" : "wait_for_letter";
    default:
      return "nothing";
  }
}

// Something automatic failed, and a person must act.
const STUCK = ["reach_requester", "repack_record", "help_open", "assign_again", "ask_arrival"];

const afterAnswer = (request) => (request.is_asked ? "requester" : "desk");
const afterHelp = (request) => (request.tasks.some(({ kind }) => STUCK.includes(kind)) ? "desk" : "requester");

const WAITS = {
  verify: afterAnswer,
  add_records: afterAnswer,
  route: afterAnswer,
  determine: () => "clinician",
  approve: () => "officer",
  wait_for_package: () => "package",
  wait_for_collection: afterHelp,
  wait_for_letter: afterHelp,
  wait_for_email: afterHelp,
  close: () => "desk",
  hand_over: () => "desk",
  nothing: ({ tasks }) => (tasks.length > 0 ? "desk" : "nobody"),
};

// Whom a request waits for. No request that is measured went to someone wrong, or is looked at a second time.
export const waitsFor = (request) =>
  hasTask(request, "decide_protected") ? "officer" : WAITS[next(request)](request);

const person = (someone) => someone && { member: someone.id, name: someone.name };

// What the list and the page show alike.
export function shown(request, practice, now) {
  const place = practice.locations.find(({ id }) => id === request.location);
  return {
    request: request.id,
    receipt: request.receipt,
    access: request.access,
    work: request.work,
    contact_proven: request.contact_proven,
    location_name: place?.name ?? null,
    clock: clock(request, now),
    kind: request.kind,
    waits_for: waitsFor(request),
    assignee: person(request.assignee),
    tasks: request.tasks.map(({ number, kind, text, owner, due_on }) => ({
      number,
      kind,
      text,
      owner: person(owner),
      due_on,
    })),
  };
}
