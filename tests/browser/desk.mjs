// Verbs on the page in a real browser, and the checks that every page must pass.

import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import assert from 'node:assert/strict';
import path from 'node:path';
import crypto from 'node:crypto';

export const ORIGIN = need('ORIGIN');
export const INPUTS = need('INPUTS');
const { chromium } = await import(need('PLAYWRIGHT'));
const axe = readFileSync(need('AXE'), 'utf8');
const shots = process.env.SCREENSHOTS;

export function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo desk test\``);
  return value;
}

export async function launch() {
  return chromium.launch({
    executablePath: need('CHROMIUM'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

const everyone = [];

/// What the pages of everyone so far have complained of.
export const faults = () => everyone.flat();

/// A person with a browser of her own, at a width. What the page's console and network say is kept. `widths` are those
/// at which her pages are looked at.
export async function person(browser, width, { widths = WIDTHS, ...options } = {}) {
  // Where the practice is: what is entered on a day there has come by that day.
  const here = { timezoneId: 'America/Chicago', acceptDownloads: true, ...options };
  const context = await browser.newContext({ viewport: { width, height: 800 }, ...here });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  everyone.push(faults);
  page.on('pageerror', (error) => faults.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|panicked/.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    const url = decodeURIComponent(request.url());
    if (/Quill|patient\.example/i.test(url)) faults.push('someone stands in an address');
    const { protocol, hostname: host } = new URL(request.url());
    // The browser's own viewer of PDFs and what it is made of are no hosts.
    const own = ['chrome:', 'chrome-extension:'].includes(protocol);
    if (!own && !['127.0.0.1', 'localhost'].includes(host)) faults.push(`a request to ${host}`);
  });
  return { context, page, faults, width, widths };
}

let number = 0;

/// How the page looks at the width that it has, where someone wants to see it.
export async function shot(page, name) {
  if (!shots) return;
  await mkdir(shots, { recursive: true });
  number += 1;
  const { width } = page.viewportSize();
  const file = path.join(shots, `${String(number).padStart(3, '0')}-${name}-${width}.png`);
  await page.screenshot({ path: file, fullPage: true });
}

/// A phone and a desk.
export const WIDTHS = [390, 1280];
/// No screen is narrower; 1280 px zoomed to 400 % are as wide.
const NARROWEST = 320;

/// A page that has nothing more to load, looked at.
export async function sound(who, name) {
  await who.page.waitForLoadState('networkidle');
  await look(who, name);
}

/// Every state of every page, at each width that this person's screen may have: no accessibility violation, nothing to
/// scroll sideways, one h1, a title.
export async function look({ page, width, widths }, name) {
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
  assert.notEqual((await page.title()).trim(), '', `${name}: a title`);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  for (const at of widths) {
    await page.setViewportSize({ width: at, height: 800 });
    // A header that stays lies over whatever is half scrolled away.
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, name);
    assert.deepEqual(await page.evaluate(violations), [], `${name} at ${at} px: axe`);
    assert.deepEqual(await page.evaluate(tooWide), [], `${name}: wider than ${at} px`);
  }
  await page.setViewportSize({ width: NARROWEST, height: 800 });
  assert.deepEqual(await page.evaluate(tooWide), [], `${name}: wider than ${NARROWEST} px`);
  await page.setViewportSize({ width, height: 800 });
}

/// What a page shows while an answer of the API does not come, when it fails, and when it can't be reached. At the end it
/// is there.
export async function lookWithout(who, name, { api, method = 'GET', go, there }) {
  const { page } = who;
  let fail;
  const failing = new Promise((resolve) => (fail = resolve));
  let isOffline = false;
  const broken = async (route) => {
    if (route.request().method() !== method) return route.fallback();
    if (isOffline) return route.abort();
    await failing;
    return route.fulfill(problem(500));
  };
  await page.route(api, broken);
  await go();
  await page.locator('.skeleton').first().waitFor();
  await look(who, `${name}-loading`);
  fail();
  await page.getByText('Something went wrong on our side.').first().waitFor();
  await look(who, `${name}-failed`);
  isOffline = true;
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await page.getByText('We could not connect.').first().waitFor();
  await look(who, `${name}-offline`);
  await page.unroute(api, broken);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await there().first().waitFor();
}

/// An answer that says that something went wrong, as the API gives it.
export function problem(status, more = {}) {
  const json = { type: 'urn:access-desk:problem:made-up', title: '', status, detail: '', ...more };
  return { status, contentType: 'application/problem+json', json };
}

/// All rules of axe that are on, and the size of targets besides, which WCAG 2.2 AA asks for and axe leaves off.
async function violations() {
  const rules = { 'target-size': { enabled: true } };
  const result = await globalThis.axe.run(document, { resultTypes: ['violations'], rules });
  return result.violations.map((violation) => ({
    id: violation.id,
    nodes: violation.nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`),
  }));
}

function tooWide() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > width + 0.5);
  return out.map((node) => node.outerHTML.slice(0, 120));
}

const PATIENCE_MS = 120_000;

export function email() {
  return `b${Date.now()}${Math.floor(Math.random() * 1e6)}@patient.example`;
}

/// The e-mails to an address, oldest first.
export function mails(address, count) {
  return eventually(`${count} e-mails`, async () => {
    const answer = await (await fetch(need('MAIL'))).json();
    const found = Object.values(answer.messages ?? {})
      .flat()
      .filter((message) => message.To?.includes(address));
    return found.length >= count && found;
  });
}

/// Looks until there is something: what happens by itself needs its time.
export async function eventually(what, look, patience = PATIENCE_MS) {
  const begun = Date.now();
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() - begun < patience, `${typeof what === 'string' ? what : what()} did not come`);
    await new Promise((resume) => setTimeout(resume, 200));
  }
}

export const codeIn = (message) => /(?:code is|código es) (\d{6})/.exec(message.BodyText)[1];

export async function answerQuestions(page, answers) {
  for (const [name, value] of Object.entries(answers.choices)) {
    await page.locator(`input[name="${name}"][value="${value}"], #${name}-${value}`).first().check();
  }
  for (const [id, value] of Object.entries(answers.fields)) await page.fill(`#${id}`, value);
}

export async function signIn(page, member) {
  await enterPassword(page, member);
  await page.waitForURL(/\/staff\//);
}

/// Through the pool's page. Who works for one practice comes to its list.
export async function enterPassword(page, member) {
  await page.goto(`${ORIGIN}/staff`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.fill('#username', member);
  await page.fill('#password', need('PASSWORD'));
  await page.locator('#password').press('Enter');
}

/// A member of staff at the desk.
export async function atDesk(browser, member) {
  const who = await person(browser, 1280);
  await signIn(who.page, member);
  return who;
}

/// Everyone goes, and nobody's page complained.
export async function leave(...people) {
  for (const who of people) {
    assert.deepEqual(who.faults, []);
    await who.context.close();
  }
}

// ------------------------------------------------------------------------------------------ asking and answering

export const RECEIPT = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/;

/// The answers of someone whom no other test knows.
export function about(address, fields = {}, choices = {}) {
  const day = 1 + Math.floor(Math.random() * 28);
  const [birth_year, birth_month] = [1930 + Math.floor(Math.random() * 60), 1 + Math.floor(Math.random() * 12)];
  const own = {
    given_name: 'Tess',
    // By which logs and addresses are searched for her.
    family_name: `Quill${crypto.randomUUID().replace(/[^a-f]/g, '')}`,
    birth_month: String(birth_month),
    birth_day: String(day),
    birth_year: String(birth_year),
    email: address,
  };
  return {
    fields: { ...own, ...fields },
    choices: { extent: 'whole', way: 'download', language: 'en', ...choices },
  };
}

/// Someone asks on the practice's page. The receipt number; the page shows it.
export async function ask(page, answers) {
  await page.goto(`${ORIGIN}/p/lakeside`);
  await page.locator('#given_name').waitFor();
  await answerQuestions(page, answers);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send my request' }).click();
  await page.locator('.panel-value').first().waitFor();
  const [receipt] = RECEIPT.exec(await page.locator('main').innerText());
  return receipt;
}

/// The person enters the newest code, and sees where the request stands.
export async function enterCode(page, address) {
  await page.fill('#code', codeIn((await mails(address, 1)).at(-1)));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL(/\/status/);
}

/// Staff find a request by its receipt number, and open it.
export async function find(page, receipt) {
  await page.goto(`${ORIGIN}/staff/lakeside`);
  await page.fill('#family_name', receipt);
  await page.getByRole('button', { name: 'Find' }).click();
  // The list of before stays until then.
  await page.locator('p.aside', { hasText: 'found' }).waitFor();
  return page.locator('tr', { hasText: receipt }).first();
}

export async function open(page, receipt) {
  const row = await find(page, receipt);
  await row.getByRole('link').first().click();
  await page.waitForURL(/\/requests\//);
  await page.locator('#who').waitFor();
  return page.url().split('/').at(-1);
}

/// What the API answers to whoever is signed in on the page.
export function answerOf(page, place) {
  return page.evaluate(async (place) => {
    const answer = await fetch(place, { headers: { 'x-access-desk': '1' } });
    return { status: answer.status, json: await answer.json().catch(() => null) };
  }, place);
}

/// A change of a request as it stands now, by whoever is signed in on the page. The page after it.
export async function changeAt(page, request, verb, form = {}) {
  const { json } = await answerOf(page, `/api/requests/${request}`);
  return page.evaluate(
    async ({ request, verb, form, version }) => {
      const headers = {
        'content-type': 'application/json',
        'x-access-desk': '1',
        'idempotency-key': crypto.randomUUID(),
        'if-match': `"${version}"`,
      };
      const place = `/api/requests/${request}/${verb}`;
      const answer = await fetch(place, { method: 'POST', headers, body: JSON.stringify(form) });
      if (!answer.ok) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    { request, verb, form, version: json.version },
  );
}

/// Whether an open request is on the list, on whichever page of it.
export async function isListed(page, receipt, query = '') {
  for (let after = ''; ; ) {
    const { json } = await answerOf(page, `/api/practices/lakeside/worklist?${query}${after}`);
    const row = json.rows.find((row) => row.receipt === receipt);
    if (row || !json.next) return row;
    after = `&after=${encodeURIComponent(json.next)}`;
  }
}

/// The clerk confirms who asks. The passcode for the requester.
export async function verify(page, patient, authority) {
  await page.locator(`#verify-form input[value="${patient}"]`).check();
  await page.locator('#verify-form').getByLabel('I saw a photo ID (and made no copy)').check();
  if (authority) await page.fill('#authority', authority);
  await page.locator('#verify-form [type=submit]').click();
  const code = page.locator('.handover').getByText(/^\d{4}.?\d{4}$/);
  await code.waitFor();
  const passcode = (await code.innerText()).replace(/\D/g, '');
  await page.getByRole('button', { name: 'I gave it to the patient' }).click();
  return passcode;
}

/// Uploads notes, each with what is special about it, and waits until they are in the ledger.
export async function upload(page, notes) {
  const files = notes.map(({ name }) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(`A note called ${name}, ${crypto.randomUUID()}\n`),
  }));
  await page.locator('#files').setInputFiles(files);
  for (const { name, sensitivity } of notes) {
    const line = page.locator('.upload', { hasText: name });
    if (sensitivity) await line.getByLabel('Sensitivity').selectOption(sensitivity);
  }
  await page.getByRole('button', { name: /^Upload \d+ files?$/ }).click();
  for (const { name } of notes) {
    const row = page.locator('table.ledger tr', { hasText: name });
    await row.waitFor();
    await row.getByText('Being checked').waitFor({ state: 'detached' });
  }
}

/// Releases what goes out, and waits until it is packed: it has a link then, and not before.
export async function release(page) {
  await page.locator('.sticky-next').getByRole('button', { name: /^(Release|Send)/ }).click();
  await page.locator('#release-dialog').getByRole('button', { name: /^(Release|Send)/ }).click();
  await page.locator('#release-dialog').waitFor({ state: 'hidden' });
  await page.locator('#links').waitFor({ timeout: 60_000 });
}

/// A request that is released and ready behind its link.
export async function ready(browser, clerk, notes = [{ name: 'visit.txt' }]) {
  const address = email();
  const patient = await person(browser, 390);
  const answers = about(address);
  const receipt = await ask(patient.page, answers);
  const desk = await atDesk(browser, clerk);
  const id = await freshPatient(answers);
  const request = await open(desk.page, receipt);
  const passcode = await verify(desk.page, id);
  await upload(desk.page, notes);
  await release(desk.page);
  const link = linkIn((await mails(address, 2)).at(-1));
  return { address, patient, receipt, desk, request, passcode, link };
}

export const linkIn = (message) => /https?:\S+\/d\/\S+/.exec(message.BodyText)[0];

// ------------------------------------------------------------------------------------------ behind the page

/// The local AWS looks at the scope of a signature, and at no more of it.
const signed = (service) =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

async function aws(service, target, body) {
  const version = service === 'dynamodb' ? '1.0' : '1.1';
  const answer = await fetch(need('AWS_ENDPOINT_URL'), {
    method: 'POST',
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': target,
      authorization: signed(service),
    },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${target}: ${answer.status}`);
  return answer.json();
}

function value(field) {
  if (Array.isArray(field)) return { L: field.map(value) };
  if (typeof field === 'number') return { N: String(field) };
  return typeof field === 'boolean' ? { BOOL: field } : { S: field };
}

function row(fields) {
  const Item = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, value(field)]));
  return aws('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: need('TABLE'), Item });
}

const folded = (text) =>
  text.toLowerCase().normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '');

/// Whoever asks becomes a patient of the index.
export async function freshPatient({ fields }) {
  const id = `p${crypto.randomUUID()}`;
  const { given_name: given, family_name: family } = fields;
  const two = (part) => part.padStart(2, '0');
  const born = `${fields.birth_year}-${two(fields.birth_month)}-${two(fields.birth_day)}`;
  await row({
    pk: `PATIENT#lakeside#${id}`,
    sk: 'PROFILE',
    schema: 1,
    id,
    practice: 'lakeside',
    given_name: given,
    family_name: family,
    birth_date: born,
    contacts: [],
    patient_pk: `lakeside#${born}`,
    patient_sk: `${folded(family)}#${folded(given)}`,
  });
  return id;
}

/// A clerk of some practices, or of none, or a member of other roles, whom no other test uses: the address to sign in with.
export async function freshClerk(name, practices = ['lakeside'], roles = ['clerk']) {
  const email = `t${crypto.randomUUID()}@lakeside.example`;
  const who = { UserPoolId: need('POOL_ID'), Username: email };
  const pool = (verb, more) => aws('cognito-idp', `AWSCognitoIdentityProviderService.${verb}`, { ...who, ...more });
  const { User } = await pool('AdminCreateUser', {
    MessageAction: 'SUPPRESS',
    TemporaryPassword: need('PASSWORD'),
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  await pool('AdminSetUserPassword', { Password: need('PASSWORD'), Permanent: true });
  const sub = User.Attributes.find((attribute) => attribute.Name === 'sub').Value;
  for (const practice of practices) {
    await row({
      pk: `PRACTICE#${practice}`,
      sk: `MEMBER#${sub}`,
      schema: 1,
      id: sub,
      practice,
      name,
      roles,
      licence: '',
      active: true,
      party_pk: `MEMBER#${sub}`,
      party_sk: practice,
    });
  }
  return { email, member: sub };
}

/// As if the time of a link had come, or its downloads had been used.
export const age = (link, fields) => change(`DELIVERY#${link.split('/d/')[1]}`, 'DELIVERY', fields);

/// As if a code had been sent some time ago.
export const ageCode = (challenge, issued_at) => change(`CODE#${challenge}`, '-', { issued_at });

async function change(pk, sk, fields) {
  const names = Object.keys(fields);
  await aws('dynamodb', 'DynamoDB_20120810.UpdateItem', {
    TableName: need('TABLE'),
    Key: { pk: { S: pk }, sk: { S: sk } },
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, value(fields[name])])),
  });
}

/// What the mail provider would say of the newest e-mail of a request. Of those of one second what was taken back is none, and
/// the acknowledgement is the first.
export async function mailEvent(request, kind) {
  const found = await aws('dynamodb', 'DynamoDB_20120810.Query', {
    TableName: need('TABLE'),
    KeyConditionExpression: 'pk = :request AND begins_with(sk, :notice)',
    ExpressionAttributeValues: { ':request': { S: `REQUEST#${request}` }, ':notice': { S: 'NOTICE#' } },
  });
  const order = ({ queued_at, kind }) => `${queued_at.S} ${Number(kind.M.kind.S !== 'acknowledgement')}`;
  const newest = found.Items.filter(({ state }) => state.S !== 'lapsed')
    .sort((one, other) => order(one).localeCompare(order(other)))
    .at(-1);
  const tags = { request: [request], notice: [newest.id.S] };
  const message = { eventType: kind, bounce: { bounceType: 'Permanent' }, mail: { tags } };
  const form = { Action: 'Publish', Version: '2010-03-31', TopicArn: need('MAIL_TOPIC'), Message: JSON.stringify(message) };
  const answer = await fetch(need('AWS_ENDPOINT_URL'), {
    method: 'POST',
    headers: { authorization: signed('sns') },
    body: new URLSearchParams(form),
  });
  assert.ok(answer.ok, `publish: ${answer.status}`);
}
