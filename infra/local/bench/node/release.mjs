// POST /api/requests/{request}/release: everything that can go out goes out. The letter and the list of files are
// settled here; the package is assembled from them afterwards.

import { Problem, form, key, route } from "./http.mjs";
import { files, manifest, release } from "./letter.mjs";
import { keep, kept } from "./once.mjs";
import { put } from "./packages.mjs";
import { pageAfter } from "./page.mjs";
import { day, event, freshId, instant, isAccess, outbox, plusDays, sha256 } from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { clerkOfRequest } from "./session.mjs";
import { Conflict, Repeated, get, prefixed, transact, write } from "./table.mjs";

const ATTEMPTS = 8;
// What is answered by a release.
const ANSWERED = ["ask_arrival", "release_reviewed", "open_suspended"];

function covers(scope, record) {
  if (scope.extent === "whole") return true;
  const { from, until, categories } = scope;
  const date = record.service_date;
  const inDates = !date || ((!from || from <= date) && (!until || date <= until));
  return inDates && (categories.length === 0 || categories.includes(record.category));
}

// The patient asks, for herself or for whom she names.
const isPatients = ({ who }) => who === "patient" || who === "directed";

// Of care that is not theirs, and of a source in confidence, others may not even know.
const leavesNoTrace = (ground, requester) => ground === "n3" || (ground === "u6" && !isPatients(requester));

function withheld({ ground, determination, approval }, requester) {
  if (ground.startsWith("r") && !determination) return "waits_for_determination";
  if (!approval) return "waits_for_approval";
  return leavesNoTrace(ground, requester) ? "not_theirs" : "withheld";
}

// Whether this requester may not know of the record until the officer says so.
const isProtected = ({ sensitivity }, { requester: { who } }) =>
  sensitivity === "protected_care" && (who === "representative" || who === "directed");

function placement(record, request, item, now) {
  const { state, until, concerns } = record.state;
  const judgement = item?.judgement;
  if (judgement !== "keep" && !covers(request.scope, record)) return "not_asked_for";
  if (state === "expected") return new Date(until) < now ? "rejected" : "waiting";
  if (state !== "inspected") return "rejected";
  if (item?.withholding) return withheld(item.withholding, request.requester);
  if (judgement) return judgement === "keep" ? "in" : judgement;
  if (isProtected(record, request)) return "protected";
  return concerns.length > 0 || record.sensitivity === "psychotherapy_notes" ? "needs_judgement" : "in";
}

const OBSTACLES = {
  waiting: "uploads_under_way",
  rejected: "files_not_taken",
  needs_judgement: "concerns_open",
  protected: "protected_open",
  waits_for_determination: "determination_open",
  waits_for_approval: "approval_open",
};

// What goes out in the place of something withheld must go out, and what is withheld must not under another name.
function contradictions(placed, items) {
  const isOut = (fits) => placed.some(([record, placement]) => placement === "in" && fits(record));
  const kept = placed.filter(([, placement]) => placement === "withheld" || placement === "not_theirs");
  const rests = kept.map(([{ id }]) => items.get(id).withholding.rest).filter(Boolean);
  const isSame = ([{ id, state }]) => isOut((other) => other.id !== id && other.state.sha256 === state.sha256);
  return [
    ...(rests.every((rest) => isOut(({ id }) => id === rest)) ? [] : ["rest_not_out"]),
    ...(kept.some(isSame) ? ["same_file_goes_out"] : []),
  ];
}

function obstacles(request, placed, items) {
  if (!isAccess(request)) return ["not_access"];
  if (request.work === "received") return ["not_verified"];
  if (request.work !== "gathering") return ["already_released"];
  const has = (...wanted) => placed.some(([, placement]) => wanted.includes(placement));
  const found = Object.keys(OBSTACLES).filter((placement) => has(placement)).map((placement) => OBSTACLES[placement]);
  const nothing = found.length > 0 || has("in", "withheld") ? [] : ["nothing_to_release"];
  return [...found, ...nothing, ...contradictions(placed, items)];
}

function outcome(has) {
  if (!has("withheld") && !has("not_theirs")) return "released";
  return has("in") ? "released_in_part" : "denied";
}

// What a letter says of what is withheld; of a source in confidence not even what it is.
const told = ({ ground, what, reason, ends_on, duration }) => ({
  ground,
  ...(ground === "u6" ? { what: "", reason: "" } : { what, reason }),
  ...(ends_on && { ends_on }),
  ...(duration && { duration }),
});

const LISTED = 20;

// What the letter says is not held here.
function notHeld({ not_held: typed = [] }) {
  const line = (text) => (text ?? "").trim().replace(/\p{Cc}/gu, " ");
  const pointers = typed.map(({ what, ask }) => ({ what: line(what), ask: line(ask) }));
  const errors = pointers.flatMap(({ what, ask }, index) => [
    ...(what ? [] : [{ field: `not_held.${index}.what`, code: "what_missing" }]),
    ...(what.length > 200 ? [{ field: `not_held.${index}.what`, code: "line_too_long" }] : []),
    ...(ask.length > 200 ? [{ field: `not_held.${index}.ask`, code: "line_too_long" }] : []),
  ]);
  if (pointers.length > LISTED) errors.push({ field: "not_held", code: "not_held_too_many" });
  if (errors.length > 0) throw new Problem(422, "answers", { errors });
  return pointers;
}

// What goes out and what does not, or every obstacle.
async function ledger(request, now) {
  const judged = await prefixed(`REQUEST#${request.id}`, "ITEM#");
  const items = new Map(judged.map((item) => [item.record, item]));
  const patientPk = `PATIENT#${request.practice}#${request.patient}`;
  const records = request.patient ? await prefixed(patientPk, "RECORD#") : [];
  const placed = records
    .filter(({ state }) => state.state !== "discarded" && state.state !== "withdrawn")
    .map((record) => [record, placement(record, request, items.get(record.id), now)]);
  const found = obstacles(request, placed, items);
  if (found.length > 0) throw new Problem(409, "obstacles", { obstacles: found });
  const at = (wanted) => placed.filter(([, placement]) => placement === wanted).map(([record]) => record);
  const isSecret = (record) => isProtected(record, request);
  const plain = ["in", "not_asked_for", "withheld", "outside_record_set"];
  const keptBack = {
    withheld: at("withheld").map(({ id }) => told(items.get(id).withholding)),
    outside: at("outside_record_set").some((record) => !isSecret(record)),
    untold: placed.some(([, placement]) => !plain.includes(placement)) || at("outside_record_set").some(isSecret),
  };
  const rests = judged.map(({ withholding }) => withholding?.rest).filter(Boolean);
  return { records: at("in"), rests, keptBack, outcome: outcome((wanted) => at(wanted).length > 0) };
}

// Where nobody knows when a study ends, that is asked after so many days.
const STUDY_DAYS = 180;

// The tasks after a release: to open again what is suspended, and what the states here ask of a denial.
function tasksAfter(request, seq, { withheld, released_on }) {
  const studies = withheld.filter(({ ground }) => ground === "u4");
  const opens = studies.map(({ ends_on }) => ends_on ?? plusDays(released_on, STUDY_DAYS)).sort();
  const isFiled = withheld.length > 0 && request.states.includes("TX");
  const tasks = request.tasks.filter(({ kind }) => !ANSWERED.includes(kind));
  const added = [
    ...opens.slice(0, 1).map((on) => ["open_suspended", on]),
    ...(isFiled ? [["file_denial", released_on]] : []),
  ];
  for (const [kind, due_on] of added) {
    if (tasks.some((task) => task.kind === kind)) continue;
    const number = Math.max(seq, ...tasks.map((task) => task.number + 1));
    tasks.push({ number, kind, text: "", owner: request.assignee, due_on });
  }
  return tasks;
}

// The line of what was denied in a month.
function denial({ pk, practice, id }, seq, on) {
  const number = String(seq).padStart(8, "0");
  return write.fresh({
    pk,
    sk: `DENIAL#${number}`,
    calendar_pk: `${practice}#DENIED#${on.slice(0, 7)}`,
    calendar_sk: `${on}#${id}#${number}`,
    practice,
    request: id,
    seq,
    on,
  });
}

async function once(call) {
  const { clerk, request } = await clerkOfRequest(call);
  const repeated = await kept(call, clerk.id);
  if (repeated) return [repeated.status, repeated.answer];
  if (String(request.version) !== call.version) throw new Problem(412, "stale");
  const on = day(call.now, request.time_zone);
  const at = instant(call.now);
  const elsewhere = notHeld(form(call));
  const { records, rests, keptBack, outcome: ended } = await ledger(request, call.now);
  const released = files(records, rests);
  const practice = await get(`PRACTICE#${request.practice}`, "SETTINGS");
  const letter = release(request, practice, released, { ...keptBack, notHeld: elsewhere }, on);
  const bytes = manifest(letter, released);
  const hash = sha256(bytes);
  // Put before the fact that names it: a manifest that no event names is nothing.
  await put(`manifest/${request.id}/${hash}.json`, "application/json", bytes);
  const job = {
    pk: request.pk,
    id: freshId(),
    request: request.id,
    manifest: hash,
    delivery: freshId(),
    notice: freshId(),
    queued_at: at,
    finished: false,
  };
  const seq = request.seq + 1;
  const happened = {
    request: request.id,
    seq,
    at,
    on,
    actor: { kind: "member", id: clerk.id, name: clerk.name },
    happened: { what: "released", manifest: hash, letter },
  };
  const row = event(request.pk, request.head, seq, happened);
  const { delay, ...before } = request;
  const next = {
    ...before,
    version: request.version + 1,
    seq,
    head: row.head,
    work: "assembling",
    outcome: ended,
    job: job.id,
    delivery: null,
    tasks: tasksAfter(request, seq, letter),
  };
  const page = await pageAfter(call, next, happened);
  const repeat = keep(call, clerk.id, 200, page);
  await transact(
    [
      write.first(repeat),
      write.version(next, request),
      write.fresh(row),
      ...(letter.withheld.length > 0 ? [denial(request, seq, on)] : []),
      write.fresh({ ...job, sk: `JOB#${job.id}`, ...outbox(call.now, job.id) }),
    ],
    true,
  );
  return [200, repeat.answer];
}

async function handle(call) {
  key(call);
  if (!call.version) throw new Problem(428, "version-missing");
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await once(call);
    } catch (error) {
      if (!(error instanceof Conflict || error instanceof Repeated)) throw error;
    }
  }
  throw new Problem(503, "busy");
}

serve(route("/api/requests/{request}/release", handle));
