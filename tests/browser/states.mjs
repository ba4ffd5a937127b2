// Every state of every page that no story comes by: loading, failed, offline, signed out, not allowed, empty, late, ended.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  ORIGIN,
  about,
  age,
  ageCode,
  answerQuestions,
  answerOf,
  ask,
  atDesk,
  codeIn,
  email,
  enterCode,
  enterPassword,
  find,
  freshClerk,
  leave,
  look,
  lookWithout,
  mails,
  open,
  person,
  problem,
  ready,
  shot,
  sound,
} from './desk.mjs';

const CLERK = 'clerk@lakeside.example';
const OFFICER = 'officer@lakeside.example';
const DAY_MS = 24 * 60 * 60 * 1000;

export function states(browser, test) {
  test('patients’ pages that load, fail and can’t connect', async () => {
    const who = await person(browser, 390);
    const { page } = who;
    await lookWithout(who, 'ask', {
      api: '**/api/practices/lakeside',
      go: () => page.goto(`${ORIGIN}/p/lakeside`),
      there: () => page.locator('#given_name'),
    });
    await lookWithout(who, 'status', {
      api: '**/api/status',
      go: () => page.goto(`${ORIGIN}/p/lakeside/status`),
      there: () => page.getByText('To keep your request private'),
    });
    for (const [name, place, there] of [
      ['how-to-ask', 'how-to-ask', () => page.getByText('ocrportal.hhs.gov')],
      ['kiosk', 'kiosk', () => page.getByRole('button', { name: 'Español' })],
    ]) {
      const go = () => page.goto(`${ORIGIN}/p/lakeside/${place}`);
      await lookWithout(who, name, { api: '**/api/practices/lakeside', go, there });
    }
    await leave(who);
  });

  test('who comes back to a request while our side is down, or without a network, loses nothing typed', async () => {
    const who = await person(browser, 390);
    const { page } = who;
    const api = '**/api/practices/lakeside/challenges';
    await page.goto(`${ORIGIN}/p/lakeside/find`);
    await page.fill('#receipt', '7K3M-92QF-4D');
    await page.fill('#email', email());
    for (const [name, answer, words] of [
      ['find-failed', (route) => route.fulfill(problem(500)), 'Something went wrong on our side.'],
      ['find-offline', (route) => route.abort(), 'We could not connect.'],
    ]) {
      await page.route(api, answer);
      await page.getByRole('button', { name: 'Send me a code' }).click();
      await page.getByText(words).first().waitFor();
      await sound(who, name);
      assert.equal(await page.inputValue('#receipt'), '7K3M-92QF-4D');
      await page.unroute(api, answer);
    }
    await leave(who);
  });

  test('the tablet of the practice clears itself when nobody touches it', async () => {
    const who = await person(browser, 1280);
    const { page } = who;
    await page.clock.install();
    await page.goto(`${ORIGIN}/p/lakeside/kiosk`);
    await page.getByRole('button', { name: 'Español' }).click();
    await page.fill('#given_name', 'Lucía');
    await page.clock.runFor(100_000);
    await page.locator('#given_name').press('Shift');
    await page.clock.runFor(155_000);
    const warning = page.locator('.clears', { hasText: 'Esta página se borra en' });
    await warning.waitFor();
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    const { y } = await warning.boundingBox();
    assert.ok(y < (await page.evaluate(() => globalThis.innerHeight)), 'it is seen wherever she is on the form');
    await sound(who, 'kiosk-clears');
    assert.equal(await page.inputValue('#given_name'), 'Lucía', 'a touch begins the time anew');
    await page.clock.runFor(30_000);
    await page.getByRole('button', { name: 'Español' }).click();
    await page.locator('#given_name').waitFor();
    assert.equal(await page.inputValue('#given_name'), '', 'nothing of who came before is left');
    await leave(who);
  });

  test('a browser that runs no script is told what to do', async () => {
    const who = await person(browser, 390, { javaScriptEnabled: false });
    await who.page.goto(`${ORIGIN}/p/lakeside`);
    // axe is a script, too.
    await who.page.getByRole('heading', { name: 'This page needs JavaScript' }).waitFor();
    await who.page.getByRole('heading', { name: 'Esta página necesita JavaScript' }).waitFor();
    await who.page.locator('.starting').waitFor({ state: 'hidden' });
    await shot(who.page, 'no-script');
    await leave(who);
  });

  test('how to ask is linked from the form and fits on one sheet of paper in both languages', async () => {
    const who = await person(browser, 390);
    const { page } = who;
    await page.goto(`${ORIGIN}/p/lakeside`);
    await page.getByRole('link', { name: 'How to ask, what it costs, and how to complain' }).click();
    for (const [link, title] of [[null, 'How to ask for your record'], ['Español', 'Cómo pedir su expediente']]) {
      if (link) await page.getByRole('link', { name: link }).click();
      await page.getByRole('heading', { name: title }).waitFor();
      await page.getByText('ocrportal.hhs.gov').waitFor();
      const margin = { top: '0.5in', bottom: '0.5in', left: '0.6in', right: '0.6in' };
      const pdf = (await page.pdf({ format: 'Letter', margin })).toString('latin1');
      assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, title);
    }
    await leave(who);
  });

  test('staff pages that load, fail and can’t connect', async () => {
    const who = await atDesk(browser, OFFICER);
    const { page } = who;
    const desk = `${ORIGIN}/staff/lakeside`;
    await page.locator('.worklist tbody a').first().waitFor();
    const request = await page.locator('.worklist tbody a').first().getAttribute('href');
    for (const [name, place, api, there] of [
      ['sign-in', `${ORIGIN}/staff`, '**/api/me', () => page.locator('.worklist')],
      ['worklist', desk, '**/api/practices/*/worklist*', () => page.locator('.worklist')],
      ['morning', `${desk}/morning`, '**/api/practices/*/morning', () => page.locator('.figures')],
      ['members', `${desk}/members`, '**/api/practices/*/members', () => page.locator('.members')],
      ['reports', `${desk}/reports`, '**/api/practices/*/reports*', () => page.locator('#denials')],
      ['fees', `${desk}/fees`, '**/api/practices/*/fees', () => page.locator('#flat')],
      ['papers', `${desk}/papers`, '**/api/practices/*/papers', () => page.locator('#policies')],
      ['enter', `${desk}/enter`, '**/api/practices/lakeside', () => page.locator('#channel')],
      ['request', ORIGIN + request, '**/api/requests/*', () => page.locator('#who')],
    ]) {
      await lookWithout(who, name, { api, go: () => page.goto(place), there });
    }
    await leave(who);
  });

  test('who may not is told so, and who could help', async () => {
    const nobody = await atDesk(browser, (await freshClerk('Kim Norole', ['lakeside'], [])).email);
    const clerk = await atDesk(browser, CLERK);
    await clerk.page.locator('.worklist tbody a').first().waitFor();
    const request = await clerk.page.locator('.worklist tbody a').first().getAttribute('href');
    for (const [who, place, name, text] of [
      [nobody, '/staff/lakeside', 'worklist-no-role', 'You can’t work on requests here.'],
      [nobody, '/staff/lakeside/members', 'members-no-role', 'You can’t work on requests here.'],
      [nobody, '/staff/lakeside/enter', 'enter-no-role', 'You can’t enter requests at this practice.'],
      [nobody, request, 'request-no-role', 'You can’t work on requests here.'],
      [nobody, '/staff/lakeside/fees', 'fees-no-role', 'You can’t work on requests here.'],
      [nobody, '/staff/lakeside/papers', 'papers-no-role', 'You can’t work on requests here.'],
      [clerk, '/staff/lakeside/morning', 'morning-no-role', 'This page is for privacy officers.'],
      [clerk, '/staff/lakeside/reports', 'reports-no-role', 'This page is for privacy officers.'],
      [clerk, '/staff/lakeside/members', 'members-for-clerk', 'The privacy officer switches members on and off.'],
      [clerk, `/staff/lakeside/requests/${'0'.repeat(26)}`, 'request-not-found', 'You can’t see this.'],
    ]) {
      await who.page.goto(ORIGIN + place);
      await who.page.getByText(text).first().waitFor();
      await sound(who, name);
    }
    await leave(nobody, clerk);

    for (const [name, practices, text] of [
      ['sign-in-of-nowhere', [], 'no practice has added you yet'],
      ['sign-in-of-two', ['lakeside', 'summit'], 'Choose the practice'],
    ]) {
      const who = await person(browser, 1280);
      await enterPassword(who.page, (await freshClerk('Kim Temp', practices)).email);
      await who.page.getByText(text).waitFor();
      await sound(who, name);
      await leave(who);
    }
  });

  test('reports of some months, with their numbers as files for a spreadsheet', async () => {
    const who = await atDesk(browser, OFFICER);
    const { page } = who;
    const report = {
      from: '2026-01', until: '2026-03', answered: 12, median_tenths: 85, p90_days: 29, on_time: 10, late: 2, extended: 1,
      open: 7, open_extended: 1, overdue: [{ waits_for: 'clinician', count: 2, most_days: 11 }],
      delays: [{ reason: 'The scanner is broken', count: 1, most_days: 11 }, { reason: '', count: 1, most_days: 2 }],
      fees: {
        quoted: { count: 3, cents: 2150 }, agreed: { count: 2, cents: 1650 }, not_asked: { count: 0, cents: 0 },
        waived: { count: 1, cents: 500 }, paid: { count: 1, cents: 1000 }, chose_free: 1,
      },
      reviews: { asked: 2, upheld: 1, overturned: 0, overturned_in_part: 1, median_tenths: 65, open: 1, open_late: 0 },
      outcomes: [{ outcome: 'released', count: 9 }, { outcome: 'released_in_part', count: 3 }],
      kinds: [{ kind: 'access', count: 12 }], channels: [{ channel: 'web', count: 8 }, { channel: 'fax', count: 4 }],
    };
    const denial = {
      request: '0'.repeat(26), receipt: '7K3M-92QF-4D', received_on: '2026-01-05', ground: 'r1',
      citation: '45 CFR 164.524(a)(3)(i)', in_part: false, determined_by: '=Dr. Hart', licence: 'MD, Texas',
      determined_on: '2026-01-09', approved_by: 'Kim Osei', approved_on: '2026-01-10', letter_on: '2026-01-12', became: 'overturned',
    };
    const second = { ...denial, ground: 'u1', in_part: true, determined_by: null, licence: null, determined_on: null };
    const log = { from: '2026-01', until: '2026-03', denials: [denial, second] };
    await page.route('**/api/practices/*/reports*', (route) => route.fulfill({ json: report }));
    await page.route('**/api/practices/*/denials*', (route) => route.fulfill({ json: log }));
    const sent = {
      request: denial.request, receipt: denial.receipt, at: '2026-01-12T15:00:00Z', on: '2026-01-12', how: 'link_sent',
      to: 'Ana López', place: 'ana@patient.example', by: null, what: '', why: '',
    };
    const wrong = { ...sent, on: '2026-02-02', how: 'misdirected', to: '@someone', what: 'A note', why: 'Mixed up.', by: 'Kim Osei' };
    const went = { from: '2026-01', until: '2026-03', disclosures: [sent, wrong] };
    await page.route('**/api/practices/*/disclosures*', (route) => route.fulfill({ json: went }));
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByText('8.5').waitFor();
    await page.getByText('A licensed professional (latest by 11 days)').waitFor();
    await page.getByText('The scanner is broken (latest by 11 days)').waitFor();
    await page.getByText('No reason given (latest by 2 days)').waitFor();
    await page.locator('#fees').getByText('$21.50').waitFor();
    await page.locator('#reviews').getByText('6.5').waitFor();
    await page.locator('.denials').getByText('A review overturned it').first().waitFor();
    await page.locator('.denials').getByText('Not needed').waitFor();
    await page.getByText('1 release to someone wrong').waitFor();
    await sound(who, 'reports');
    const [figures] = await Promise.all([page.waitForEvent('download'), page.locator('#save-figures').click()]);
    assert.equal(figures.suggestedFilename(), 'access-desk-report-2026-01-to-2026-03.csv');
    const saved = readFileSync(await figures.path());
    assert.deepEqual([...saved.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'Excel reads it as UTF-8');
    assert.ok(saved.toString().includes('Time to answer,Median days,8.5\r\n'));
    assert.ok(saved.toString().includes('Fees,"Paid, dollars",10.00\r\n'));
    assert.ok(saved.toString().includes('Reviews of denials,Upheld,1\r\n'));
    const [denials] = await Promise.all([page.waitForEvent('download'), page.locator('#save-denials').click()]);
    const text = readFileSync(await denials.path()).toString();
    assert.ok(text.includes(",'=Dr. Hart,\"MD, Texas\",2026-01-09,"), 'no cell runs');
    const [accounting] = await Promise.all([page.waitForEvent('download'), page.locator('#save-accounting').click()]);
    const accounted = readFileSync(await accounting.path()).toString();
    assert.ok(accounted.endsWith("2026-02-02,7K3M-92QF-4D,'@someone,ana@patient.example,A note,Mixed up.\r\n"));
    assert.ok(!accounted.includes('Ana López'), 'what she got herself is not accounted for');
    const last = page.waitForRequest((request) => request.url().includes('/denials?'));
    await page.locator('#from').selectOption({ index: 2 });
    const { searchParams } = new URL((await last).url());
    assert.equal(searchParams.get('from'), await page.locator('#from').inputValue());
    await page.unroute('**/api/practices/*/reports*');
    await page.unroute('**/api/practices/*/denials*');
    await page.unroute('**/api/practices/*/disclosures*');
    await page.goto(`${ORIGIN}/staff/lakeside/reports?from=2020-12&until=2020-12`);
    await page.getByText('Nothing was withheld in this time.').waitFor();
    await page.getByText('Nothing went out in this time.').waitFor();
    await look(who, 'reports-empty');
    await leave(who);
  });

  test('a record that went to someone wrong is written down on its request', async () => {
    const who = await atDesk(browser, OFFICER);
    const { page } = who;
    await page.locator('.worklist tbody a').first().waitFor();
    await page.goto(ORIGIN + (await page.locator('.worklist tbody a').first().getAttribute('href')));
    await page.locator('#show-disclosures').click();
    await page.locator('#disclosures .aside, #disclosures table').first().waitFor();
    await sound(who, 'disclosures-none');
    await page.locator('#wrong-fold summary').click();
    await page.getByRole('button', { name: 'Stop it and tell the officer' }).click();
    await page.locator('#wrong-form .error').first().waitFor();
    await sound(who, 'misdirected-errors');
    await page.fill('#wrong-on', '2026-01-05');
    await page.fill('#wrong-to', 'Another patient');
    await page.fill('#wrong-what', 'One visit note');
    await page.fill('#wrong-why', 'Two envelopes were mixed up.');
    await page.getByRole('button', { name: 'Stop it and tell the officer' }).click();
    await page.locator('.history', { hasText: 'A record went to someone wrong' }).waitFor();
    await page.locator('#disclosures table', { hasText: 'Went to someone wrong' }).waitFor();
    await sound(who, 'misdirected');
    await leave(who);
  });

  test('the worklist says what it found, and what it did not', async () => {
    const who = await atDesk(browser, CLERK);
    const { page } = who;
    await page.locator('.worklist tbody .tick input').first().check();
    await page.locator('.bulk').waitFor();
    await sound(who, 'worklist-ticked');
    await page.locator('.worklist tbody .tick input').first().uncheck();
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await sound(who, 'worklist-keys');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.locator('#error-summary').waitFor();
    await sound(who, 'worklist-find-errors');
    await page.fill('#family_name', 'Nobodyofthisname');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Check the spelling.').waitFor();
    await sound(who, 'worklist-found-nothing');
    await page.route('**/searches', (route) => route.abort());
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('We could not connect.').waitFor();
    await look(who, 'worklist-find-offline');
    await page.goto(`${ORIGIN}/staff/lakeside?clock=overdue&kind=subpoena&waits=officer`);
    await page.getByText('No open request fits these filters.').waitFor();
    await sound(who, 'worklist-filtered-to-nothing');
    await leave(who);

    const calm = await atDesk(browser, 'officer@summit.example');
    await calm.page.goto(`${ORIGIN}/staff/summit/morning`);
    await calm.page.getByText('Nothing is late, stuck or waiting for you.').waitFor();
    await sound(calm, 'morning-calm');
    await calm.page.goto(`${ORIGIN}/staff/summit/members`);
    await calm.page.getByRole('button', { name: /^Switch off/ }).first().click();
    await calm.page.route('**/members/*', (route) => route.fulfill(problem(409)));
    await calm.page.getByRole('button', { name: /^Switch .* off$/ }).click();
    await calm.page.getByText('This can’t be changed now').waitFor();
    await look(calm, 'members-refused');
    await leave(calm);
  });

  test('the questions that few are asked', async () => {
    const who = await person(browser, 390);
    const { page } = who;
    await page.goto(`${ORIGIN}/p/lakeside`);
    for (const [name, value] of Object.entries({ requester: 'directive', extent: 'part', reach: 'mail', way: 'email' })) {
      await page.locator(`input[name="${name}"][value="${value}"]`).check();
    }
    await unfold(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#error-summary').waitFor();
    await sound(who, 'ask-directive-errors');
    await page.locator('input[name="requester"][value="representative"]').check();
    await page.locator('input[name="access"][value="inspection"], input[name="way"][value="inspection"]').first().check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#error-summary').getByText('Enter your own first name').waitFor();
    const tops = await page.locator('#error-summary a').evaluateAll((links) =>
      links.map((link) => document.querySelector(link.hash).getBoundingClientRect().top),
    );
    assert.deepEqual(tops, tops.toSorted((one, other) => one - other), 'the errors follow the page');
    await sound(who, 'ask-representative-errors');
    await page.goto(`${ORIGIN}/p/lakeside/find`);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.locator('#error-summary').waitFor();
    await sound(who, 'find-errors');
    await page.fill('#receipt', '7K3M-92QF-4D');
    await page.fill('#email', email());
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByText('If a request fits your answers').waitFor();
    await sound(who, 'find-code');
    await leave(who);

    const desk = await atDesk(browser, CLERK);
    await desk.page.goto(`${ORIGIN}/staff/lakeside/enter`);
    for (const [channel, kind] of [
      ['walk_in', 'directive'],
      ['telephone', 'access'],
    ]) {
      await desk.page.locator(`input[name="channel"][value="${channel}"]`).check();
      await desk.page.locator(`input[name="kind"][value="${kind}"]`).check();
      await sound(desk, `enter-${kind}`);
    }
    await leave(desk);
  });

  test('a code that is wrong, used up and sent again', async () => {
    const who = await person(browser, 390);
    const { page } = who;
    const address = email();
    await page.clock.install();
    const receipt = await ask(page, about(address));
    const confirm = async (code) => {
      await page.fill('#code', code);
      await page.getByRole('button', { name: 'Confirm' }).click();
    };
    const right = codeIn((await mails(address, 1)).at(-1));
    const wrong = right === '000000' ? '000001' : '000000';
    await confirm(wrong);
    await page.getByText('You can try 4 more times.').waitFor();
    await sound(who, 'code-wrong');
    for (const left of [3, 2, 1]) {
      await confirm(wrong);
      await page.getByText(`You can try ${left} more time`).waitFor();
    }
    await confirm(wrong);
    await page.locator('#code-errors').getByText('That code can’t be used any more').waitFor();
    await sound(who, 'code-spent');
    const { submitted } = JSON.parse(await page.evaluate(() => sessionStorage.getItem('sent lakeside')));
    await ageCode(submitted.challenge, ago(DAY_MS));
    await page.clock.fastForward(31_000);
    await page.getByRole('button', { name: 'Send me a new code', exact: true }).click();
    await page.getByText('We sent a new code.').first().waitFor();
    await sound(who, 'code-again');
    await mails(address, 2);
    await enterCode(page, address);
    await page.getByText(receipt).first().waitFor();
    await page.getByRole('button', { name: 'Send the message' }).click();
    await page.locator('#error-summary').waitFor();
    await sound(who, 'status-message-errors');

    // What the API would answer in stages that other tests pass too fast, or not at all.
    for (const [name, changes, text] of [
      ['assembling', { stage: 'assembling' }, 'We put your record into one file.'],
      ['look', { stage: 'ready', access: 'inspection', appointment: 'Monday at 9, in Austin' }, 'When and where: Monday'],
      ['paper', { stage: 'ready', way: 'paper' }, 'We print your record and mail it to you.'],
      ['arrival', { stage: 'delivered', asks_arrival: true }, 'Could you open your record?'],
      ['passed-on', { stage: 'closed', kind: 'amendment' }, 'Nothing right now.'],
    ]) {
      await page.route('**/api/status', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: { ...(await answer.json()), ...changes } });
      });
      await page.reload();
      await page.getByText(text).first().waitFor();
      await sound(who, `status-${name}`);
      await page.unroute('**/api/status');
    }
    await page.getByRole('button', { name: 'Leave this page' }).click();
    await page.waitForURL(/\/find/);
    await leave(who);
  });

  test('a request that is late, and then withdrawn', async () => {
    const desk = await atDesk(browser, CLERK);
    const { page } = desk;
    await page.goto(`${ORIGIN}/staff/lakeside/enter`);
    const { fields, choices } = about('', { telephone: '512-555-0188' }, { way: 'in_person', reach: 'telephone' });
    const { email: _, ...typed } = fields;
    const came = ago(40 * DAY_MS).slice(0, 10);
    await answerQuestions(page, {
      fields: { ...typed, written_on: came },
      choices: { channel: 'mail', requester: 'self', location: 'oakland', ...choices },
    });
    await page.getByRole('button', { name: 'Enter a request' }).click();
    await page.getByRole('heading', { name: 'The request is entered' }).waitFor();
    await sound(desk, 'entered-late');
    const [receipt, pin] = await page.locator('.panel-value').allInnerTexts();
    const row = await find(page, receipt);
    await row.getByText('days overdue').first().waitFor();
    await sound(desk, 'worklist-late');
    const request = await open(page, receipt);
    await sound(desk, 'request-late');

    const phone = await person(browser, 390);
    await phone.page.goto(`${ORIGIN}/p/lakeside/find`);
    await phone.page.fill('#receipt', receipt);
    await phone.page.locator('input[name="by"][value="pin"]').check();
    await phone.page.fill('#pin', '0000 0000');
    await phone.page.getByRole('button', { name: 'Show my request' }).click();
    await phone.page.locator('#error-summary').getByText('don’t fit together').waitFor();
    await sound(phone, 'find-pin-wrong');
    await phone.page.fill('#pin', pin);
    await phone.page.getByRole('button', { name: 'Show my request' }).click();
    await phone.page.getByText('We are late, and we are sorry').waitFor();
    await sound(phone, 'status-late');

    await unfold(page);
    await page.locator('#assign-form select').waitFor();
    await sound(desk, 'request-unfolded');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 720, height: 960 });
    await shot(page, 'request-printed');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 720), 'it fits on paper');
    await page.emulateMedia({ media: 'screen' });
    for (const form of ['contact', 'pin', 'link', 'task', 'note', 'message', 'assign']) {
      await page.locator(`#${form}-form [type=submit]`).click();
      await page.locator(`#${form}`).waitFor();
    }
    await page.locator('#answer-fold [type=submit]').click();
    await page.locator('#answer').waitFor();
    await sound(desk, 'request-all-errors');

    await open(page, receipt);
    await page.locator('#answer-fold summary').click();
    await page.locator('#answer-fold input[value="withdrawn"]').check();
    await page.locator('#answer-fold [type=submit]').click();
    await page.getByRole('button', { name: 'Send this letter' }).click();
    // Nothing is mailed that could be taken back: it is for a person to hand over.
    await page.locator('#hand-over').waitFor();
    await sound(desk, 'request-withdrawn');
    await phone.page.reload();
    await phone.page.getByText('Our answer is the letter on this page').waitFor();
    await sound(phone, 'status-withdrawn');
    await page.fill('#handing-note', 'Posted to the address above');
    await page.locator('#handing-form input[value="posted"]').check();
    await page.getByRole('button', { name: 'Note that it went' }).click();
    await page.getByText('Nothing more to do').first().waitFor();
    await page.locator('#reopen-fold summary').click();
    await sound(desk, 'request-answered-closed');
    await page.locator('#reopen-form [type=submit]').click();
    await page.locator('#reopen').waitFor();
    await sound(desk, 'request-reopen-errors');
    await phone.page.reload();
    await phone.page.getByText('This request is closed').waitFor();
    await sound(phone, 'status-withdrawn-closed');
    assert.equal((await answerOf(page, `/api/requests/${request}`)).json.work, 'closed');
    await leave(desk, phone);
  });

  test('a desk that loses its session, its network or the race', async () => {
    const desk = await atDesk(browser, CLERK);
    const { page } = desk;
    const patient = await person(browser, 390);
    const receipt = await ask(patient.page, about(email()));
    await open(page, receipt);
    await lookWithout(desk, 'request-candidates', {
      api: '**/api/requests/*/candidates',
      method: 'POST',
      go: () => page.reload(),
      there: () => page.locator('#patient, #verify-form input[type=radio]'),
    });
    await page.locator('#note-fold summary').click();
    await page.fill('#note-text', 'She called twice.');
    const keep = () => page.getByRole('button', { name: 'Keep the note' }).click();
    for (const [name, answer, text] of [
      ['offline', null, 'We could not connect. It is safe to try again'],
      ['failed', problem(500), 'Something went wrong on our side.'],
      ['too-often', problem(429), 'That was too often'],
    ]) {
      await page.route('**/notes', (route) => (answer ? route.fulfill(answer) : route.abort()));
      await keep();
      await page.locator('#trouble').getByText(text).waitFor();
      await look(desk, `request-change-${name}`);
      await page.unroute('**/notes');
    }
    await desk.context.clearCookies();
    await keep();
    await page.locator('#trouble').getByText('You have been signed out.').waitFor();
    assert.equal(await page.inputValue('#note-text'), 'She called twice.', 'what was typed is still there');
    await sound(desk, 'request-change-signed-out');
    await leave(desk, patient);
  });

  test('a link that is locked, used up, over and switched off', async () => {
    const { address, patient, desk, passcode, link } = await ready(browser, CLERK);
    const { page } = patient;
    await page.fill('#code', codeIn((await mails(address, 1))[0]));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.waitForURL(/\/status/);
    const enter = async (text) => {
      await page.fill('#passcode', text);
      await page.getByRole('button', { name: 'Open my record' }).click();
    };
    const nowhere = crypto.randomUUID().replaceAll('-', '').slice(0, 26);
    await page.goto(`${ORIGIN}/d/${nowhere}`);
    await page.locator('#passcode').waitFor();
    await enter('12');
    await page.locator('#error-summary').waitFor();
    await sound(patient, 'delivery-errors');
    const tries = Array.from({ length: 9 }, () => `/api/deliveries/${nowhere}/proof`);
    await page.evaluate(async (tries) => {
      for (const place of tries) {
        const headers = { 'content-type': 'application/json', 'x-access-desk': '1' };
        await fetch(place, { method: 'POST', headers, body: JSON.stringify({ passcode: '0000-0000' }) });
      }
    }, tries);
    await enter('0000-0000');
    await page.locator('#error-summary').getByText('There were too many wrong passcodes').waitFor();
    await sound(patient, 'delivery-locked');

    await page.goto(link);
    await page.locator('#passcode').waitFor();
    await enter(passcode);
    await page.getByRole('button', { name: /^Download my record/ }).waitFor();
    await lookWithout(patient, 'delivery', {
      api: '**/api/deliveries/*',
      go: () => page.reload(),
      there: () => page.getByRole('button', { name: /^Download my record/ }),
    });
    await page.route('**/claims', (route) => route.abort());
    await page.getByRole('button', { name: /^Download my record/ }).click();
    await page.getByText('We could not connect.').waitFor();
    await look(patient, 'delivery-claim-offline');

    await age(link, { claimed: 5, last_claim_at: ago(3 * DAY_MS) });
    await page.reload();
    await page.getByText('All downloads are used up').waitFor();
    await sound(patient, 'delivery-used-up');
    await desk.page.reload();
    await desk.page.locator('#links').getByText('All downloads used').waitFor();
    await sound(desk, 'request-link-used-up');

    await age(link, { claimed: 0, expires_at: ago(DAY_MS) });
    await page.reload();
    await page.getByText('This link has ended').waitFor();
    await sound(patient, 'delivery-ended');
    await desk.page.reload();
    await desk.page.locator('#links').getByText('Ended').waitFor();
    await desk.page.locator('.sticky-next').getByRole('button', { name: 'Send a new link' }).click();
    await desk.page.locator('#again-dialog').waitFor();
    await sound(desk, 'request-new-link');
    await desk.page.locator('#again-dialog').getByRole('button', { name: 'Send a new link' }).click();
    await desk.page.getByRole('button', { name: 'I gave it to the patient' }).waitFor();
    await sound(desk, 'request-new-passcode');
    await desk.page.getByRole('button', { name: 'I gave it to the patient' }).click();
    await desk.page.getByRole('button', { name: 'Switch off' }).click();
    await desk.page.locator('#off-dialog').waitFor();
    await sound(desk, 'request-switch-off');
    await desk.page.locator('#off-dialog').getByRole('button', { name: 'Switch the link off' }).click();
    // The old one was switched off before.
    await desk.page.locator('#links').getByText('Switched off').nth(1).waitFor();
    await sound(desk, 'request-link-switched-off');
    await age(link, { revoked: true, expires_at: ago(-DAY_MS) });
    await page.reload();
    await page.getByText('The practice switched this link off').waitFor();
    await sound(patient, 'delivery-switched-off');

    // Without a working link, the patient is told what to do.
    await page.goto(`${ORIGIN}/p/lakeside/status`);
    await page.getByText('Call us and ask for a new link').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Open my record' }).count(), 0);
    await sound(patient, 'status-no-link');
    await leave(patient, desk);
  });
}

const ago = (milliseconds) => new Date(Date.now() - milliseconds).toISOString();

/// Opens whatever is folded up.
function unfold(page) {
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll('main details')) fold.open = true;
  });
}
