// What goes out with the records: the letter, the page to start with, and the list of all files. In English, the
// language of the requests that are measured.

import { crc32 } from "node:zlib";

import { sha256 } from "./rules.mjs";

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

const LONG = { timeZone: "UTC", weekday: "long", year: "numeric", month: "long", day: "numeric" };
const longDate = new Intl.DateTimeFormat("en-US", LONG);
const words = (date) => longDate.format(new Date(date));

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

// The records of a release under their names, oldest first, those without a date last.
export function files(records) {
  const sorted = records.toSorted((left, right) => (order(left) < order(right) ? -1 : 1));
  const digits = Math.max(String(sorted.length).length, 3);
  return sorted.map((record, index) => {
    const number = String(index + 1).padStart(digits, "0");
    const date = record.service_date ? `_${record.service_date}` : "";
    const name = `${stem(record.name)}.${extension(record.name, record.state.format)}`;
    const locked = record.state.concerns.includes("encrypted");
    return { record, locked, path: `records/${number}${date}_${record.category}_${name}` };
  });
}

// ------------------------------------------------------------------------------------- documents

export function release(request, practice, files, releasedOn) {
  return {
    language: request.language,
    practice: practice.name,
    contact: practice.contact,
    telephone: practice.telephone,
    recipient: `${request.given_name} ${request.family_name}`,
    receipt: request.receipt,
    received_on: request.received_on,
    released_on: releasedOn,
    access: request.access,
    whole: request.scope.extent === "whole",
    files: files.length,
    size: files.reduce((sum, { record }) => sum + record.size, 0),
  };
}

function blocks(letter) {
  const extent = letter.whole
    ? "This is your whole record as we keep it."
    : "This is the part of your record that you asked for.";
  const access =
    letter.access === "copy"
      ? "This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it."
      : "You asked to look at your record. You can do so here at no cost. You can also come to us and look at it. " +
        "Call us to choose a time.";
  return [
    ["line", letter.practice],
    ["line", words(letter.released_on)],
    ["line", `To: ${letter.recipient}`],
    ["line", `Receipt number: ${letter.receipt}`],
    ["heading", "Your record is here"],
    ["paragraph", `On ${words(letter.received_on)}, you asked us for your record. We said yes. ${extent}`],
    [
      "paragraph",
      `It has ${letter.files} ${letter.files === 1 ? "file" : "files"}, ${size(letter.size)} in all. ` +
        "Open START-HERE.html first: it lists each file. The list in manifest.json lets anyone check that no file " +
        "was changed.",
    ],
    ["paragraph", access],
    [
      "paragraph",
      `Is something missing, or can’t you open a file? Call ${letter.contact} at ${letter.telephone}. We will help ` +
        "you, and we can give you your record in another form.",
    ],
  ];
}

const text = (letter) => blocks(letter).map(([kind, words]) => (kind === "line" ? `${words}\n` : `\n${words}\n`)).join("");

const TAGS = {
  line: ['<p class="line">', "</p>"],
  heading: ["<h1>", "</h1>"],
  paragraph: ["<p>", "</p>"],
};

function html(letter) {
  const lines = blocks(letter).map(([kind, words]) => `${TAGS[kind][0]}${escapeText(words)}${TAGS[kind][1]}\n`);
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
  const intro = `This is your record from ${letter.practice}. If you need help, call ${letter.contact} at ${letter.telephone}.`;
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
    `<h1>Start here</h1>\n<p>${escapeText(intro)}</p>\n<p><a href="letter.html">Read our letter</a></p>\n` +
      "<table>\n<caption>Your files</caption>\n<thead><tr>" +
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
