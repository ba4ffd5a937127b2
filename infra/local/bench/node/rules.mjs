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

export const plusDays = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const FEDERAL = { citation: "45 CFR 164.524(b)(2)(i)", days: 30 };
const EXTENSION = { citation: "45 CFR 164.524(b)(2)(ii)", days: 30 };
const AMENDMENT = { citation: "45 CFR 164.526(b)(2)(i)", days: 60 };

// Whether the limit of 45 CFR 164.524(b)(2) runs.
export const isAccess = ({ kind }) => kind === "access" || kind === "directive";

function limit(request) {
  if (isAccess(request)) return FEDERAL;
  return request.kind === "amendment" ? AMENDMENT : undefined;
}

// The legal due date with its working: from the earliest receipt, whose day is day 0, with the extension if there is
// one. A limit that is not ours has no working.
export function due(request) {
  const { extension, linked, time_zone } = request;
  const receivedOn = linked && linked.received_on < request.received_on ? linked.received_on : request.received_on;
  const rule = limit(request);
  const firstOn = plusDays(receivedOn, (rule ?? FEDERAL).days);
  const dueOn = extension ?? firstOn;
  const working = rule ? [{ ...rule, due_on: firstOn, wins: !extension }] : [];
  if (extension) {
    const days = daysBetween(receivedOn, extension);
    working.push({ citation: EXTENSION.citation, days, due_on: extension, wins: true });
  }
  const back = { 6: 1, 0: 2 }[new Date(dueOn).getUTCDay()];
  return {
    received_on: receivedOn,
    time_zone,
    due_on: dueOn,
    last_weekday: back ? plusDays(dueOn, -back) : null,
    working,
  };
}

// The last day that an extension may promise, where one may still be given today.
export function extendableUntil(request, { due, today }) {
  const may = isAccess(request) && !request.extension && today <= due.due_on;
  return may ? plusDays(due.received_on, FEDERAL.days + EXTENSION.days) : null;
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
  const isCounted = legal.working.length > 0;
  const read = isCounted ? reading(legal.due_on, request.answered_on, today) : { state: "not_counted" };
  return { due: legal, today, reading: read };
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
