// What goes out with the records: the letter, the page to start with, and the list of all files. In English, the
// language of the requests that are measured.

import { crc32 } from "node:zlib";

import * as acknowledgement from "./acknowledgement.mjs";
import { due, sha256, words } from "./rules.mjs";
import { agreedWay } from "./work.mjs";

const MEDIA_TYPES = {
  pdf: ["application/pdf", "pdf"],
  png: ["image/png", "png"],
  jpeg: ["image/jpeg", "jpg"],
  heic: ["image/heic", "heic"],
  tiff: ["image/tiff", "tif"],
  dicom: ["application/dicom", "dcm"],
  clinical_document: ["application/xml", "xml"],
  fhir_bundle: ["application/fhir+json", "json"],
  text: ["text/plain", "txt"],
  other: ["application/octet-stream", "bin"],
};

const CATEGORIES = {
  visit_notes: "Visit notes",
  test_results: "Test results",
  imaging: "X-rays and other images",
  photographs: "Photographs",
  medications: "Medicines",
  billing: "Bills and payments",
  other: "Other records",
};

// ---------------------------------------------------------------------------------------- words

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeText = (text) => text.replace(/[&<>]/g, (character) => ESCAPED[character]);
const escapeAttribute = (text) => text.replace(/[&<>"]/g, (character) => ESCAPED[character]);

function size(bytes) {
  for (const [unit, scale] of [["GB", 1e9], ["MB", 1e6], ["KB", 1e3]]) {
    if (bytes >= scale) {
      const tenths = Math.floor((bytes * 10) / scale);
      const digits = tenths < 100 && tenths % 10 ? `${Math.floor(tenths / 10)}.${tenths % 10}` : Math.floor(tenths / 10);
      return `${digits} ${unit}`;
    }
  }
  return `${bytes} bytes`;
}

// --------------------------------------------------------------------------------------- files

function stem(name) {
  const dot = name.lastIndexOf(".");
  const ending = name.slice(dot + 1);
  const own = dot > 0 && ending.length <= 5 && !ending.includes(" ") ? name.slice(0, dot) : name;
  const safe = [...own].slice(0, 60).join("").replace(/^[^\p{L}\p{N}]+/u, "");
  return safe.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/-+$/, "") || "file";
}

function extension(name, format) {
  const own = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1];
  return format === "other" && own ? own.toLowerCase() : MEDIA_TYPES[format][1];
}

const order = (record) => `${record.service_date ?? "9999-99-99"}#${record.id}`;

// The records of a release under their names, oldest first, those without a date last. What goes out in the place of
// something withheld is not called as it was uploaded.
export function files(records, rests) {
  const sorted = records.toSorted((left, right) => (order(left) < order(right) ? -1 : 1));
  const digits = Math.max(String(sorted.length).length, 3);
  return sorted.map((record, index) => {
    const number = String(index + 1).padStart(digits, "0");
    const date = record.service_date ? `_${record.service_date}` : "";
    const own = rests.includes(record.id) ? "file" : stem(record.name);
    const name = `${own}.${extension(record.name, record.state.format)}`;
    const locked = record.state.concerns.includes("encrypted");
    return { record, locked, path: `records/${number}${date}_${record.category}_${name}` };
  });
}

// ------------------------------------------------------------------------------------- documents

const fullName = ({ given_name, family_name }) => `${given_name} ${family_name}`;

export function addressee(request) {
  const { who, name } = request.requester;
  if (who === "other") return name;
  return fullName(who === "representative" ? request.requester : request);
}

// What the states where the practices are add to a letter that withholds something.
function additions({ states, requester, mental_health }, withheld) {
  if (withheld.length === 0 || !states.includes("TX")) return [];
  const holdsNone = requester.who === "patient" && mental_health === false;
  return holdsNone ? ["signature"] : ["mental_health", "signature"];
}

export function release(request, practice, files, keptBack, releasedOn) {
  const { withheld, outside, untold, notHeld } = keptBack;
  const { who, to } = request.requester;
  const isForThird = who === "directed" && files.length > 0;
  const isGiven = untold || who === "directed" || who === "other";
  const states = additions(request, withheld);
  return {
    language: request.language,
    ...(isForThird && { third_party: true }),
    practice: practice.name,
    contact: practice.contact,
    telephone: practice.telephone,
    recipient: isForThird ? to : addressee(request),
    patient: isForThird || who === "representative" ? fullName(request) : null,
    receipt: request.receipt,
    received_on: due(request).received_on,
    released_on: releasedOn,
    access: request.access,
    way: agreedWay(request),
    whole: request.scope.extent === "whole" && !isGiven,
    ...(isGiven && { given: true }),
    files: files.length,
    size: files.reduce((sum, { record }) => sum + record.size, 0),
    withheld,
    left_out: outside,
    ...(notHeld.length > 0 && { not_held: notHeld }),
    ...(states.length > 0 && { states }),
  };
}

const OUTSIDE =
  "We left out papers that are not used to decide about care or bills. They are not part of the record that the law " +
  "opens to you. Call us if you think that they are.";

export function heading(letter) {
  if (letter.says) return acknowledgement.HEADING;
  if (letter.files === 0) return "We can’t give you this record";
  return letter.third_party ? "A record for you" : "Your record is here";
}

function extent(letter) {
  if (letter.given) return "This is the record that we give you.";
  if (!letter.whole) return "This is the part of your record that you asked for.";
  return letter.withheld.length === 0 && !letter.left_out
    ? "This is your whole record as we keep it."
    : "This is your record as we keep it, but for what we name here.";
}

const contents = ({ files, size: bytes }) => [
  "paragraph",
  `It has ${files} ${files === 1 ? "file" : "files"}, ${size(bytes)} in all. ` +
    "Open START-HERE.html first: it lists each file. The list in manifest.json lets anyone check that no file " +
    "was changed.",
];

// What the requester gets, which comes first.
function given(letter) {
  const asked = letter.patient
    ? `you asked us for the record of ${letter.patient}. We said yes. This is what you may have as the one who acts ` +
      `for ${letter.patient}.`
    : `you asked us for your record. We said yes. ${extent(letter)}`;
  const access =
    letter.access === "copy"
      ? "This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it."
      : "You asked to look at your record. You can do so here at no cost. You can also come to us and look at it. " +
        "Call us to choose a time.";
  return [
    ["paragraph", `On ${words(letter.received_on)}, ${asked}`],
    contents(letter),
    ["paragraph", access],
  ];
}

// Why, and under which paragraph of 45 CFR 164.524(a).
const GROUNDS = {
  u1: ["(1)(i)", "These are a therapist’s own notes on counseling, kept apart from the record."],
  u2: ["(1)(ii)", "This was put together for a legal case."],
  u3: ["(2)(ii)", "A copy could put someone’s safety at risk in a place of custody. You can ask to look at it."],
  u4: ["(2)(iii)", "You agreed to wait while a study goes on. You can see it again when the study ends."],
  u5: ["(2)(iv)", "A federal privacy law keeps this back."],
  u6: ["(2)(v)", "Someone told us this in confidence, and it would show who that was."],
  r1: ["(3)(i)", "A licensed professional found that it is likely to put someone’s life or body in danger."],
  r2: ["(3)(ii)", "A licensed professional found that it is likely to do great harm to a person it names."],
  r3: ["(3)(iii)", "A licensed professional found that it is likely to do great harm if we give it to you."],
};

function passage({ ground, what, reason, ends_on, duration }) {
  const [paragraph, why] = GROUNDS[ground];
  const said = [
    `${what || "A part of the record"}. ${why}`,
    ...(ends_on ? [`We expect that to be on ${words(ends_on)}.`] : []),
    ...(reason ? [reason] : []),
    ...(duration ? [`How long we keep it back: ${duration.replace(/\.+$/, "")}.`] : []),
  ];
  return ["paragraph", `${said.join(" ")} (45 CFR 164.524(a)${paragraph})`];
}

// What we do not have, and where it can be asked for.
function notHeld({ not_held = [] }) {
  const where = (ask) => (ask ? `You can ask here: ${ask}.` : "We do not know who has it.");
  const said = not_held.map(({ what, ask }) => `We looked for this, and we do not have it: ${what}. ${where(ask)}`);
  return said.length > 0 ? [["heading", "What we do not have"], ...said.map((words) => ["paragraph", words])] : [];
}

// What is withheld and why, whether another professional will look again, and where to complain.
function withheld(letter) {
  const call = `call ${letter.contact} at ${letter.telephone}, or write to us.`;
  const nothing = `On ${words(letter.received_on)}, you asked us for a record. We looked at all of it.`;
  const review =
    "You can ask for a review of what a licensed professional decided. Another licensed professional, who had no part " +
    `in it, will look at it again. We do what that person decides, and we write to you. To ask, ${call}`;
  const texas =
    "In Texas, another professional who treats you may look at what we kept back of a mental health record. Call " +
    `${letter.contact} at ${letter.telephone} to tell us who that is. Each time that you ask, we decide again.`;
  const canBeReviewed = letter.withheld.some(({ ground }) => ground.startsWith("r"));
  return [
    ...(letter.files === 0 ? [["paragraph", nothing]] : []),
    ["heading", "What we can’t give you, and why"],
    ...letter.withheld.map(passage),
    ...(canBeReviewed ? [["heading", "You can ask us to look again"], ["paragraph", review]] : []),
    ...(letter.states?.includes("mental_health") ? [["paragraph", texas]] : []),
    ["heading", "If you think that this is wrong"],
    ["paragraph", `You can complain to us: ${call} No one will treat you worse for it.`],
    [
      "paragraph",
      "You can also complain to the government: U.S. Department of Health and Human Services, Office for Civil " +
        "Rights, 200 Independence Avenue SW, Room 509F HHH Building, Washington, DC 20201, or ocrportal.hhs.gov. Do " +
        "it within 180 days.",
    ],
  ];
}

const help = ({ contact, telephone }) =>
  `Is something missing, or can’t you open a file? Call ${contact} at ${telephone}. We will help you`;

// For whom the patient directed it to, who is told nothing of what is withheld.
function toThirdParty(letter) {
  const asked =
    `On ${words(letter.received_on)}, ${letter.patient} asked us in a signed paper to send you a copy of the record ` +
    "that we keep. We said yes, and this is the copy.";
  const all =
    "It may not be all that we keep. Save it in a safe place. Anyone who has the file can read it. If it is not " +
    "meant for you, do not read it, and call us.";
  return [
    ["paragraph", asked],
    contents(letter),
    ["paragraph", all],
    ...notHeld(letter),
    ["paragraph", `${help(letter)}.`],
  ];
}

function released(letter) {
  if (letter.third_party) return toThirdParty(letter);
  const otherwise = `${help(letter)}, and we can give you your record in another form.`;
  const signed = `Signed: ${letter.contact}, for ${letter.practice}. Date: ${words(letter.released_on)}.`;
  return [
    ...(letter.files > 0 ? given(letter) : []),
    ...(letter.left_out ? [["paragraph", OUTSIDE]] : []),
    ...notHeld(letter),
    ...(letter.withheld.length > 0 ? withheld(letter) : []),
    ...(letter.files > 0 ? [["paragraph", otherwise]] : []),
    ...(letter.states?.includes("signature") ? [["paragraph", signed]] : []),
  ];
}

function blocks(letter) {
  const inReach =
    `Do you need this in another language, in large print or read to you? Call ${letter.telephone}. This help is free.`;
  return [
    ["line", letter.practice],
    ["line", words(letter.released_on ?? letter.written_on)],
    ["line", `To: ${letter.recipient}`],
    ["line", `Receipt number: ${letter.receipt}`],
    ["heading", heading(letter)],
    ...(letter.says ? acknowledgement.body(letter) : released(letter)),
    ["paragraph", inReach],
  ];
}

export const text = (letter) => blocks(letter).map(([kind, words]) => (kind === "line" ? `${words}\n` : `\n${words}\n`)).join("");

function html(letter) {
  let level = 1;
  const lines = blocks(letter).map(([kind, words]) => {
    const text = escapeText(words);
    if (kind === "line") return `<p class="line">${text}</p>\n`;
    if (kind === "paragraph") return `<p>${text}</p>\n`;
    const heading = `<h${level}>${text}</h${level}>\n`;
    level = 2;
    return heading;
  });
  return page(`Letter from ${letter.practice}`, lines.join(""));
}

const STYLE = `
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #1b2430; background: #fff; max-width: 42rem; \
margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
.line { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid #8a94a3; vertical-align: top; }
a { color: #0b5c7a; }
`;

const page = (title, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;

function start(letter, files) {
  const record = letter.third_party ? "a record for you" : "your record";
  const what = files.length === 0 ? "our answer" : record;
  const call = `call ${letter.contact} at ${letter.telephone}`;
  const intro = `This is ${what} from ${letter.practice}. If you need help, ${call}.`;
  const head = `<h1>Start here</h1>\n<p>${escapeText(intro)}</p>\n<p><a href="letter.html">Read our letter</a></p>\n`;
  if (files.length === 0) return page("Start here", head);
  const columns = ["File", "What it is", "Date of service", "Size"];
  const rows = files.map(({ path, locked, record }) => {
    const url = escapeAttribute(path.replace(/[^\x00-\x7f]+/g, encodeURIComponent));
    const note = locked ? "<br>Opens only with a password. If you don’t know it, call us." : "";
    const date = record.service_date ? words(record.service_date) : "not known";
    return (
      `<tr><td><a href="${url}">${escapeText(path.replace("records/", ""))}</a>${note}</td>` +
      `<td>${CATEGORIES[record.category]}</td><td>${date}</td><td>${size(record.size)}</td></tr>\n`
    );
  });
  return page(
    "Start here",
    `${head}<table>\n<caption>Your files</caption>\n<thead><tr>` +
      columns.map((column) => `<th scope="col">${column}</th>`).join("") +
      `</tr></thead>\n<tbody>\n${rows.join("")}</tbody>\n</table>\n`,
  );
}

const hexadecimal = (number) => number.toString(16).padStart(8, "0");

// The list of every file in the package with its hash.
export function manifest(letter, files) {
  const documents = [
    ["START-HERE.html", "text/html", start(letter, files)],
    ["letter.txt", "text/plain", text(letter)],
    ["letter.html", "text/html", html(letter)],
  ];
  const written = documents.map(([path, mediaType, content]) => {
    const bytes = Buffer.from(content);
    const sums = { crc32: hexadecimal(crc32(bytes)), sha256: sha256(bytes) };
    return { path, size: bytes.length, ...sums, media_type: mediaType };
  });
  const records = files.map(({ path, locked, record }) => ({
    path,
    size: record.size,
    crc32: hexadecimal(record.crc32),
    sha256: record.state.sha256,
    media_type: MEDIA_TYPES[record.state.format][0],
    record: {
      id: record.id,
      format: record.state.format,
      category: record.category,
      service_date: record.service_date,
      ...(locked && { locked }),
    },
  }));
  const list = {
    schema: 1,
    practice: letter.practice,
    receipt: letter.receipt,
    released_on: letter.released_on,
    files: [...written, ...records],
  };
  return Buffer.from(JSON.stringify(list, null, 2));
}
