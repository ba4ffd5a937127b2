// The letter that acknowledges a request. In English, the language of the requests that are measured.

import { words } from "./rules.mjs";

const UNITS = { calendar: "days", working: "working days", business: "business days" };
const WAYS = {
  download: "A link to download it",
  paper: "On paper, by mail",
  in_person: "Pick it up at the practice",
  email: "By plain e-mail, which others may be able to read",
};
const KINDS = {
  visit_notes: "Visit notes",
  test_results: "Test results",
  imaging: "X-rays and other images",
  photographs: "Photographs",
  medications: "Medicines",
  billing: "Bills and payments",
  other: "Other records",
};
const WHY = {
  limit: "",
  every_weekday: ". Holidays are counted here, to be safe",
  oral_ask: ". Counted from the first ask, to be safe; the law counts from the written one",
  perhaps_mental_health: ". This is the limit if the record holds mental-health care",
};

function figure({ citation, from, days, unit, holidays = [], due_on, standing, wins }) {
  const passed = holidays.length > 0 ? `, holidays not counted: ${holidays.map(words).join("; ")}` : "";
  let end = ".";
  if (wins) end = standing === "limit" ? ". This limit counts: it is the earliest." : ". So we aim for this day.";
  return `Received ${words(from)} + ${days} ${UNITS[unit]} = ${words(due_on)} (${citation})${passed}${WHY[standing]}${end}`;
}

const FOUND = {
  for_another_access: "its own limit is for another kind of access",
  no_number: "we found no number of days of its own",
};

const state = ({ name, found, citation, is_verified }) =>
  `${name}: ${FOUND[found]} (${citation}).${is_verified ? "" : " That is not certain."}`;

// A line for each figure, first what counts, then by date; and for each state that has none.
function working({ working, states = [] }) {
  const order = ({ wins, due_on }) => `${wins ? 0 : 1}${due_on}`;
  const before = (left, right) => (order(left) < order(right) ? -1 : Number(order(left) > order(right)));
  return [...working.toSorted(before).map(figure), ...states.map(state)];
}

function asks({ who, to, place }) {
  if (who === "directed") return { for: "third_party", to, place };
  return { for: who === "patient" ? "own" : "another" };
}

// The letter as it is kept.
export function made(command, practice, receipt, on, due) {
  const { language, requester, access, scope, way, format, email } = command;
  const { given_name, family_name } = requester.who === "representative" ? requester : command;
  return {
    language,
    practice: practice.name,
    contact: practice.contact,
    telephone: practice.telephone,
    recipient: `${given_name} ${family_name}`,
    receipt,
    received_on: due.received_on,
    written_on: on,
    says: {
      says: "acknowledgement",
      asks: asks(requester),
      access,
      scope,
      way,
      format,
      step: email ? "code" : "person",
      due_on: due.due_on,
      working: working(due),
    },
  };
}

export const HEADING = "We have your request";

function part({ from, until, categories = [] }) {
  const dates = [
    [from && until, `from ${from && words(from)} until ${until && words(until)}`],
    [from, `from ${from && words(from)} on`],
    [until, `until ${until && words(until)}`],
  ].find(([holds]) => holds);
  const parts = [...(dates ? [dates[1]] : []), ...categories.map((kind) => KINDS[kind])];
  return parts.length > 0 ? [`Only this part: ${parts.join("; ")}.`] : [];
}

// What was understood.
function asked({ asks, access, scope, way, format }) {
  const isWhole = scope.extent === "whole";
  const whose = asks.for === "another" ? "the person for whom you act" : undefined;
  const own = isWhole ? "your whole record" : "a part of your record";
  const theirs = isWhole ? `the whole record of ${whose}` : `a part of the record of ${whose}`;
  const what = whose ? theirs : own;
  let first = access === "copy" ? `You asked for a copy of ${what}.` : `You asked to come and look at ${what}.`;
  if (asks.for === "third_party") first = `You asked us to send a copy of ${what} to ${asks.to}, ${asks.place}.`;
  const isShown = access === "copy" && !(asks.for === "third_party" && way === "download");
  return [
    first,
    ...(isWhole ? [] : part(scope)),
    ...(isShown ? [`How it shall come: ${WAYS[way]}.`] : []),
    ...(format ? [`In what form, in your own words: ${format}`] : []),
  ];
}

const STEPS = {
  code:
    "One step is left: type the code from our e-mail on the page where you asked, if you have not done so. It shows us " +
    "that the address is yours. Your request counts with or without it.",
  person:
    "One step is left: before we give out a record, we make sure who asks. We will call or write to you about it. Your " +
    "request counts from the day that we got it.",
};
const PAPERS = {
  own: "",
  another: " We also need a paper that shows that you may act for that person.",
  third_party: " We also need this in a paper that you signed.",
};

// What stands under the heading.
export function body({ contact, telephone, received_on, says }) {
  const paragraph = (text) => ["paragraph", text];
  return [
    paragraph(`On ${words(received_on)}, you asked us for a record.`),
    paragraph(`We must answer by ${words(says.due_on)}. How we worked that out stands at the end of this letter.`),
    ["heading", "What you asked for"],
    ...asked(says).map(paragraph),
    paragraph(
      `Did we get something wrong? Do you want less, or more? Call ${contact} at ${telephone}, or write to us on the page ` +
        "of your request.",
    ),
    ["heading", "What is left for you to do"],
    paragraph(STEPS[says.step] + PAPERS[says.asks.for]),
    paragraph("You do not have to fill in another form. You do not have to tell us why you want the record."),
    ["heading", "How we worked out the dates"],
    ...says.working.map(paragraph),
  ];
}
