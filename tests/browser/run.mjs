// The whole line in a real browser, at phone and desktop width, on the composite patient. Exits with 1 where
// anything failed; the last line counts.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  INPUTS,
  ORIGIN,
  RECEIPT,
  about,
  answerQuestions,
  ask,
  atDesk,
  codeIn,
  email,
  faults,
  find,
  freshPatient,
  launch,
  leave,
  linkIn,
  look,
  mails,
  open,
  person,
  problem,
  signIn,
  sound,
} from './desk.mjs';
import { reviewing } from './reviewing.mjs';
import { fees } from './fees.mjs';
import { misdirecting } from './misdirecting.mjs';
import { evidence } from './evidence.mjs';
import { papers } from './papers.mjs';
import { scenarios } from './scenarios.mjs';
import { states } from './states.mjs';

const COMPOSITE = [
  'va_blue_button.pdf',
  'ccd_1.xml',
  'johnnie_hermiston.json',
  'astronaut.png',
  'retina.jpg',
  'ct_small.dcm',
  'encrypted.pdf',
  'va_ccd_other_patient.xml',
];
const NOT_HERS = 'va_ccd_other_patient.xml';

const browser = await launch();
/// Parts of the names of the tests to run; all where there is none.
const only = process.argv.slice(2);
/// So many tests run at a time: each has people and requests of its own, and waits for most of its time.
const LANES = 2;
const together = [];
const alone = [];
let passed = 0;
let failed = 0;

/// A test that is still to run: beside others, or after all of them where it changes what they go by.
function test(name, run, { isAlone = false } = {}) {
  if (only.length > 0 && !only.some((part) => name.includes(part))) return;
  (isAlone ? alone : together).push({ name, run });
}

async function inTurn(tests) {
  for (let next = tests.shift(); next; next = tests.shift()) await attempt(next);
}

async function attempt({ name, run }) {
  const began = Date.now();
  try {
    await Promise.race([run(), tooLong()]);
    passed += 1;
    console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack ?? error}`);
    for (const fault of faults()) console.log(`        the page said: ${fault}`);
  }
}

/// What runs in a page may never come back.
function tooLong() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('it takes longer than 5 minutes')), 300_000).unref();
  });
}

async function line(width) {
  const address = email();
  // As the files name her.
  const answers = about(address, { given_name: 'One A', family_name: 'Mhvtestveteran' });
  const patientId = await freshPatient(answers);
  // The whole line is gone at both widths, so that one look is enough: by day at the one, in the dark at the other.
  const screen = { widths: [width], colorScheme: width === 1280 ? 'dark' : 'light' };
  const patient = await person(browser, width, screen);
  const staff = await person(browser, width, screen);
  const { page } = patient;

  // The patient asks.
  await page.goto(`${ORIGIN}/p/lakeside`);
  await sound(patient, 'ask');
  await page.getByRole('button', { name: 'Continue' }).click();
  const summary = page.locator('#error-summary');
  await summary.waitFor();
  assert.ok(await summary.evaluate((node) => node === document.activeElement || node.contains(document.activeElement)));
  assert.match(await page.title(), /^Error: /);
  await sound(patient, 'ask-errors');
  await summary.getByRole('link').first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'given_name');
  await answerQuestions(page, answers);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
  await sound(patient, 'check');
  await page.goBack();
  assert.equal(await page.inputValue('#family_name'), 'Mhvtestveteran', 'nothing typed is lost');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send my request' }).click();
  await page.locator('#code').waitFor();
  await sound(patient, 'code');
  const [receipt] = RECEIPT.exec(await page.locator('main').innerText());
  await page.fill('#code', '12');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Enter all 6 digits').first().waitFor();
  await page.fill('#code', codeIn((await mails(address, 1)).at(-1)));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL(/\/status/);
  await page.getByText(receipt).first().waitFor();
  await sound(patient, 'status-received');

  // The clerk verifies.
  const desk = staff.page;
  await desk.goto(`${ORIGIN}/staff`);
  await desk.getByRole('link', { name: 'Sign in' }).waitFor();
  await sound(staff, 'sign-in');
  await signIn(desk, 'clerk@lakeside.example');
  await desk.locator('.worklist').waitFor();
  await sound(staff, 'worklist');
  await (await find(desk, receipt)).waitFor();
  await sound(staff, 'worklist-found');
  await open(desk, receipt);
  await desk.locator('#verify-form input[type=radio]').first().waitFor();
  await sound(staff, 'request-received');
  await desk.locator('[type=submit]').first().click();
  await desk.locator('#verify-errors').getByText('Choose the patient').waitFor();
  await sound(staff, 'request-errors');
  await desk.locator(`#verify-form input[value="${patientId}"]`).check();
  await desk.locator('#verify-form').getByLabel('I saw a photo ID (and made no copy)').check();
  await desk.locator('[type=submit]').first().click();
  const code = desk.locator('.handover').getByText(/^\d{4}.?\d{4}$/);
  await code.waitFor();
  const passcode = (await code.innerText()).replace(/\D/g, '');
  await sound(staff, 'request-passcode');
  await desk.getByRole('button', { name: 'I gave it to the patient' }).click();
  await desk.locator('#records').getByText('No records yet.').waitFor();
  await sound(staff, 'request-no-records');
  await page.reload();
  await page.getByText('Keep the passcode that we gave you').waitFor();
  await sound(patient, 'status-gathering');

  // Uploads, verdicts, judgements. An empty file is refused where it is chosen, and holds up no other.
  await desk.locator('#files').setInputFiles({ name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
  await desk.locator('.upload', { hasText: 'empty.pdf' }).getByText('This file is empty').waitFor();
  await desk.locator('#files').setInputFiles(COMPOSITE.map((name) => path.join(INPUTS, name)));
  await desk.getByRole('button', { name: `Upload ${COMPOSITE.length} files` }).click();
  for (const name of COMPOSITE) await desk.locator('table.ledger tr', { hasText: name }).waitFor();
  await desk.getByRole('button', { name: /^Leave it out/ }).click();
  await desk.getByText('Decide about the files').first().waitFor();
  await sound(staff, 'request-gathering');
  await desk.locator('table.ledger tr', { hasText: NOT_HERS }).getByRole('button', { name: /set aside/ }).click();
  await desk.locator('table.ledger tr', { hasText: NOT_HERS }).getByText('Set aside: not').waitFor();
  assert.notEqual(await desk.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus stays after a decision');
  for (const name of ['ccd_1.xml', 'johnnie_hermiston.json', 'ct_small.dcm', 'encrypted.pdf']) {
    const own = desk.locator('table.ledger tr', { hasText: name });
    await own.getByRole('button', { name: /: keep|Send it as it is/ }).click();
    await own.getByText('Goes out').waitFor();
  }

  // Release.
  const releases = desk.getByRole('button', { name: `Release ${COMPOSITE.length - 1} records` });
  await releases.first().click();
  const dialog = desk.locator('dialog[open]');
  await dialog.waitFor();
  await sound(staff, 'request-release');
  const packed = await holdBack(desk, '**/api/requests/*');
  await dialog.getByRole('button', { name: /^Release/ }).click();
  await desk.getByText('Packing the record').first().waitFor();
  await look(staff, 'request-assembling');
  await packed();
  await desk.getByText('Waiting for the patient').first().waitFor({ timeout: 60_000 });
  await sound(staff, 'request-ready');

  // The patient gets it.
  const notice = (await mails(address, 2)).at(-1);
  const link = linkIn(notice);
  assert.ok(!notice.BodyText.includes(passcode));
  await page.reload();
  await page.getByRole('link', { name: 'Open my record' }).waitFor();
  await sound(patient, 'status-ready');
  await page.goto(link);
  await page.locator('#passcode').waitFor();
  await sound(patient, 'delivery-closed');
  await page.fill('#passcode', '0000-0000');
  await page.getByRole('button', { name: 'Open my record' }).click();
  await page.getByText('That passcode doesn’t open this page').first().waitFor();
  await sound(patient, 'delivery-wrong');
  await page.fill('#passcode', `${passcode.slice(0, 4)}-${passcode.slice(4)}`);
  await page.getByRole('button', { name: 'Open my record' }).click();
  const download = page.getByRole('button', { name: /^Download my record/ });
  await download.waitFor();
  await sound(patient, 'delivery-open');
  const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
  assert.equal(file.suggestedFilename(), `record-${receipt}.zip`);
  checkPackage(await file.path());
  await page.getByText('Your download has started').first().waitFor();
  await sound(patient, 'delivery-started');
  // Three of the seven files have pages: those open as one PDF, in the page's place.
  await page.getByText('3 of your 7 files').waitFor();
  const [pdf] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('.pdf')),
    page.getByRole('button', { name: /^Open as one PDF \(91 pages, / }).click(),
  ]);
  assert.deepEqual([pdf.status(), pdf.headers()['content-type']], [200, 'application/pdf']);
  await page.waitForURL((url) => url.pathname.endsWith('.pdf'));

  // And it is closed.
  await page.goto(`${ORIGIN}/p/lakeside/status`);
  await page.getByText('You can still open your record until').waitFor();
  await sound(patient, 'status-delivered');
  await desk.reload();
  await desk.getByRole('button', { name: 'Close the request' }).first().click();
  await desk.locator('dialog[open]').waitFor();
  await sound(staff, 'request-delivered');
  await desk.locator('dialog[open]').getByRole('button', { name: 'Close the request' }).click();
  await desk.getByText('Nothing more to do').first().waitFor();
  await sound(staff, 'request-closed');
  await page.goto(`${ORIGIN}/p/lakeside/status`);
  await page.getByText('This request is closed').first().waitFor();
  await sound(patient, 'status-closed');
  assert.deepEqual([...patient.faults, ...staff.faults], []);
  await patient.context.close();
  await staff.context.close();
}

/// Keeps back what the API answers to a page, until it is let go.
async function holdBack(page, api) {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  const waiting = [];
  await page.route(api, (route) => {
    // One that comes while the route is taken away goes on by itself.
    const done = held.then(() => route.continue()).catch(() => {});
    waiting.push(done);
    return done;
  });
  return async () => {
    go();
    await Promise.all(waiting);
    await page.unroute(api);
  };
}

/// Every file that went out is whole, the one that is not hers is not in it, and every hash is right.
function checkPackage(zip) {
  const folder = mkdtempSync(path.join(tmpdir(), 'access-desk-'));
  execFileSync('unzip', ['-q', zip, '-d', folder]);
  const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  for (const entry of manifest.files) {
    const file = path.join(folder, entry.path);
    assert.equal(statSync(file).size, entry.size, entry.path);
    assert.equal(hash(file), entry.sha256, entry.path);
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(files.length, manifest.files.length + 1, 'the manifest lists all but itself');
  const inside = new Set(manifest.files.map((entry) => entry.sha256));
  for (const name of COMPOSITE) assert.equal(inside.has(hash(path.join(INPUTS, name))), name !== NOT_HERS, name);
  rmSync(folder, { recursive: true });
}

test('the whole line at 390 px', () => line(390));
test('the whole line at 1280 px', () => line(1280));

test('pages that have nothing to show say so', async () => {
  const who = await person(browser, 390);
  for (const [place, name, text] of [
    ['/', 'home', 'Staff sign-in'],
    ['/nowhere', 'not-found', 'We can’t find this page'],
    ['/p/lakeside/find', 'find', 'Receipt number'],
    ['/p/lakeside/how-to-ask', 'how-to-ask', 'ocrportal.hhs.gov'],
    ['/p/nowhere/how-to-ask', 'how-to-ask-of-nowhere', 'We can’t find this page'],
    ['/p/lakeside/status', 'status-signed-out', 'To keep your request private'],
    ['/p/nowhere', 'no-practice', 'We can’t find this page'],
    ['/staff/lakeside', 'worklist-signed-out', 'Sign in to see the requests'],
    ['/staff/lakeside/requests/nowhere', 'request-signed-out', 'Sign in to see the requests'],
    ['/staff/lakeside/morning', 'morning-signed-out', 'Sign in to see the requests'],
    ['/staff/lakeside/members', 'members-signed-out', 'Sign in to see the requests'],
    ['/staff/lakeside/reports', 'reports-signed-out', 'Sign in to see the requests'],
    ['/staff/lakeside/papers', 'papers-signed-out', 'Sign in to see the requests'],
    ['/staff/lakeside/enter', 'enter-signed-out', 'Sign in to see the requests'],
    ['/staff/nowhere/at/all', 'staff-not-found', 'We can’t find this page'],
    ['/p/lakeside?lang=es', 'ask-spanish', 'Pida su expediente'],
    ['/p/lakeside/how-to-ask', 'how-to-ask-spanish', 'Cómo pedir su expediente'],
    ['/staff?sign-in=failed', 'sign-in-failed', 'Sign in to see the requests'],
  ]) {
    await who.page.goto(`${ORIGIN}${place}`);
    await who.page.getByText(text).first().waitFor();
    await sound(who, name);
  }
  await leave(who);
});

test('another practice’s list and request are not shown', async () => {
  const who = await atDesk(browser, 'clerk@summit.example');
  await who.page.getByText('No open requests.').waitFor();
  await sound(who, 'worklist-empty');
  await who.page.goto(`${ORIGIN}/staff/lakeside`);
  await who.page.getByText('You can’t see this.').waitFor();
  await sound(who, 'worklist-foreign');
  assert.ok(!(await who.page.locator('main').innerText()).includes('Mhvtestveteran'));
  await leave(who);
});

test('the worklist goes by keyboard', async () => {
  const who = await person(browser, 1280);
  await signIn(who.page, 'clerk@lakeside.example');
  await who.page.locator('.worklist tbody tr').nth(1).waitFor();
  await who.page.keyboard.press('j');
  await who.page.keyboard.press('j');
  await who.page.keyboard.press('k');
  await who.page.keyboard.press('Enter');
  await who.page.waitForURL(/\/requests\//);
  await who.context.close();
});

test('a decision on what has changed says so in view', async () => {
  const who = await person(browser, 1280);
  const { page } = who;
  const asking = about(email());
  const patient = await freshPatient(asking);
  const receipt = await ask(page, asking);
  await signIn(page, 'clerk@lakeside.example');
  await open(page, receipt);
  await page.locator(`#verify-form input[value="${patient}"]`).check();
  await page.locator('#verify-form').getByLabel('I know the person').check();
  await page.route('**/verification', (route) => route.fulfill(problem(412, { changed: 'package_ready' })));
  await page.locator('#verify-form [type=submit]').click();
  await page.getByText('The desk went on meanwhile').waitFor();
  await page.waitForFunction(() => {
    const alert = document.activeElement;
    const { top, bottom } = alert.getBoundingClientRect();
    return alert.id === 'trouble' && top >= 0 && bottom <= innerHeight;
  });
  await page.getByText('Nothing that the history tells of.').waitFor();
  const mine = page.getByRole('group', { name: 'Yours, not saved' });
  assert.match(await mine.innerText(), /Confirm who asks[^]*I know the person/);
  await sound(who, 'request-stale');

  // A button beside its form says what the form says, and one that sends nothing of it does not.
  await page.locator('#answer-fold summary').click();
  await page.locator('#answer-fold input[value="not_held"]').check();
  await page.fill('#answer-more', 'Bayside Imaging has them.');
  await page.getByRole('button', { name: 'Show the letter' }).click();
  await page.route('**/answer', (route) => route.fulfill(problem(412, { changed: 'package_ready' })));
  await page.getByRole('button', { name: 'Send this letter' }).click();
  await page.locator('#trouble').getByText('Bayside Imaging has them.').waitFor();
  assert.match(await mine.innerText(), /Send this letter/);
  await page.route('**/assignment', (route) => route.fulfill(problem(412, { changed: 'package_ready' })));
  await page.getByRole('button', { name: 'Assign to me' }).click();
  await page.locator('#trouble').getByText('You pressed “Assign to me”.').waitFor();
  assert.doesNotMatch(await mine.innerText(), /Bayside/);
  await leave(who);
});

test('a request that can’t be sent is not lost', async () => {
  const who = await person(browser, 390);
  const { page } = who;
  await page.goto(`${ORIGIN}/p/lakeside`);
  await answerQuestions(page, about(email()));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send my request' }).waitFor();
  await page.route('**/api/practices/*/requests', (route) => route.abort());
  await page.getByRole('button', { name: 'Send my request' }).click();
  await page.getByRole('alert').first().waitFor();
  await sound(who, 'check-offline');
  await page.unroute('**/api/practices/*/requests');
  await page.getByRole('button', { name: /Send my request|Try again/ }).first().click();
  await page.locator('#code').waitFor();
  await who.context.close();
});

scenarios(browser, test);
reviewing(browser, test);
fees(browser, test);
misdirecting(browser, test);
evidence(browser, test);
papers(browser, test);
states(browser, test);

await Promise.all(Array.from({ length: LANES }, () => inTurn(together)));
await inTurn(alone);

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
