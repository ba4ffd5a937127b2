// POST /api/requests/{request}/release: everything that can go out goes out. The letter and the list of files are
// settled here; the package is assembled from them afterwards.

import { Problem, key, route } from "./http.mjs";
import { files, manifest, release } from "./letter.mjs";
import { keep, kept } from "./once.mjs";
import { put } from "./packages.mjs";
import { pageAfter } from "./page.mjs";
import { day, event, freshId, instant, outbox, sha256 } from "./rules.mjs";
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

function placement(record, scope, judgement, now) {
  const { state, until, concerns } = record.state;
  if (judgement !== "keep" && !covers(scope, record)) return "not_asked_for";
  if (state === "expected") return new Date(until) < now ? "rejected" : "waiting";
  if (state !== "inspected") return "rejected";
  if (judgement === "set_aside") return "set_aside";
  return concerns.length > 0 && !judgement ? "needs_judgement" : "in";
}

// What goes out, or every obstacle.
async function ledger(request, now) {
  const judged = await prefixed(`REQUEST#${request.id}`, "ITEM#");
  const judgements = new Map(judged.map((item) => [item.record, item.judgement]));
  const patientPk = `PATIENT#${request.practice}#${request.patient}`;
  const records = request.patient ? await prefixed(patientPk, "RECORD#") : [];
  const placed = records
    .filter(({ state }) => state.state !== "discarded" && state.state !== "withdrawn")
    .map((record) => [record, placement(record, request.scope, judgements.get(record.id), now)]);
  const has = (wanted) => placed.some(([, placement]) => placement === wanted);
  const obstacles = [];
  if (request.work === "received") obstacles.push("not_verified");
  else if (request.work !== "gathering") obstacles.push("already_released");
  else {
    if (has("waiting")) obstacles.push("uploads_under_way");
    if (has("rejected")) obstacles.push("files_not_taken");
    if (has("needs_judgement")) obstacles.push("concerns_open");
    if (obstacles.length === 0 && !has("in")) obstacles.push("nothing_to_release");
  }
  if (obstacles.length > 0) throw new Problem(409, "obstacles", { obstacles });
  return placed.filter(([, placement]) => placement === "in").map(([record]) => record);
}

async function once(call) {
  const { clerk, request } = await clerkOfRequest(call);
  const repeated = await kept(call, clerk.id);
  if (repeated) return [repeated.status, repeated.answer];
  if (String(request.version) !== call.version) throw new Problem(412, "stale");
  const on = day(call.now, request.time_zone);
  const at = instant(call.now);
  const released = files(await ledger(request, call.now));
  const practice = await get(`PRACTICE#${request.practice}`, "SETTINGS");
  const letter = release(request, practice, released, on);
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
    outcome: "released",
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
