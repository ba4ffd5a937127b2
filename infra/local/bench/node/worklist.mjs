// GET /api/practices/{practice}/worklist: the open requests of a practice by due date, 50 a page.

import { Problem, route } from "./http.mjs";
import { clock, fits } from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { noteAccess, reader } from "./session.mjs";
import { get, worklist } from "./table.mjs";
import { shown, waitsFor } from "./work.mjs";

const ROWS = 50;
// Pages that one call looks through for rows that pass its filters.
const PAGES = 20;

const ID = /^[a-z0-9-]{1,64}$/;
const WORK = ["received", "gathering", "assembling", "ready", "delivered", "answered", "closed"];
const KINDS = ["access", "directive", "authorization", "subpoena", "treatment", "amendment", "complaint"];
const WAITS = ["desk", "clinician", "officer", "requester", "package", "nobody", "review"];
const CLOCKS = ["overdue", "today", "soon"];

const FILTERS = {
  location: [(text) => ID.test(text), (request, wanted) => request.location === wanted],
  assignee: [
    (text) => text === "none" || ID.test(text),
    (request, wanted) => (request.assignee?.id ?? "none") === wanted,
  ],
  work: [(text) => WORK.includes(text), (request, wanted) => request.work === wanted],
  kind: [(text) => KINDS.includes(text), (request, wanted) => request.kind === wanted],
  waits: [(text) => WAITS.includes(text), (request, wanted) => waitsFor(request) === wanted],
  clock: [
    (text) => CLOCKS.includes(text),
    (request, wanted, now) => fits(clock(request, now), wanted),
  ],
};

// What the list is narrowed to. A filter that is not known is refused.
function narrowed({ query, now }) {
  const chosen = Object.entries(FILTERS).filter(([name]) => query[name]);
  const isKnown = chosen.every(([name, [known]]) => known(query[name]));
  if (!isKnown) throw new Problem(400, "malformed");
  return (request) => chosen.every(([name, [, passes]]) => passes(request, query[name], now));
}

async function list(call) {
  const caller = await reader(call, call.ids[0]);
  const passes = narrowed(call);
  await noteAccess(call, caller);
  const practice = await get(`PRACTICE#${caller.practice}`, "SETTINGS");
  if (!practice) throw new Problem(404, "not-found");
  const rows = [];
  let after = call.query.after?.replace(".", "#");
  for (let pages = 0; pages < PAGES; pages += 1) {
    const page = await worklist(caller.practice, after, ROWS);
    for (const request of page.rows.filter(passes)) {
      const patient_name = `${request.given_name} ${request.family_name}`;
      const row = { ...shown(request, practice, call.now), patient_name };
      row.clock.due.working = [];
      delete row.clock.due.states;
      rows.push(row);
    }
    const last = page.rows.at(-1);
    after = page.more && last ? `${last.due_on}#${last.id}` : undefined;
    if (!after || rows.length >= ROWS) break;
  }
  return [200, { rows, next: after?.replace("#", ".") ?? null }];
}

serve(route("/api/practices/{practice}/worklist", list));
