// Ids, secrets, dates and the chain of events, as the desk has them.

import { createHash, createHmac, randomBytes } from "node:crypto";

// ------------------------------------------------------------------------------ ids and secrets

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

// Crockford's base 32 in lower case.
function base32(bytes) {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

export const freshId = () => base32(randomBytes(16));
export const freshToken = () => randomBytes(32).toString("base64url");

export function receiptNumber() {
  const text = base32(randomBytes(7)).toUpperCase();
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 10)}`;
}

// A keyed hash; the length keeps lists of parts apart that read the same when joined.
export function keyed(...parts) {
  const hmac = createHmac("sha256", process.env.HMAC_KEY);
  for (const part of parts) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    hmac.update(length).update(bytes);
  }
  return hmac.digest("hex");
}

// The first digits of a keyed hash's number.
export const digits = (count, ...parts) =>
  String(BigInt(`0x${keyed(...parts).slice(0, 32)}`) % 10n ** BigInt(count)).padStart(count, "0");

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

// What a key is bound to: the same method, path and body.
export function fingerprint(call) {
  const hash = createHash("sha256").update(call.method);
  for (const id of call.ids) hash.update(id).update("\0");
  return hash.update(call.path).update("\0").update(call.body).digest("hex");
}

// ---------------------------------------------------------------------------------------- names

// A name as it is compared and indexed: lower case, letters and digits only, Latin letters without their marks.
export const folded = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]/gu, "").replaceAll("ø", "o");

// A receipt number as it is found: capitals and digits alone.
export const receiptFolded = (text) =>
  text.replace(/[^A-Za-z0-9]/g, "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");

// ----------------------------------------------------------------------------------------- time

export const instant = (date) => date.toISOString().replace(".000Z", "Z");
export const seconds = (date) => Math.floor(date.getTime() / 1000);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const later = (date, milliseconds) => new Date(date.getTime() + milliseconds);

const formats = new Map();

// The day that it is at a place.
export function day(date, timeZone) {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(date);
}

const LONG = { timeZone: "UTC", weekday: "long", year: "numeric", month: "long", day: "numeric" };
const longDate = new Intl.DateTimeFormat("en-US", LONG);
export const words = (date) => longDate.format(new Date(date));

export const plusDays = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const rule = (citation, days, rest = {}) => ({
  citation, days, unit: "calendar", starts: "written", covers: "anything", ...rest,
});

const FEDERAL = rule("45 CFR 164.524(b)(2)(i)", 30, { starts: "receipt", reach: 60 });
const EXTENSION = "45 CFR 164.524(b)(2)(ii)";
const AMENDMENT = rule("45 CFR 164.526(b)(2)(i)", 60, { starts: "receipt" });
// Of the states where the practices are that this is measured with: their limits, and what was found about them.
const STATES = {
  CA: [
    rule("Cal. Health & Safety Code 123110", 15, { covers: "copy" }),
    rule("Cal. Health & Safety Code 123110", 5, { unit: "working", covers: "inspection" }),
  ],
  TX: [
    rule("Tex. Occ. Code 159.006", 15, { unit: "business" }),
    rule("Tex. Health & Safety Code 181.102", 15, { unit: "business", covers: "electronic" }),
    rule("Tex. Health & Safety Code 611.008", 15, { covers: "mental_health" }),
  ],
};
const note = (name, found, citation, is_verified) => ({ name, found, citation, is_verified });
const FOUND = {
  CA: note("California", "for_another_access", "Cal. Health & Safety Code 123110, 123130", true),
  CO: note("Colorado", "no_number", "Colo. Rev. Stat. 25-1-802", false),
  TX: note("Texas", "for_another_access", "Tex. Occ. Code 159.006, 159.008", true),
};

// Whether the limit of 45 CFR 164.524(b)(2) runs.
export const isAccess = ({ kind }) => kind === "access" || kind === "directive";

const weekday = (day) => new Date(day).getUTCDay();
const isWeekend = (day) => weekday(day) % 6 === 0;

const FIXED = ["01-01", "06-19", "07-04", "11-11", "12-25"];
// Month, day of the week, which one.
const MOVING = ["01 1 3", "02 1 3", "09 1 1", "10 1 2", "11 4 4"];

// Whether federal offices are closed on this day of the week, 5 U.S.C. 6103.
function isHoliday(day) {
  const of = weekday(day);
  const near = [day];
  if (of === 5) near.push(plusDays(day, 1));
  if (of === 1) near.push(plusDays(day, -1));
  if (near.some((on) => FIXED.includes(on.slice(5)))) return true;
  const [month, date] = [day.slice(5, 7), Number(day.slice(8))];
  if (month === "05" && of === 1 && date > 24) return true;
  return MOVING.includes(`${month} ${of} ${Math.floor((date - 1) / 7) + 1}`);
}

// The last of so many days after the first, and the holidays that were passed over.
function count(start, days, unit, holidaysToo) {
  if (unit === "calendar") return [plusDays(start, days), []];
  const passed = [];
  let on = start;
  for (let left = days; left > 0; ) {
    on = plusDays(on, 1);
    if (isWeekend(on)) continue;
    if (holidaysToo && isHoliday(on)) passed.push(on);
    else left -= 1;
  }
  return [on, passed];
}

// Whether a limit runs for such an ask; undefined where nobody has said what the record holds.
function runs({ covers }, { access, way, mental_health }) {
  if (covers === "mental_health") return mental_health;
  if (covers === "electronic") return access === "copy" && (way === "download" || way === "email");
  return covers === "anything" || covers === access;
}

function figure({ citation, unit }, from, days, standing, holidaysToo) {
  const [due_on, passed] = count(from, days, unit, holidaysToo);
  const holidays = passed.length > 0 ? { holidays: passed } : {};
  return { citation, from, days, unit, ...holidays, due_on, standing, wins: false };
}

// The federal limit as its extension moves it, where the letter of that went in time. The states here have none.
function moved(limit, start, first, extensions = []) {
  const isInTime = ({ of, given_on }) => of === "federal" && given_on && given_on <= first.due_on;
  const given = limit.reach && extensions.find(isInTime);
  if (!given) return undefined;
  const most = figure(limit, start, limit.reach, "extension", true);
  const due_on = given.until < most.due_on ? given.until : most.due_on;
  return due_on > first.due_on ? { ...most, citation: EXTENSION, due_on } : undefined;
}

function figures(limit, received, request) {
  const isRunning = runs(limit, request);
  if (isRunning === false) return [];
  const start = limit.starts === "receipt" ? received : request.intake.written_on;
  const found = [];
  if (start && isRunning) {
    const first = figure(limit, start, limit.days, "limit", true);
    const later = moved(limit, start, first, request.extensions);
    if (later) found.push({ ...first, standing: "moved" }, later);
    else found.push(first);
  }
  let standing = start === received ? "every_weekday" : "oral_ask";
  if (!isRunning) standing = "perhaps_mental_health";
  const cautious = figure(limit, received, limit.days, standing, false);
  const last = found.at(-1);
  if (!last || (last.standing === "limit" && cautious.due_on < last.due_on)) found.push(cautious);
  return found;
}

// What is said of the states that have no figure here.
function notes({ states }, working) {
  const isCited = ({ citation }) => working.some((line) => line.citation === citation);
  const told = states.filter((state) => FOUND[state] && !(STATES[state] ?? []).some(isCited));
  return told.map((state) => FOUND[state]);
}

function limits({ kind, states }) {
  if (kind === "amendment") return [AMENDMENT];
  return isAccess({ kind }) ? [FEDERAL, ...states.flatMap((state) => STATES[state] ?? [])] : [];
}

const earliest = (lines, otherwise) =>
  lines.reduce((least, { due_on }) => (least && least < due_on ? least : due_on), otherwise);

const isLegal = ({ standing }) => standing === "limit" || standing === "extension";

// The last open day before a closed one.
function lastOpen(on) {
  let open = on;
  while (isWeekend(open) || isHoliday(open)) open = plusDays(open, -1);
  return open === on ? null : open;
}

// The other asks for the same record; one alone is stored as itself.
export const linked = (request) => [request.linked ?? []].flat();

// The legal due date and the day to act by, with their working. A limit that is not ours has no working.
export function due(request) {
  const { time_zone } = request;
  const received_on = linked(request).reduce(
    (first, other) => (other.received_on < first ? other.received_on : first),
    request.received_on,
  );
  const working = limits(request).flatMap((limit) => figures(limit, received_on, request));
  const legal = working.filter(isLegal);
  const cautious = working.filter((line) => line.standing !== "moved" && !legal.includes(line));
  const due_on = earliest(legal) ?? plusDays(received_on, FEDERAL.days);
  const target_on = earliest(cautious, due_on);
  const winners = [legal.find((line) => line.due_on === due_on)];
  if (target_on < due_on) winners.push(cautious.find((line) => line.due_on === target_on));
  for (const winner of winners) if (winner) winner.wins = true;
  const due_last_open = legal.length > 0 && lastOpen(due_on);
  const states = isAccess(request) ? notes(request, working) : [];
  return {
    received_on,
    time_zone,
    due_on,
    target_on,
    last_open: lastOpen(target_on),
    ...(due_last_open && { due_last_open }),
    working,
    ...(states.length > 0 && { states }),
  };
}

function reading(dueOn, answeredOn, today) {
  const left = daysBetween(answeredOn ?? today, dueOn);
  if (answeredOn) return left < 0 ? { state: "answered_late", days: -left } : { state: "answered" };
  if (left < 0) return { state: "overdue", days: -left };
  if (left === 0) return { state: "due_today" };
  return { state: left <= 7 ? "due_soon" : "on_time", days: left };
}

// The clock of a request as of now, at its location.
export function clock(request, now) {
  const legal = due(request);
  const today = day(now, request.time_zone);
  const read = (on, runs) => (runs ? reading(on, request.answered_on, today) : { state: "not_counted" });
  return {
    due: legal,
    today,
    reading: read(legal.due_on, legal.working.some(isLegal)),
    target: read(legal.target_on, legal.working.length > 0),
  };
}

// Whether a clock is overdue, or, by the day that a person goes by, for today or soon.
export function fits({ reading: { state: read }, target: { state: target } }, wanted) {
  const isOpen = read === "on_time" || read === "due_soon";
  if (wanted === "overdue" || !isOpen) return read === { overdue: "overdue", today: "due_today" }[wanted];
  if (target === "overdue") return wanted === "today";
  return target === { today: "due_today", soon: "due_soon" }[wanted];
}

// --------------------------------------------------------------------------------------- events

export const NO_HEAD = "0".repeat(64);

// An event's row and the head of the chain after it.
export function event(owner, head, seq, body) {
  const text = JSON.stringify(body);
  const next = createHash("sha256")
    .update("access-desk-event-1")
    .update(Buffer.from(head, "hex"))
    .update(text)
    .digest("hex");
  return { pk: owner, sk: `EVENT#${String(seq).padStart(8, "0")}`, owner, seq, body: text, head: next };
}

// ------------------------------------------------------------------------------------ the outbox

// Keys of the index in which notices and jobs stand that are not done.
export const outbox = (since, id) => ({ party_pk: "OUTBOX", party_sk: `${instant(since)}#${id}` });
