// What must come out right on an ordinary bad day, each from the page of whoever it happens to.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import {
  ORIGIN,
  about,
  answerOf,
  ask,
  atDesk,
  changeAt,
  email,
  enterCode,
  eventually,
  find,
  freshClerk,
  freshPatient,
  isListed,
  leave,
  linkIn,
  mailEvent,
  mails,
  open,
  person,
  ready,
  release,
  shot,
  sound,
  upload,
  verify,
} from './desk.mjs';
import { Reader } from './reader.mjs';

const CLERK = 'clerk@lakeside.example';
const CLINICIAN = 'clinician@lakeside.example';
const OFFICER = 'officer@lakeside.example';

export function scenarios(browser, test) {
  const patientAt = (options) => person(browser, 390, options);
  const staff = (member) => atDesk(browser, member);

  test('a code that is never entered stops no clock', async () => {
    const patient = await patientAt();
    const receipt = await ask(patient.page, about(email()));
    await patient.page.getByText('We must answer by').first().waitFor();
    await sound(patient, 'unproven-receipt');

    const desk = await staff(CLERK);
    const listed = await isListed(desk.page, receipt);
    assert.equal(listed.clock.reading.state, 'on_time', 'it is on the list, and its clock runs');
    const row = await find(desk.page, receipt);
    await row.getByText('15 days left').waitFor();
    await sound(desk, 'unproven-row');
    await open(desk.page, receipt);
    await desk.page.getByText('Not confirmed').waitFor();
    await desk.page.getByText('The time to answer runs either way').waitFor();
    await sound(desk, 'unproven-request');
    await leave(patient, desk);
  });

  test('what a mother may not know of leaves no trace, and the officer has it the same day', async () => {
    const address = email();
    const mother = await patientAt();
    const answers = about(
      address,
      {
        requester_given_name: 'Ana',
        requester_family_name: 'López',
        given_name: 'Sofía',
        birth_year: '2012',
      },
      { requester: 'representative', relation: 'parent', location: 'oakland' },
    );
    const { page } = mother;
    await page.goto(`${ORIGIN}/p/lakeside`);
    await page.locator('input[name="requester"][value="representative"]').check();
    await sound(mother, 'mother-asks');
    const receipt = await ask(page, answers);
    await enterCode(page, address);

    const desk = await staff(CLERK);
    const minor = await freshPatient(answers);
    const request = await open(desk.page, receipt);
    const passcode = await verify(desk.page, minor, 'Birth certificate seen');
    await upload(desk.page, [{ name: 'school.txt' }, { name: 'clinic.txt', sensitivity: 'protected_care' }]);
    await desk.page.getByText('the officer decides today').first().waitFor();
    await sound(desk, 'protected-request');
    const { json } = await answerOf(desk.page, `/api/requests/${request}`);
    assert.equal(json.tasks[0].due_on, json.clock.today, 'the officer has it the same day');

    const officer = await staff(OFFICER);
    await officer.page.goto(`${ORIGIN}/staff/lakeside/morning`);
    await officer.page.locator('#approvals', { hasText: receipt }).waitFor();
    await sound(officer, 'morning-protected');
    await open(officer.page, receipt);
    const held = officer.page.locator('table.ledger tr', { hasText: 'clinic.txt' });
    await held.getByRole('button', { name: /^Not this person’s to see/ }).click();
    await holds(officer.page, 'n3');
    await talkOn(officer.page);
    await officer.page.locator('#leave-out input[value="whole"]').check();
    await talkOn(officer.page);
    await officer.page.fill('#leave-out #what', 'A visit in spring');
    await talkOn(officer.page);
    await officer.page.fill('#leave-out #reason', 'She may agree to this care alone.');
    await talkOn(officer.page);
    await officer.page.getByText('The letter does not show that it exists').waitFor();
    await sound(officer, 'protected-proposal');
    await officer.page.getByRole('button', { name: 'Propose to withhold it' }).click();
    await officer.page.getByText('123115(a)').first().waitFor();
    await officer.page.fill('#note', 'Counsel read what the law of the state says of this care.');
    await officer.page.getByRole('button', { name: 'Approve withholding it' }).click();
    await held.getByText('nothing shows that it exists').waitFor();
    await sound(officer, 'protected-decided');
    await officer.page.getByRole('button', { name: 'Release 1 record' }).first().waitFor();

    await desk.page.reload();
    await desk.page.getByRole('button', { name: 'Release 1 record' }).first().waitFor();
    await release(desk.page);
    await page.reload();
    await page.getByRole('link', { name: 'Open my record' }).waitFor();
    await sound(mother, 'mother-ready');
    const seen = { status: await page.locator('main').innerText() };
    const api = await answerOf(page, '/api/status');
    seen.answer = JSON.stringify(api.json);
    const told = await mails(address, 2);
    for (const [index, mail] of told.entries()) seen[`mail ${index}`] = mail.Subject + mail.BodyText;
    await page.goto(linkIn(told.at(-1)));
    await page.fill('#passcode', passcode);
    await page.getByRole('button', { name: 'Open my record' }).click();
    const download = page.getByRole('button', { name: /^Download my record/ });
    await download.waitFor();
    await sound(mother, 'mother-delivery');
    seen.delivery = await page.locator('main').innerText();
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
    const zip = await file.path();
    const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' }).trim().split('\n');
    seen.names = names.join('\n');
    for (const name of names) seen[name] = execFileSync('unzip', ['-p', zip, name], { encoding: 'utf8' });
    const { files } = JSON.parse(seen['manifest.json']);
    const records = files.filter((entry) => entry.path.startsWith('records/'));
    assert.equal(records.length, 1);
    assert.match(records[0].path, /\/001_/, 'no number is left out');
    const all = (await answerOf(desk.page, `/api/requests/${request}/records`)).json.records;
    const secret = all.find((record) => record.name === 'clinic.txt');
    for (const [where, text] of Object.entries(seen)) {
      for (const trace of ['clinic', 'A visit in spring', secret.record, '164.502', 'withheld', 'whole record', 'can’t give']) {
        // The practice's name is no trace.
        const rest = text.replaceAll('Skin Clinic', '');
        // That she asked for the whole record she knows.
        const isAsked = trace === 'whole record' && (where === 'answer' || where === 'status');
        if (!isAsked) assert.ok(!rest.includes(trace), `${where}: ${trace}`);
      }
    }
    await leave(mother, desk, officer);
  });

  test('a link says nothing before its passcode, and a scanner that follows it changes nothing', async () => {
    const { patient, desk, receipt, request, passcode, link } = await ready(browser, CLERK);
    const nowhere = `${ORIGIN}/d/${crypto.randomUUID().replaceAll('-', '').slice(0, 26)}`;
    const said = [];
    for (const place of [link, nowhere]) {
      await patient.page.goto(place);
      await patient.page.locator('#passcode').waitFor();
      const closed = `${await patient.page.title()}\n${await patient.page.locator('body').innerText()}`;
      await patient.page.fill('#passcode', '0000-0000');
      await patient.page.getByRole('button', { name: 'Open my record' }).click();
      await patient.page.getByText('That passcode doesn’t open this page').first().waitFor();
      said.push([closed, await patient.page.locator('body').innerText()]);
    }
    assert.deepEqual(said[0], said[1], 'there or not, it is the same page');
    await sound(patient, 'link-closed');

    const id = link.split('/d/')[1];
    const before = (await answerOf(desk.page, `/api/requests/${request}`)).json;
    for (let times = 0; times < 5; times += 1) {
      const [there, elsewhere] = [await fetch(link), await fetch(nowhere)];
      assert.equal(there.status, 200);
      assert.equal(await there.text(), await elsewhere.text());
      await fetch(link, { method: 'HEAD' });
      assert.equal((await fetch(`${ORIGIN}/api/deliveries/${id}`, { headers: { 'x-access-desk': '1' } })).status, 401);
    }
    const after = (await answerOf(desk.page, `/api/requests/${request}`)).json;
    assert.deepEqual(after.deliveries, before.deliveries);
    assert.equal(after.version, before.version);
    await patient.page.goto(link);
    await patient.page.fill('#passcode', passcode);
    await patient.page.getByRole('button', { name: 'Open my record' }).click();
    await patient.page.getByRole('button', { name: /^Download my record/ }).waitFor();
    assert.ok((await patient.page.locator('main').innerText()).includes(receipt), 'and the patient still gets in');
    await leave(patient, desk);
  });

  test('an e-mail that comes back makes the request ours again, with its letter to print', async () => {
    const { patient, desk, receipt, request } = await ready(browser, CLERK);
    assert.equal((await isListed(desk.page, receipt)).waits_for, 'requester');
    await mailEvent(request, 'Bounce');
    const row = await eventually('the bounce', async () => {
      const row = await isListed(desk.page, receipt);
      return row.waits_for === 'desk' && row;
    });
    assert.equal(row.clock.reading.state, 'on_time', 'and its clock runs');
    await find(desk.page, receipt);
    await desk.page.locator('tr', { hasText: receipt }).getByText('E-mail came back').waitFor();
    await sound(desk, 'bounced-row');
    await open(desk.page, receipt);
    await desk.page.getByText('An e-mail to the requester could not be delivered').first().waitFor();
    await desk.page.locator('#letters summary').first().click();
    await desk.page.getByRole('button', { name: 'Print this letter' }).first().waitFor();
    assert.match(await desk.page.locator('#letters .letter').first().innerText(), /Your record is here/);
    await sound(desk, 'bounced-request');
    const officer = await staff(OFFICER);
    await officer.page.goto(`${ORIGIN}/staff/lakeside/morning`);
    await officer.page.locator('#bounced', { hasText: receipt }).waitFor();
    await leave(patient, desk, officer);
  });

  test('a record by plain e-mail goes by itself after the warning, and can be taken back until it has gone', async () => {
    const address = email();
    const patient = await patientAt();
    const answers = about(address, {}, { way: 'email' });
    const receipt = await ask(patient.page, answers);
    await enterCode(patient.page, address);
    const desk = await staff(CLERK);
    const { page } = desk;
    const id = await freshPatient(answers);
    const request = await open(page, receipt);
    await verify(page, id);
    await upload(page, [{ name: 'visit.txt' }]);
    await release(page);
    await page.locator('#hand-over').getByText('nobody has noted that this requester accepts the risk').waitFor();
    await sound(desk, 'email-not-warned');
    const agree = async () => {
      await page.locator('#arrange-fold summary').click();
      await page.locator('#arrange-fold input[value="email"]').check();
      await page.locator('#arrange-fold').getByText('like a postcard').waitFor();
      await page.locator('#arrange-risk_accepted').check();
      await page.getByRole('button', { name: 'Keep what was agreed' }).click();
      await page.locator('.sticky-next').getByText('The record is on its way by plain e-mail').waitFor();
    };
    await agree();
    assert.equal(await page.locator('#hand-over').count(), 0, 'nobody hands over what goes by itself');
    await page.getByText('The record has not gone out yet').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.locator('.sticky-next').getByRole('button', { name: /^Release/ }).waitFor();
    await release(page);
    await page.locator('.sticky-next').getByText('The record is on its way by plain e-mail').waitFor();
    await sound(desk, 'email-waits');
    const record = (await mails(address, 2)).at(-1);
    assert.equal(record.Attachments[0].FileName, `record-${receipt}.zip`);
    await eventually('the word that it was sent', async () => {
      await page.reload();
      await page.locator('#who').waitFor();
      return page.locator('.history', { hasText: 'Sent by plain e-mail' }).count();
    });
    await sound(desk, 'email-gone');
    await mailEvent(request, 'Delivery');
    await eventually('the word that it arrived', async () => {
      await patient.page.reload();
      await patient.page.locator('.history').waitFor();
      // The last of the steps says the same from the beginning.
      return patient.page.locator('.lead', { hasText: 'You have your record' }).count();
    });
    await patient.page.locator('.history', { hasText: 'Sent by plain e-mail' }).waitFor();
    await sound(patient, 'status-emailed');
    await page.reload();
    await page.locator('.sticky-next').getByRole('button', { name: 'Close the request' }).waitFor();
    await leave(patient, desk);
  });

  test('a clerk who is switched off is told so at the next click, and the work goes over', async () => {
    const temp = await freshClerk('Kim Temp');
    const patient = await patientAt();
    const receipt = await ask(patient.page, about(email()));
    const clerk = await staff(temp.email);
    const request = await open(clerk.page, receipt);
    await clerk.page.getByRole('button', { name: 'Assign to me' }).click();
    await clerk.page.getByText('Assigned to you').waitFor();
    await clerk.page.locator('#note-fold summary').click();
    await clerk.page.fill('#note-text', 'She called twice.');

    const officer = await staff(OFFICER);
    await officer.page.goto(`${ORIGIN}/staff/lakeside/members`);
    await officer.page.locator(`#change-${temp.member}`).click();
    await officer.page.locator('#takes_over').selectOption({ label: 'Dana Reyes' });
    await sound(officer, 'member-off');
    await officer.page.getByRole('button', { name: 'Switch Kim Temp off' }).click();
    await officer.page.locator('tr', { has: officer.page.locator(`#change-${temp.member}`) }).getByText('Switched off').waitFor();
    await sound(officer, 'members');

    await clerk.page.getByRole('button', { name: 'Keep the note' }).click();
    await clerk.page.getByText('Ask the privacy officer of your practice').waitFor();
    assert.equal(await clerk.page.inputValue('#note-text'), 'She called twice.', 'what was typed can still be copied');
    await sound(clerk, 'switched-off');
    await clerk.page.goto(`${ORIGIN}/staff/lakeside`);
    await clerk.page.getByText('privacy officer').first().waitFor();
    await sound(clerk, 'switched-off-list');
    await eventually('the work that goes over', async () => {
      const { json } = await answerOf(officer.page, `/api/requests/${request}`);
      return json.assignee?.name === 'Dana Reyes';
    });
    await leave(patient, clerk, officer);
  });

  test('two who decide the same item learn of each other, and lose nothing typed', async () => {
    const patient = await patientAt();
    const answers = about(email());
    const receipt = await ask(patient.page, answers);
    const clerk = await staff(CLERK);
    const id = await freshPatient(answers);
    await open(clerk.page, receipt);
    await verify(clerk.page, id);
    await upload(clerk.page, [{ name: 'talk.txt' }, { name: 'open.txt' }]);
    const officer = await staff(OFFICER);
    await open(officer.page, receipt);
    await propose(clerk.page, 'talk.txt', 'u6', 'A talk in confidence', 'Someone told us this in confidence.');

    // Nothing in the file leaves in doubt whose it is, so that to set it aside is the officer's.
    await officer.page.locator('table.ledger tr', { hasText: 'talk.txt' }).getByRole('button', { name: /^Withhold it/ }).click();
    await officer.page.locator('#leave-out input[value="set_aside"]').check();
    await sound(officer, 'leave-out-why');
    await officer.page.locator('#leave-out').getByRole('button', { name: 'Leave it out' }).click();
    await officer.page.getByText('Set aside: not this patient’s record', { exact: true }).waitFor();

    await clerk.page.getByRole('button', { name: 'Propose to withhold it' }).click();
    await clerk.page.getByText('Changed by Robin Vale meanwhile').waitFor();
    const meanwhile = clerk.page.locator('#trouble .history');
    await meanwhile.getByText('talk.txt').waitFor();
    assert.equal(await meanwhile.locator('li').count(), 1, 'what the clerk had not seen');
    assert.match(await meanwhile.innerText(), /Robin Vale/);
    const mine = await clerk.page.locator('#trouble .sides > :last-child').innerText();
    for (const words of ['Yours, not saved', 'Propose to withhold it', 'A talk in confidence', 'Someone told us this in confidence.']) {
      assert.ok(mine.includes(words), words);
    }
    await sound(clerk, 'second-decision');
    await clerk.page.getByRole('button', { name: 'Show the request as it is now' }).click();
    await clerk.page.getByText('Set aside: not this patient’s record', { exact: true }).waitFor();
    await clerk.page.locator('#leave-out').getByRole('button', { name: 'Back' }).click();
    assert.equal(await clerk.page.inputValue('#leave-out #reason'), 'Someone told us this in confidence.');
    const kept = clerk.page.getByRole('group', { name: 'Yours, not saved' });
    assert.match(await kept.innerText(), /Someone told us this in confidence\./, 'it stays in view, beside what is new');
    await sound(clerk, 'second-decision-as-it-is');
    await clerk.page.getByRole('button', { name: 'I don’t need this any more' }).click();
    await kept.waitFor({ state: 'detached' });
    const row = clerk.page.locator('table.ledger tr', { hasText: 'open.txt' });
    await row.getByRole('button', { name: /^Withhold it/ }).click();
    await clerk.page.locator('#leave-out input[value="duplicate"]').check();
    await clerk.page.locator('#leave-out').getByRole('button', { name: 'Leave it out' }).click();
    await clerk.page.getByText('No file that goes out is the same').waitFor();
    await sound(clerk, 'leave-out-refused');
    await leave(patient, clerk, officer);
  });

  test('a Spanish speaker without e-mail goes from request to record by keyboard alone', async () => {
    const kiosk = await person(browser, 1280);
    const { page } = kiosk;
    await page.goto(`${ORIGIN}/p/lakeside/kiosk`);
    await page.getByRole('button', { name: 'Español' }).waitFor();
    await sound(kiosk, 'kiosk-start');
    await tabTo(page, (node) => node.tagName === 'BUTTON' && node.textContent.trim() === 'Español');
    await page.keyboard.press('Enter');
    await page.locator('#given_name').waitFor();
    await sound(kiosk, 'kiosk-ask');
    await choose(page, 'requester', 'self');
    const { email: _, ...typed } = about('', { given_name: 'Lucía' }).fields;
    for (const [id, value] of Object.entries(typed)) {
      await tabTo(page, (node, id) => node.id === id, id);
      await page.keyboard.type(value);
    }
    await choose(page, 'location', 'austin');
    await choose(page, 'extent', 'whole');
    await choose(page, 'way', 'in_person');
    await choose(page, 'reach', 'telephone');
    await tabTo(page, (node) => node.id === 'telephone');
    await page.keyboard.type('512-555-0166');
    await choose(page, 'language', 'es');
    await tabTo(page, (node) => node.textContent.trim() === 'Continuar');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Revise sus respuestas' }).waitFor();
    await sound(kiosk, 'kiosk-check');
    await tabTo(page, (node) => node.textContent.trim() === 'Enviar mi solicitud');
    await page.keyboard.press('Enter');
    await page.locator('.panel-value').nth(1).waitFor();
    const receipt = (await page.locator('.panel-value').first().innerText()).trim();
    const pin = (await page.locator('.panel-value').nth(1).innerText()).trim();
    await sound(kiosk, 'kiosk-receipt');
    await tabTo(page, (node) => node.textContent.trim() === 'Terminar');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Español' }).waitFor();
    assert.ok(!(await page.locator('body').innerText()).includes(receipt), 'nothing of her stays on the tablet');

    const desk = await staff(CLERK);
    await open(desk.page, receipt);
    await desk.page.getByText('No patient of this practice fits').waitFor();
    await sound(desk, 'walk-in-request');
    const id = await freshPatient({ fields: typed });
    await desk.page.reload();
    await verify(desk.page, id);
    await upload(desk.page, [{ name: 'visita.txt' }]);
    await release(desk.page);
    await desk.page.locator('#hand-over').waitFor();
    await sound(desk, 'walk-in-ready');
    assert.ok(await desk.page.locator('#hand-over-fold input[value="in_person"]').isChecked(), 'as she asked');
    await desk.page.fill('#handing-note', 'To her, at the desk in Austin');
    await desk.page.getByRole('button', { name: 'Note that it went' }).click();
    await desk.page.locator('.history', { hasText: 'Handed over' }).waitFor();
    await sound(desk, 'walk-in-handed-over');

    const phone = await patientAt();
    await phone.page.goto(`${ORIGIN}/p/lakeside/find?lang=es`);
    await phone.page.locator('#receipt').waitFor();
    await tabTo(phone.page, (node) => node.id === 'receipt');
    await phone.page.keyboard.type(receipt.toLowerCase());
    await choose(phone.page, 'by', 'pin');
    await tabTo(phone.page, (node) => node.id === 'pin');
    await phone.page.keyboard.type(pin);
    await sound(phone, 'find-by-pin');
    await phone.page.locator('#pin').press('Enter');
    await phone.page.waitForURL(/\/status/);
    await phone.page.getByText(receipt).first().waitFor();
    await phone.page.getByText('Entregado en persona').first().waitFor();
    await sound(phone, 'status-spanish');
    await leave(kiosk, desk, phone);
  });

  test('a Spanish speaker who does not see the page asks by what is read to her', async () => {
    const kiosk = await person(browser, 1280);
    const { page } = kiosk;
    await page.goto(`${ORIGIN}/p/lakeside/kiosk`);
    await page.getByRole('button', { name: 'Español' }).waitFor();
    const reader = await Reader.at(page);
    await reader.follows(/^button, Español/);
    await reader.hears(/^heading, Pida su expediente, level 1/);

    await reader.follows(/^button, Continuar/);
    // The reader that is simulated says nothing of a focus on what has no role.
    await page.waitForFunction(() => document.activeElement.id === 'error-summary');
    await reader.reads(/^alert/);
    await reader.reads(/^heading, Hay un problema/);
    await reader.follows(/^link, Escriba un nombre/);
    const empty = await reader.hears(/^textbox, Nombre/);
    assert.match(empty, /, invalid/, 'what is wrong is said at the question itself');

    await reader.chooses(/^radio, Para mí, /);
    const { email: _, ...typed } = about('', { given_name: 'Lucía' }).fields;
    await reader.types(/^textbox, Nombre/, typed.given_name);
    await reader.types(/^textbox, Apellido/, typed.family_name);
    await reader.reads(/^group, Fecha de nacimiento/);
    await reader.types(/^textbox, Mes/, typed.birth_month);
    await reader.types(/^textbox, Día/, typed.birth_day);
    await reader.types(/^textbox, Año/, typed.birth_year);
    for (const [question, answer] of [
      ['¿Dónde recibió atención\\?', 'Austin'],
      ['¿Cuánto del expediente desea\\?', 'Todo el expediente'],
      ['¿Cómo lo desea recibir\\?', 'Recogerlo en el consultorio'],
      ['¿Cómo podemos comunicarnos con usted\\?', 'Por teléfono'],
    ]) {
      await reader.reads(new RegExp(`^group, ${question}`));
      await reader.chooses(new RegExp(`^radio, ${answer}`));
    }
    await reader.types(/^textbox, Número de teléfono/, '512-555-0166');
    await reader.reads(/^group, ¿En qué idioma le escribimos/);
    await reader.chooses(/^radio, Español/);
    await reader.follows(/^button, Continuar/);

    await reader.hears(/^heading, Revise sus respuestas, level 1/);
    for (const [question, answer] of [
      ['Nombre', `${typed.given_name} ${typed.family_name}`],
      ['Cómo lo recibe', 'Recogerlo en el consultorio'],
    ]) {
      await reader.reads(new RegExp(`^${question}`));
      await reader.reads(new RegExp(answer));
    }
    await reader.follows(/^button, Enviar mi solicitud/);

    await reader.hears(/^heading, .*recibi.*level 1/i);
    const receipt = (await page.locator('.panel-value').first().innerText()).trim();
    const pin = (await page.locator('.panel-value').nth(1).innerText()).trim();
    await reader.reads(new RegExp(receipt));
    await reader.reads(new RegExp(pin));
    await reader.follows(/^button, Terminar/);
    await reader.hears(/^heading, .*Pida su expediente, level 1/);
    await reader.stop();

    const phone = await patientAt();
    await phone.page.goto(`${ORIGIN}/p/lakeside/find?lang=es`);
    await phone.page.locator('#receipt').waitFor();
    const hers = await Reader.at(phone.page);
    await hers.types(/^textbox, Número de recibo/, receipt);
    await hers.chooses(/^radio, .*PIN/);
    await hers.types(/^textbox, .*PIN/, pin);
    await hers.presses('Enter');
    await hers.hears(/^heading, .*level 1/);
    await phone.page.waitForURL(/\/status/);
    await hers.reads(new RegExp(receipt));
    await hers.reads(/Debemos responder/);
    await leave(kiosk, phone);
  });

  test('an attorney’s letter is logged, gone through and passed on without an access clock', async () => {
    const desk = await staff(CLERK);
    const { page } = desk;
    await page.getByRole('link', { name: 'Enter a request' }).click();
    await page.locator('#channel').waitFor();
    await sound(desk, 'enter');
    await page.locator('input[name="channel"][value="fax"]').check();
    await page.locator('input[name="kind"][value="authorization"]').check();
    // In California an attorney has a day of its own.
    await choose(page, 'location', 'austin');
    await page.getByText('The 30 days of an access request don’t start for this').waitFor();
    await page.getByRole('button', { name: 'Enter a request' }).click();
    await page.locator('#error-summary').waitFor();
    await sound(desk, 'enter-errors');
    for (const [id, value] of [
      ['sender', 'Hart & Hart, attorneys'],
      ['given_name', 'One A'],
      ['family_name', 'Mhvtestveteran'],
      ['birth_month', '3'],
      ['birth_day', '1'],
      ['birth_year', '1948'],
    ]) {
      await page.fill(`#${id}`, value);
    }
    await page.locator('input[name="reach"][value="telephone"]').check();
    await page.fill('#telephone', '512-555-0177');
    await page.locator('input[name="language"][value="en"]').check();
    await page.getByRole('button', { name: 'Enter a request' }).click();
    await page.getByRole('heading', { name: 'The request is entered' }).waitFor();
    await page.getByText('Go through its checklist').waitFor();
    await sound(desk, 'entered');
    const receipt = (await page.locator('.panel-value').first().innerText()).trim();
    await page.getByRole('link', { name: 'Open the request' }).click();
    await page.getByText('No access clock runs for this').waitFor();
    await sound(desk, 'routing');
    await page.locator('#route-form [type=submit]').click();
    await page.locator('#route').waitFor();
    await sound(desk, 'routing-errors');
    await page.locator('#route').getByText('Say of each point whether it is there or not').waitFor();
    const points = page.locator('#route-form input[name="route-checked"]');
    for (let point = 1; point < (await points.count()); point += 1) await points.nth(point).check();
    await page.locator('#route-form input[name="route-missing"]').first().check();
    await page.fill('#route-to', 'Release of information, second floor');
    await page.locator('#route-form [type=submit]').click();
    await page.getByText('It was passed on').waitFor();
    await page.getByText('Defective: nothing may go out on this authorization').first().waitFor();
    await sound(desk, 'routed');
    assert.equal(await isListed(page, receipt), undefined, 'it is off the list');
    await leave(desk);
  });

  test('what was entered wrongly is corrected, and who was confirmed is confirmed again', async () => {
    const address = email();
    const patient = await patientAt();
    const answers = about(address);
    const receipt = await ask(patient.page, answers);
    const desk = await staff(CLERK);
    const { page } = desk;
    const id = await freshPatient(answers);
    await open(page, receipt);
    await verify(page, id);
    const fold = page.locator('#correct-fold');
    const correct = () => fold.getByRole('button', { name: 'Correct it' }).click();
    await fold.locator('summary').click();
    assert.equal(await page.inputValue('#correct-family_name'), answers.fields.family_name, 'it stands as it was entered');
    await page.getByText('who asks must be confirmed again').waitFor();
    await sound(desk, 'correct');

    await fold.locator('input[value="subpoena"]').check();
    await page.fill('#correct-given_name', '');
    await correct();
    await page.locator('#correct').waitFor();
    assert.equal(await page.locator('#correct').getByRole('link').count(), 2, 'all that is wrong at once');
    await sound(desk, 'correct-errors');
    await page.fill('#correct-sender', 'Hart & Hart, attorneys');
    await page.fill('#correct-given_name', 'Two B');
    await correct();
    await page.locator('#correct').getByText('Only the privacy officer can correct that').waitFor();
    await fold.locator('input[value="access"]').check();
    await correct();
    await page.getByRole('heading', { level: 1, name: 'Two B' }).waitFor();
    await page.locator('#verify-form').waitFor();
    await page.locator('.history').getByText('Before: ').waitFor();
    assert.equal(await fold.evaluate((node) => node.open), false);
    await sound(desk, 'corrected');
    await verify(page, id);

    const officer = await staff(OFFICER);
    await open(officer.page, receipt);
    await officer.page.locator('#correct-fold summary').click();
    await officer.page.locator('#correct-fold input[value="subpoena"]').check();
    await officer.page.fill('#correct-sender', 'Hart & Hart, attorneys');
    await officer.page.fill('#correct-reason', 'It is a subpoena, as its second page shows.');
    await officer.page.locator('#correct-fold').getByRole('button', { name: 'Correct it' }).click();
    await officer.page.locator('#route-form').waitFor();
    await officer.page.getByText('No access clock runs for this').waitFor();
    await sound(officer, 'corrected-kind');
    await leave(patient, desk, officer);
  });

  test('a scan lies with the request, and a PIN that was lost is told again', async () => {
    const desk = await staff(CLERK);
    const { page } = desk;
    const patient = await patientAt();
    const { email: _, ...fields } = about('', { telephone: '512-555-0166' }).fields;
    const receipt = await ask(patient.page, { fields, choices: { reach: 'telephone', ...about('').choices } });
    await patient.page.locator('.panel-value').nth(1).waitFor();
    await sound(patient, 'receipt-with-pin');
    const pin = (await patient.page.locator('.panel-value').nth(1).innerText()).replace(/\D/g, '');

    await open(page, receipt);
    await page.locator('#scan-fold summary').click();
    await page.locator('#scan').setInputFiles({ name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
    await page.getByText('Choose a PDF, a PNG or a JPEG picture').waitFor();
    await sound(desk, 'scan-refused');
    const bytes = Buffer.from('%PDF-1.4 a fax');
    await page.locator('#scan').setInputFiles({ name: 'fax page one.pdf', mimeType: 'application/pdf', buffer: bytes });
    await page.getByRole('button', { name: 'Open fax page one.pdf' }).waitFor();
    await sound(desk, 'scan');
    const [tab] = await Promise.all([
      desk.context.waitForEvent('page'),
      page.getByRole('button', { name: 'Open fax page one.pdf' }).click(),
    ]);
    await tab.close();
    assert.match(page.url(), /\/requests\//, 'the page stays');

    await page.locator('#pin-fold summary').click();
    await page.getByRole('button', { name: 'Show the PIN' }).click();
    await page.locator('#pin').getByRole('link').waitFor();
    await sound(desk, 'pin-errors');
    await page.locator('#pin-form').getByLabel('I know the person').check();
    await page.getByRole('button', { name: 'Show the PIN' }).click();
    const shown = page.locator('.handover').getByText(/^\d{4} \d{4}$/);
    await shown.waitFor();
    assert.equal((await shown.innerText()).replace(/\D/g, ''), pin);
    // It is shown before the change is done.
    await page.locator('#pin-fold:not([open])').waitFor();
    await sound(desk, 'pin-told');
    await page.getByRole('button', { name: 'I told the requester' }).click();
    await shown.waitFor({ state: 'detached' });
    await leave(patient, desk);
  });

  test('a record that may endanger someone is judged by three, and the rest goes out', async () => {
    const address = email();
    const patient = await patientAt();
    const answers = about(address);
    const receipt = await ask(patient.page, answers);
    await enterCode(patient.page, address);
    const clerk = await staff(CLERK);
    const id = await freshPatient(answers);
    await open(clerk.page, receipt);
    const passcode = await verify(clerk.page, id);
    await upload(clerk.page, [{ name: 'open.txt' }, { name: 'talk.txt' }]);
    await propose(clerk.page, 'talk.txt', 'r1', 'The note of a talk on March 3', 'Dr. Hart looked at it with care.', clerk);
    await clerk.page.getByRole('button', { name: 'Propose to withhold it' }).click();
    const row = (page) => page.locator('table.ledger tr', { hasText: 'talk.txt' });
    await row(clerk.page).getByText('Waits for a licensed professional').waitFor();
    await sound(clerk, 'withholding-proposed');

    const clinician = await staff(CLINICIAN);
    await open(clinician.page, receipt);
    await clinician.page.getByRole('button', { name: 'Judge what is withheld' }).click();
    await sound(clinician, 'withholding-to-judge');
    await clinician.page.getByRole('button', { name: 'Record my judgment' }).click();
    await clinician.page.locator('#determine').waitFor();
    await sound(clinician, 'withholding-judge-errors');
    await clinician.page.locator('#for-clinician input[value="yes"]').check();
    await clinician.page.fill('#determine-rationale', 'He wrote that he would kill himself.');
    await clinician.page.getByRole('button', { name: 'Record my judgment' }).click();
    await row(clinician.page).getByText('Waits for the officer').waitFor();
    await sound(clinician, 'withholding-judged');

    const officer = await staff(OFFICER);
    await open(officer.page, receipt);
    await officer.page.getByRole('button', { name: 'Approve or release' }).click();
    await sound(officer, 'withholding-to-approve');
    await officer.page.getByRole('button', { name: 'Approve withholding it' }).click();
    await officer.page.getByRole('button', { name: 'Release 1 record, withhold 1' }).first().waitFor();
    await sound(officer, 'withholding-approved');

    await clerk.page.reload();
    const lack = clerk.page.locator('#not-held-fold');
    await lack.locator('summary').click();
    await lack.locator('input').nth(0).fill('The films of 2019');
    await lack.locator('input').nth(1).fill('Bayside Imaging, 510-555-0100');
    await clerk.page.getByRole('button', { name: 'Read the letter first' }).click();
    await clerk.page.locator('#release .letter', { hasText: 'You can ask here: Bayside Imaging' }).waitFor();
    await sound(clerk, 'release-not-held');
    await clerk.page.getByRole('button', { name: 'Release 1 record, withhold 1' }).first().click();
    await sound(clerk, 'withholding-release');
    await clerk.page.locator('#release-dialog').getByRole('button', { name: 'Go back' }).click();
    await release(clerk.page);
    await sound(clerk, 'withholding-released');
    await patient.page.reload();
    await patient.page.getByRole('link', { name: 'Open my record' }).waitFor();
    await sound(patient, 'status-in-part');
    await patient.page.goto(linkIn((await mails(address, 2)).at(-1)));
    await patient.page.fill('#passcode', passcode);
    await patient.page.getByRole('button', { name: 'Open my record' }).click();
    await patient.page.getByText('The note of a talk on March 3').first().waitFor();
    await patient.page.getByText('The films of 2019').first().waitFor();
    assert.ok(!(await patient.page.locator('main').innerText()).includes('kill himself'));
    await sound(patient, 'delivery-in-part');
    await leave(patient, clerk, clinician, officer);
  });

  // The letters of this one and the next leave with the sweep of each minute: side by side, they wait once.
  test('the officer takes more time once, with a letter that gives the day', async () => {
    const address = email();
    const patient = await patientAt();
    const receipt = await ask(patient.page, about(address));
    await enterCode(patient.page, address);
    const officer = await staff(OFFICER);
    const { page } = officer;
    const request = await open(page, receipt);
    await page.locator('#extend-fold summary').click();
    await page.locator('#extend-fold').getByRole('button', { name: 'Show the letter' }).click();
    await page.locator('#extend').waitFor();
    await sound(officer, 'extension-errors');
    const { json } = await answerOf(page, `/api/requests/${request}`);
    const write = async () => {
      await page.fill('#extend-reason', 'The older part of the record is in another city.');
      await page.fill('#extend-until', json.extendable.last);
      await page.locator('#extend-fold').getByRole('button', { name: 'Show the letter' }).click();
      await page.locator('#extend-fold .letter').waitFor();
    };
    const send = async () => {
      await page.getByRole('button', { name: 'Send this letter' }).click();
      await page.locator('#extend-fold').waitFor({ state: 'detached' });
      await page.locator('#answers').getByText('It counts when its letter has gone').waitFor();
    };
    await write();
    await sound(officer, 'extension-letter');
    await send();
    await page.getByText('The letter about more time has not gone out yet').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back. Nothing went out.').waitFor();
    await page.locator('.history', { hasText: 'More time taken back before the letter went out' }).waitFor();
    await sound(officer, 'extension-taken-back');
    await page.locator('#extend-fold summary').click();
    await write();
    await send();
    await sound(officer, 'extended');
    await mails(address, 2);
    await eventually('the letter that went', async () => {
      await page.reload();
      await page.locator('#answers').getByText('More time until').waitFor();
      return page.locator('#answers').getByText('Its letter went on').count();
    });
    await sound(officer, 'extension-given');
    await patient.page.reload();
    await patient.page.getByText('another city').first().waitFor();
    await patient.page.getByText('Our letter that says what we understood').click();
    await patient.page.getByText('You asked for a copy of your whole record').waitFor();
    await sound(patient, 'status-extended');
    await leave(patient, officer);
  });
  test('what we don’t hold is answered with a letter that can be taken back', async () => {
    const address = email();
    const patient = await patientAt();
    const receipt = await ask(patient.page, about(address));
    await enterCode(patient.page, address);
    const desk = await staff(CLERK);
    const { page } = desk;
    await open(page, receipt);
    const answer = async () => {
      const fold = page.locator('#answer-fold');
      if (!(await fold.evaluate((node) => node.open))) await fold.locator('summary').click();
      await page.locator('#answer-fold input[value="not_held"]').check();
      await page.fill('#answer-more', 'Bayside Imaging in Oakland has your films.');
      await fold.getByRole('button', { name: 'Show the letter' }).click();
      await fold.locator('.letter').waitFor();
    };
    await answer();
    await sound(desk, 'not-held-letter');
    await page.getByRole('button', { name: 'Send this letter' }).click();
    await page.getByRole('button', { name: 'Take it back' }).waitFor();
    await sound(desk, 'not-held-sent');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.locator('#verify-form').waitFor();
    await sound(desk, 'not-held-taken-back');
    await answer();
    await page.getByRole('button', { name: 'Send this letter' }).click();
    await mails(address, 2);
    await patient.page.reload();
    await patient.page.getByText('Bayside Imaging').first().waitFor();
    await sound(patient, 'status-not-held');
    await opensAsPdf(patient, 'Open as PDF', /\/pdf\/[^?]*\d\.pdf/);
    await opensAsPdf(patient, 'Open as PDF in large print', /-large\.pdf/);
    await page.reload();
    await page.locator('#letters summary').first().click();
    await sound(desk, 'letter-as-pdf');
    await opensAsPdf(desk, 'Open as PDF', /\/pdf\/[^?]*\d\.pdf/);
    await leave(patient, desk);
  });

  test('who asked three times is found by her name, and the first ask counts', async () => {
    const address = email();
    const patient = await patientAt();
    const answers = about(address);
    const receipts = [];
    for (let asked = 0; asked < 3; asked += 1) receipts.push(await ask(patient.page, answers));
    const desk = await staff(CLERK);
    const { page } = desk;
    const id = await freshPatient(answers);
    for (const receipt of receipts) {
      await open(page, receipt);
      await verify(page, id);
    }
    const [first, second, third] = receipts;
    const suggested = (receipt) => page.locator('#link-form .task', { hasText: receipt });
    const choose = async (receipt) => {
      const button = page.getByRole('button', { name: 'Look for other requests under this name' });
      if (!(await button.isVisible())) await page.locator('#link-fold summary').click();
      await button.click();
      await suggested(receipt).getByRole('button', { name: /^Choose/ }).click();
      assert.equal(await page.inputValue('#link-receipt'), receipt);
      await page.getByRole('button', { name: 'Link them' }).click();
      await page.locator('#who').getByRole('link', { name: receipt }).waitFor();
    };
    await page.locator('#link-fold summary').click();
    await page.getByRole('button', { name: 'Look for other requests under this name' }).click();
    await suggested(first).waitFor();
    await suggested(second).waitFor();
    assert.equal(await suggested(third).count(), 0, 'not this one itself');
    await sound(desk, 'link-suggested');
    await choose(second);
    await page.reload();
    await page.locator('#link-fold summary').click();
    await page.getByRole('button', { name: 'Look for other requests under this name' }).click();
    await suggested(first).waitFor();
    assert.equal(await suggested(second).count(), 0, 'not one that is linked already');
    await choose(first);
    await sound(desk, 'linked');
    await page.locator('#who').getByRole('link', { name: second }).click();
    await page.locator('#who').getByRole('link', { name: first }).waitFor();
    await page.locator('#who').getByRole('link', { name: third }).waitFor();
    await leave(patient, desk);
  });

  test('messages go both ways', async () => {
    const address = email();
    const patient = await patientAt();
    const receipt = await ask(patient.page, about(address));
    await enterCode(patient.page, address);
    const desk = await staff(CLERK);
    const request = await open(desk.page, receipt);
    await desk.page.locator('#message-fold summary').click();
    await desk.page.fill('#message-text', 'Which years do you need?');
    await desk.page.locator('#message-asks').check();
    await sound(desk, 'message');
    await desk.page.getByRole('button', { name: 'Send the message' }).click();
    await desk.page.locator('.history', { hasText: 'Which years do you need?' }).waitFor();
    const told = await mails(address, 2);
    assert.ok(!told.at(-1).BodyText.includes('Which years'), 'it is read on the page alone');
    await patient.page.reload();
    await patient.page.getByText('Which years do you need?').first().waitFor();
    await sound(patient, 'status-asked');
    await patient.page.fill('#text', 'All of them.');
    await patient.page.getByRole('button', { name: 'Send', exact: false }).last().click();
    await patient.page.getByText('All of them.').first().waitFor();
    await sound(patient, 'status-answered');
    await desk.page.reload();
    await desk.page.locator('.task', { hasText: 'The requester wrote: answer' }).waitFor();
    await sound(desk, 'message-answered');

    // Whoever writes after the end is answered, too.
    await changeAt(desk.page, request, 'answer', { ending: 'withdrawn' });
    await eventually('the end', async () => {
      await mailEvent(request, 'Delivery');
      return (await answerOf(desk.page, `/api/requests/${request}`)).json.work === 'closed';
    });
    await patient.page.fill('#text', 'Can I ask again later?');
    await patient.page.getByRole('button', { name: 'Send', exact: false }).last().click();
    await patient.page.locator('.history', { hasText: 'Can I ask again later?' }).waitFor();
    await desk.page.reload();
    await desk.page.locator('.task', { hasText: 'The requester wrote: answer' }).waitFor();
    await desk.page.locator('#message-fold summary').click();
    await desk.page.fill('#message-text', 'Yes, at any time.');
    await sound(desk, 'message-closed');
    await desk.page.getByRole('button', { name: 'Send the message' }).click();
    await desk.page.locator('.history', { hasText: 'Yes, at any time.' }).waitFor();
    assert.equal((await answerOf(desk.page, `/api/requests/${request}`)).json.work, 'closed');
    await patient.page.reload();
    await patient.page.getByText('Yes, at any time.').first().waitFor();
    await leave(patient, desk);
  });

  test('filters stand in the address, a view is kept, and the list can be printed', async () => {
    const desk = await staff(CLERK);
    const { page } = desk;
    await page.locator('.filters summary').click();
    await page.locator('#location').selectOption('oakland');
    await page.waitForURL(/location=oakland/);
    await page.locator('#waits').selectOption('desk');
    await page.waitForURL(/waits=desk/);
    await page.fill('#view-name', 'Oakland, ours');
    await page.getByRole('button', { name: 'Keep the view' }).click();
    await page.getByRole('link', { name: 'Oakland, ours' }).waitFor();
    await sound(desk, 'worklist-view');
    await page.goto(`${ORIGIN}/staff/lakeside`);
    await page.getByRole('link', { name: 'Oakland, ours' }).click();
    await page.waitForURL(/location=oakland.*waits=desk/);
    await page.locator('.worklist tbody tr, .empty').first().waitFor();
    // The list of before stays until the filtered one comes.
    const elsewhere = page.locator('.worklist tbody tr').filter({ hasNotText: 'Oakland' });
    await elsewhere.first().waitFor({ state: 'detached' });
    for (const row of await page.locator('.worklist tbody tr').all()) assert.match(await row.innerText(), /Oakland/);
    await page.reload();
    assert.equal(await page.locator('#location').inputValue(), 'oakland', 'the address is enough');
    await page.emulateMedia({ media: 'print' });
    // As wide as a sheet of letter paper leaves room for.
    await page.setViewportSize({ width: 720, height: 960 });
    await shot(page, 'worklist-printed');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 720), 'it fits on paper');
    assert.ok(!(await page.locator('.tools').isVisible()), 'paper has no use for the tools');
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'Remove this view from this browser' }).click();
    await leave(desk);
  });

  test('a record of a treatment program goes to a third party on the patient’s written consent alone', async () => {
    const statement = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
    const address = email();
    const patient = await patientAt();
    const to = { recipient: 'Rivera and Cole', recipient_place: '1 Main St, Austin' };
    const answers = about(address, to, { requester: 'directive' });
    const receipt = await ask(patient.page, answers);
    await enterCode(patient.page, address);

    const desk = await staff(CLERK);
    const { page } = desk;
    const id = await freshPatient(answers);
    const request = await open(page, receipt);
    await verify(page, id, 'A directive that the patient signed');
    await upload(page, [{ name: 'visit.txt' }, { name: 'program.txt', sensitivity: 'substance_use' }]);
    const seen = page.getByLabel('I have seen the patient’s written consent to this');
    await seen.waitFor();
    await sound(desk, 'consent-asked');

    const letGo = async () => {
      await page.locator('.sticky-next').getByRole('button', { name: /^Release/ }).click();
      await page.locator('#release-dialog').getByRole('button', { name: /^Release/ }).click();
    };
    await letGo();
    await page.locator('#release-errors').getByText('only with the patient’s written consent').waitFor();
    await sound(desk, 'consent-missing');

    await seen.check();
    await page.getByLabel('What does the consent cover?').fill('The visits of 2025, until June 30, 2027');
    await page.getByRole('button', { name: 'Read the letter first' }).click();
    await page.getByText(statement).waitFor();
    await sound(desk, 'consent-in-letter');
    await letGo();
    await page.locator('#release-dialog').waitFor({ state: 'hidden' });
    await page.getByText('Decided what goes out').first().waitFor();
    const told = JSON.stringify((await answerOf(page, `/api/requests/${request}`)).json.letters);
    assert.ok(told.includes(statement), 'the letter to the third party says it');
    assert.ok(told.includes('The visits of 2025, until June 30, 2027'), 'and what the consent covers');
    const own = JSON.stringify((await answerOf(patient.page, '/api/status')).json);
    assert.ok(!own.includes('42 CFR part 2'), 'nothing of it is for the patient');
    await page.locator('#hand-over').waitFor();
    await page.getByRole('button', { name: 'Read the letter to the patient first' }).click();
    await page.locator('#hand-over .letter', { hasText: 'to Rivera and Cole, 1 Main St, Austin' }).waitFor();
    await sound(desk, 'directive-letter');
    await leave(patient, desk);
  });
}

/// On in the conversation about a record.
const talkOn = (page) => page.locator('#leave-out').getByRole('button', { name: 'Continue' }).click();

/// The conditions that hold with a no.
const NO = ['u1_other', 'u2_chart', 'u6_provider'];

/// Answers each condition of a ground so that it stands.
async function holds(page, ground) {
  const names = await page
    .locator(`#leave-out input[type="radio"][value="yes"]`)
    .evaluateAll((inputs) => inputs.map((input) => input.name));
  assert.ok(names.length > 0 && names.every((name) => name.startsWith(`${ground}_`)), `conditions of ${ground}`);
  for (const name of names) {
    await page.locator(`#leave-out input[name="${name}"][value="${NO.includes(name) ? 'no' : 'yes'}"]`).check();
  }
}

/// Answers the conversation up to its last question. `who` has each step looked at.
async function propose(page, name, ground, what, reason, who) {
  const look = async (step) => {
    if (who) await sound(who, `withholding-${step}`);
  };
  await page.locator('table.ledger tr', { hasText: name }).getByRole('button', { name: /^Withhold it/ }).click();
  await page.locator('#leave-out input[value="withhold"]').check();
  await look('why');
  await talkOn(page);
  await page.locator(`#leave-out input[value="${ground}"]`).check();
  await look('ground');
  await talkOn(page);
  await holds(page, ground);
  await look('conditions');
  await talkOn(page);
  await page.locator('#leave-out input[value="whole"]').check();
  await look('extent');
  await talkOn(page);
  await page.fill('#leave-out #what', what);
  await look('what');
  await talkOn(page);
  await page.fill('#leave-out #reason', reason);
  if (await page.locator('#leave-out #duration').count()) {
    await talkOn(page);
    await page.locator('#leave-out').getByText('Say how long it is kept back').first().waitFor();
    await page.fill('#leave-out #duration', 'Until June 1, 2027');
  }
  await look('reason');
  await talkOn(page);
  await page.getByRole('button', { name: 'Propose to withhold it' }).waitFor();
  await look('check');
}

/// Goes on by Tab alone until the focus is where it should be.
async function tabTo(page, is, more) {
  for (let tabs = 0; tabs < 120; tabs += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(${is})(document.activeElement, ${JSON.stringify(more)})`)) return;
  }
  throw new Error(`no Tab leads to ${is} ${more}`);
}

/// Chooses one of several by the keys: Tab to the question, the arrows to the answer.
async function choose(page, name, value) {
  await tabTo(page, (node, name) => node.name === name, name);
  const at = () => page.evaluate(() => document.activeElement.value);
  await page.keyboard.press('Space');
  for (let downs = 0; (await at()) !== value; downs += 1) {
    assert.ok(downs < 12, `no arrow leads to ${name} ${value}`);
    await page.keyboard.press('ArrowDown');
  }
  const checked = page.locator(`input[name="${name}"][value="${value}"]`);
  assert.ok(await checked.isChecked(), `${name} ${value}`);
}

/// Opens the first letter of a page in a tab of its own. The link is read and got here: not every browser shows a PDF.
async function opensAsPdf(somebody, label, address) {
  const isMade = async (response) => response.url().includes('/letters/') && (await response.json()).url !== null;
  const [tab, response] = await Promise.all([
    somebody.context.waitForEvent('page'),
    somebody.page.waitForResponse(isMade),
    somebody.page.getByRole('button', { name: label }).first().click(),
  ]);
  const { url } = await response.json();
  assert.match(url, address);
  const answer = await fetch(url);
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  await tab.close();
}
