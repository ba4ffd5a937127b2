// GET /api/practices/{practice}/worklist: the open requests of a practice by due date, 50 a page.

import { Problem, route } from "./http.mjs";
import { clock } from "./rules.mjs";
import { serve } from "./runtime.mjs";
import { clerk, noteAccess } from "./session.mjs";
import { get, worklist } from "./table.mjs";

const ROWS = 50;

async function list(call) {
  const caller = await clerk(call, call.ids[0]);
  const after = call.query.after?.replace(".", "#");
  await noteAccess(call, caller);
  const practice = await get(`PRACTICE#${caller.practice}`, "SETTINGS");
  if (!practice) throw new Problem(404, "not-found");
  const page = await worklist(caller.practice, after, ROWS);
  const names = new Map(practice.locations.map((place) => [place.id, place.name]));
  const last = page.rows.at(-1);
  const rows = page.rows.map((request) => ({
    request: request.id,
    receipt: request.receipt,
    patient_name: `${request.given_name} ${request.family_name}`,
    access: request.access,
    work: request.work,
    contact_proven: request.contact_proven,
    location_name: names.get(request.location) ?? null,
    clock: clock(request, call.now),
  }));
  return [200, { rows, next: page.more && last ? `${last.due_on}.${last.id}` : null }];
}

serve(route("/api/practices/{practice}/worklist", list));
