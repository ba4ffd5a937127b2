// A second look at what was withheld, from the page of everyone who has a part in it.

import assert from 'node:assert/strict';
import {
  about,
  answerOf,
  ask,
  atDesk,
  changeAt,
  email,
  enterCode,
  eventually,
  freshPatient,
  leave,
  linkIn,
  mails,
  open,
  person,
  release,
  sound,
  upload,
  verify,
} from './desk.mjs';

const CLERK = 'clerk@lakeside.example';
const CLINICIAN = 'clinician@lakeside.example';
const OFFICER = 'officer@lakeside.example';
const REVIEWER = 'reviewer@lakeside.example';
// What must hold for a ground.
const CONDITIONS = { r1: ['r1_danger'], r2: ['r2_names', 'r2_harm'] };

/// A request of which one of three files goes out, and two are withheld on grounds that another professional may judge
/// again. Everyone is at the desk.
async function denied(browser) {
  const address = email();
  const patient = await person(browser, 390);
  const answers = about(address);
  const receipt = await ask(patient.page, answers);
  await enterCode(patient.page, address);
  const clerk = await atDesk(browser, CLERK);
  const clinician = await atDesk(browser, CLINICIAN);
  const officer = await atDesk(browser, OFFICER);
  const id = await freshPatient(answers);
  const request = await open(clerk.page, receipt);
  const passcode = await verify(clerk.page, id);
  await upload(clerk.page, [{ name: 'open.txt' }, { name: 'talk.txt' }, { name: 'letter.txt' }]);
  const { json } = await answerOf(clerk.page, `/api/requests/${request}/records`);
  for (const [name, ground, what] of [
    ['talk.txt', 'r1', 'The note of a talk on March 3'],
    ['letter.txt', 'r2', 'A letter that names someone else'],
  ]) {
    const place = `records/${json.records.find((record) => record.name === name).record}`;
    const reason = 'Dr. Hart looked at it with care.';
    await changeAt(clerk.page, request, `${place}/withholding`, {
      ground, what, reason, duration: 'Until June 1, 2027', extent: 'whole', conditions: CONDITIONS[ground],
    });
    const found = { stands: 'yes', rationale: 'He wrote that he would kill himself.' };
    await changeAt(clinician.page, request, `${place}/determination`, found);
    await changeAt(officer.page, request, `${place}/approval`, { stands: 'yes' });
  }
  await leave(clinician);
  await clerk.page.reload();
  await clerk.page.getByRole('button', { name: 'Release 1 record, withhold 2' }).first().waitFor();
  await release(clerk.page);
  await mails(address, 2);
  return { address, patient, clerk, officer, receipt, request, passcode };
}

export function reviewing(browser, test) {
  test('a patient asks for a second look, a reviewer overturns it, and the patient gets the file', async () => {
    const { address, patient, clerk, officer, receipt, request, passcode } = await denied(browser);
    await patient.page.reload();
    const look = patient.page.locator('#second-look');
    await look.getByText('We aim to write to you by').waitFor();
    await sound(patient, 'review-may-be-asked');
    await look.getByRole('button', { name: 'Ask for a second look' }).click();
    await look.getByText('You asked for a second look on').waitFor();
    await sound(patient, 'review-asked');

    await open(officer.page, receipt);
    const part = officer.page.locator('#review');
    await part.getByText('Dr. Amal Hart: took part in the denial').waitFor();
    await sound(officer, 'review-to-designate');
    await part.getByRole('button', { name: 'Designate' }).click();
    await officer.page.locator('#designate').waitFor();
    await sound(officer, 'review-designate-error');
    await part.getByLabel('Dr. Jo Lindqvist').check();
    await part.getByRole('button', { name: 'Designate' }).click();
    await part.locator('dd', { hasText: 'Dr. Jo Lindqvist' }).waitFor();
    await sound(officer, 'review-designated');
    await patient.page.reload();
    await look.getByText('looks at it now').waitFor();
    await sound(patient, 'review-under-way');

    const reviewer = await atDesk(browser, REVIEWER);
    const row = reviewer.page.locator('tr', { hasText: receipt });
    await row.getByText('Review by').waitFor();
    await sound(reviewer, 'review-home');
    await row.getByRole('link').first().click();
    await reviewer.page.locator('#who').waitFor();
    await reviewer.page.getByRole('button', { name: 'Decide the review' }).click();
    const form = reviewer.page.locator('#review');
    await form.getByText('File 1 of 2').waitFor();
    await sound(reviewer, 'review-question');
    await form.getByRole('button', { name: 'Continue' }).click();
    await reviewer.page.locator('#decide').waitFor();
    await sound(reviewer, 'review-question-errors');
    for (const [question, stands, why] of [
      ['File 1 of 2', 'no', 'He is well, and asked for it calmly.'],
      ['File 2 of 2', 'no', 'It names a place and no person.'],
    ]) {
      await form.getByText(question).waitFor();
      await form.locator(`input[name="decide-stands"][value="${stands}"]`).check();
      await form.locator('#decide-rationale').fill(why);
      await form.getByRole('button', { name: 'Continue' }).click();
    }
    await form.getByText('Check what you decided').waitFor();
    await sound(reviewer, 'review-check');
    await form.getByRole('button', { name: 'Read the letter first' }).click();
    await form.locator('.letter', { hasText: 'You will get this' }).first().waitFor();
    await sound(reviewer, 'review-letter');
    await form.getByRole('button', { name: 'Send my decision' }).click();
    await form.getByText('All of it goes out').waitFor();
    await sound(reviewer, 'review-decided');

    await clerk.page.reload();
    await clerk.page.getByText('release the record again').first().waitFor();
    await sound(clerk, 'review-to-release');
    await release(clerk.page);
    await patient.page.reload();
    const letter = patient.page.getByText('The note of a talk on March 3. You will get this.').first();
    await eventually('the letter of the review', async () => {
      await patient.page.reload();
      await patient.page.locator('main').waitFor();
      return letter.isVisible();
    });
    const told = await patient.page.locator('main').innerText();
    assert.ok(!told.includes('calmly') && !told.includes('Lindqvist'), 'the words and the name stay with staff');
    await sound(patient, 'review-outcome');
    const { json } = await answerOf(patient.page, '/api/status');
    assert.equal(json.review_by, null, 'nothing is withheld any more');

    const links = (await mails(address, 3)).map((mail) => mail.BodyText).filter((text) => /\/d\//.test(text));
    assert.equal(links.length, 2);
    await patient.page.goto(linkIn({ BodyText: links.at(-1) }));
    await patient.page.fill('#passcode', passcode);
    await patient.page.getByRole('button', { name: 'Open my record' }).click();
    for (const file of ['open.txt', 'talk.txt', 'letter.txt']) await patient.page.getByText(file).first().waitFor();
    await sound(patient, 'review-second-package');
    assert.ok(request);
    await leave(patient, clerk, officer, reviewer);
  });

  test('who asks by telephone is entered, and what is upheld stays', async () => {
    const { patient, clerk, officer, receipt } = await denied(browser);
    await clerk.page.reload();
    const part = clerk.page.locator('#review');
    await part.getByText('The requester asked for a second look').click();
    await sound(clerk, 'review-to-enter');
    await part.getByRole('button', { name: 'Enter it' }).click();
    await clerk.page.locator('#enter-review-channel').first().waitFor();
    await part.locator('input[value="telephone"]').check();
    await part.getByRole('button', { name: 'Enter it' }).click();
    await part.getByText('The officer says who reviews').waitFor();
    await sound(clerk, 'review-entered');

    // As it is where nobody may.
    await officer.page.route('**/review', async (route) => {
      const answer = await route.fetch();
      const json = await answer.json();
      for (const member of json.members) member.bar ??= 'took_part';
      await route.fulfill({ response: answer, json });
    });
    await open(officer.page, receipt);
    await officer.page.getByText('Nobody here may review it').waitFor();
    await sound(officer, 'review-by-nobody');
    await officer.page.unroute('**/review');

    const reviewer = await atDesk(browser, REVIEWER);
    await reviewer.page.locator('tr', { hasText: receipt }).getByRole('link').first().click();
    const form = reviewer.page.locator('#review');
    await form.getByRole('button', { name: 'Take this review' }).click();
    for (const question of ['File 1 of 2', 'File 2 of 2']) {
      await form.getByText(question).waitFor();
      await form.locator('input[name="decide-stands"][value="yes"]').check();
      await form.locator('#decide-rationale').fill('He is not safe yet.');
      await form.getByRole('button', { name: 'Continue' }).click();
    }
    await form.getByRole('button', { name: 'Send my decision' }).click();
    await form.getByText('It stays as it was decided first').waitFor();
    await sound(reviewer, 'review-upheld');
    await clerk.page.reload();
    await clerk.page.locator('#review').getByText('It stays as it was decided first').waitFor();
    await sound(clerk, 'review-upheld-clerk');
    await leave(patient, clerk, officer, reviewer);
  });
}
