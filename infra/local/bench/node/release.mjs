// POST /api/requests/{request}/release: everything that can go out goes out. The letter and the list of files are
// settled here; the package is assembled from them afterwards.

import { Problem, key, route } from "./http.mjs";
import { files, manifest, release } from "./letter.mjs";
import { keep, kept } from "./once.mjs";
import { put } from "./packages.mjs";
import { pageAfter } from "./page.mjs";
import { day, event, freshId, instant, isAccess, outbox, sha256 } from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { clerkOfRequest } from "./session.mjs";
import { Conflict, Repeated, get, prefixed, transact, write } from "./table.mjs";

const ATTEMPTS = 8;

function covers(scope, record) {
  if (scope.extent === "whole") return true;
  const { from, until, categories } = scope;
  const date = record.service_date;
  const inDates = !date || ((!from || from <= date) && (!until || date <= until));
  return inDates && (categories.length === 0 || categories.includes(record.category));
}

function withheld({ ground, determination, approval }) {
  if (ground.startsWith("r") && !determination) return "waits_for_determination";
  if (!approval) return "waits_for_approval";
  return ground === "n3" ? "not_theirs" : "withheld";
}

function placement(record, request, item, now) {
  const { state, until, concerns } = record.state;
  const judgement = item?.judgement;
  if (judgement !== "keep" && !covers(request.scope, record)) return "not_asked_for";
  if (state === "expected") return new Date(until) < now ? "rejected" : "waiting";
  if (state !== "inspected") return "rejected";
  if (item?.withholding) return withheld(item.withholding);
  if (judgement) return judgement === "keep" ? "in" : judgement;
  if (record.sensitivity === "protected_care" && request.requester.who === "representative") return "protected";
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

function obstacles(request, has) {
  if (!isAccess(request)) return ["not_access"];
  if (request.work === "received") return ["not_verified"];
  if (request.work !== "gathering") return ["already_released"];
  const found = Object.keys(OBSTACLES).filter(has).map((placement) => OBSTACLES[placement]);
  return found.length > 0 || has("in") || has("withheld") ? found : ["nothing_to_release"];
}

function outcome(has) {
  if (!has("withheld") && !has("not_theirs")) return "released";
  return has("in") ? "released_in_part" : "denied";
}

// What a letter says of what is withheld; of a source in confidence not even what it is.
const told = ({ ground, what, reason }) =>
  ground === "u6" ? { ground, what: "", reason: "" } : { ground, what, reason };

// What goes out and what does not, or every obstacle.
async function ledger(request, now) {
  const judged = await prefixed(`REQUEST#${request.id}`, "ITEM#");
  const items = new Map(judged.map((item) => [item.record, item]));
  const patientPk = `PATIENT#${request.practice}#${request.patient}`;
  const records = request.patient ? await prefixed(patientPk, "RECORD#") : [];
  const placed = records
    .filter(({ state }) => state.state !== "discarded" && state.state !== "withdrawn")
    .map((record) => [record, placement(record, request, items.get(record.id), now)]);
  const has = (wanted) => placed.some(([, placement]) => placement === wanted);
  const found = obstacles(request, has);
  if (found.length > 0) throw new Problem(409, "obstacles", { obstacles: found });
  const at = (wanted) => placed.filter(([, placement]) => placement === wanted).map(([record]) => record);
  const leftOut = at("withheld").map(({ id }) => told(items.get(id).withholding));
  const plain = ["in", "not_asked_for", "withheld", "outside_record_set"];
  const untold = placed.some(([, placement]) => !plain.includes(placement));
  const keptBack = { withheld: leftOut, outside: has("outside_record_set"), untold };
  return { records: at("in"), keptBack, outcome: outcome(has) };
}

async function once(call) {
  const { clerk, request } = await clerkOfRequest(call);
  const repeated = await kept(call, clerk.id);
  if (repeated) return [repeated.status, repeated.answer];
  if (String(request.version) !== call.version) throw new Problem(412, "stale");
  const on = day(call.now, request.time_zone);
  const at = instant(call.now);
  const { records, keptBack, outcome: ended } = await ledger(request, call.now);
  const released = files(records);
  const practice = await get(`PRACTICE#${request.practice}`, "SETTINGS");
  const letter = release(request, practice, released, keptBack, on);
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
  const next = {
    ...request,
    version: request.version + 1,
    seq,
    head: row.head,
    work: "assembling",
    outcome: ended,
    job: job.id,
  };
  const page = await pageAfter(call, next, happened);
  const repeat = keep(call, clerk.id, 200, page);
  await transact(
    [
      write.first(repeat),
      write.version(next, request),
      write.fresh(row),
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
