// What a copy costs: told first, asked for a yes, and never in the way of the free one.

import assert from 'node:assert/strict';
import {
  ORIGIN,
  RECEIPT,
  about,
  answerQuestions,
  ask,
  atDesk,
  email,
  enterCode,
  freshPatient,
  leave,
  open,
  person,
  release,
  sound,
  upload,
  verify,
} from './desk.mjs';

const CLERK = 'clerk@lakeside.example';
const OFFICER = 'officer@lakeside.example';

export function fees(browser, test) {
  /// A patient of Oakland who wants paper, and the clerk who quotes its price.
  async function quoted(name) {
    const address = email();
    const patient = await person(browser, 390);
    const answers = about(address, {}, { location: 'oakland', way: 'in_person' });
    const receipt = await ask(patient.page, answers);
    await enterCode(patient.page, address);
    const desk = await atDesk(browser, CLERK);
    await open(desk.page, receipt);
    const { page } = desk;
    await page.locator('#fee').getByText('No fee. Electronic copies are free here.').waitFor();
    await page.locator('#fee-fold summary').first().click();
    await page.getByRole('button', { name: 'Tell the requester this fee' }).click();
    await page.locator('#fee-form').getByText('Enter what the copy takes').first().waitFor();
    await sound(desk, `${name}-errors`);
    await page.fill('#fee-pages', '40');
    await page.locator('#fee-form').getByText('Fee: $10.00').waitFor();
    await page.locator('#fee-form').getByText('The cap of CA').waitFor();
    await sound(desk, `${name}-form`);
    await page.locator('#fee-fold').getByRole('button', { name: 'Read the letter first' }).click();
    await page.locator('#fee-fold .letter', { hasText: 'Paper: 40 pages' }).waitFor();
    await sound(desk, `${name}-letter`);
    await page.getByRole('button', { name: 'Tell the requester this fee' }).click();
    await page.locator('#fee').getByText('The requester has not answered').first().waitFor();
    await sound(desk, `${name}-asked`);
    await patient.page.reload();
    await patient.page.getByText('would cost about $10.00').first().waitFor();
    await sound(patient, `${name}-question`);
    return { patient, desk, answers };
  }

  test('a paper copy is quoted, and the patient chooses the free one', async () => {
    const { patient, desk, answers } = await quoted('fee-free');
    await patient.page.getByRole('button', { name: 'Send me the free electronic copy' }).click();
    await patient.page.getByText('You chose the electronic copy. It is free.').waitFor();
    await sound(patient, 'fee-free-chosen');
    const hers = await freshPatient(answers);
    await desk.page.reload();
    await desk.page.locator('#fee').getByText('The requester chose the free electronic copy').waitFor();
    await verify(desk.page, hers);
    await upload(desk.page, [{ name: 'visit.txt' }]);
    await desk.page.locator('#release').getByText('Fee: none').waitFor();
    await sound(desk, 'fee-free-release');
    await release(desk.page);
    await patient.page.reload();
    await patient.page.getByRole('link', { name: 'Open my record' }).waitFor();
    await leave(patient, desk);
  });

  test('a paper copy is quoted, agreed on and paid', async () => {
    const { patient, desk } = await quoted('fee-yes');
    await patient.page.getByRole('button', { name: 'Yes, make this copy' }).click();
    await patient.page.getByText('You said yes to a copy that costs about $10.00').waitFor();
    await sound(patient, 'fee-yes-given');
    await desk.page.reload();
    await desk.page.locator('#fee').getByText('$10.00. The requester said yes').waitFor();
    await sound(desk, 'fee-yes-noted');
    await desk.page.getByRole('button', { name: 'Note that it was paid' }).click();
    await desk.page.locator('#fee').getByText('$10.00, paid').waitFor();
    await sound(desk, 'fee-paid');
    await patient.page.reload();
    await patient.page.getByText('is paid').first().waitFor();
    await sound(patient, 'fee-paid-status');
    await leave(patient, desk);
  });

  test('a patient says up to what she needs no question, and is told the fee all the same', async () => {
    const address = email();
    const patient = await person(browser, 390);
    const { page } = patient;
    await page.goto(`${ORIGIN}/p/lakeside`);
    await page.locator('#given_name').waitFor();
    await answerQuestions(page, about(address, {}, { location: 'oakland', way: 'in_person' }));
    await page.getByText('Ask me about a fee only above an amount').click();
    await page.fill('#tell_above', 'a lot');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('#error-summary').getByText('Enter an amount in dollars').waitFor();
    await sound(patient, 'fee-limit-error');
    await page.fill('#tell_above', '20');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Ask me before a fee above').first().waitFor();
    await page.getByRole('button', { name: 'Send my request' }).click();
    await page.locator('.panel-value').first().waitFor();
    const [receipt] = RECEIPT.exec(await page.locator('main').innerText());
    await enterCode(page, address);
    const desk = await atDesk(browser, CLERK);
    await open(desk.page, receipt);
    await desk.page.locator('#who').getByText('Ask before a fee above $20.00').waitFor();
    await desk.page.locator('#fee-fold summary').first().click();
    await desk.page.fill('#fee-pages', '40');
    await desk.page.getByRole('button', { name: 'Tell the requester this fee' }).click();
    await desk.page.locator('#fee').getByText('$10.00. The requester wants no question').first().waitFor();
    await sound(desk, 'fee-limit-quoted');
    await page.reload();
    await page.getByText('Your copy costs about $10.00').waitFor();
    await sound(patient, 'fee-limit-told');
    await leave(patient, desk);
  });

  test('the officer sets what copies cost, and the clerk sees it', async () => {
    const officer = await atDesk(browser, OFFICER);
    const { page } = officer;
    await page.goto(`${ORIGIN}/staff/lakeside/fees`);
    await page.locator('#flat').waitFor();
    await sound(officer, 'fees');
    const before = await page.inputValue('#flat');
    await page.fill('#flat', '7');
    await page.fill('#page', 'ten');
    await page.getByRole('button', { name: 'Keep these prices' }).click();
    await page.locator('#error-summary').getByText('at most $6.50').waitFor();
    assert.equal(await page.locator('#error-summary a').count(), 2);
    await sound(officer, 'fees-errors');
    await page.fill('#flat', before);
    await page.fill('#page', '0.25');
    await page.getByRole('button', { name: 'Keep these prices' }).click();
    await page.getByText('The prices are kept').first().waitFor();
    await sound(officer, 'fees-kept');
    const clerk = await atDesk(browser, CLERK);
    await clerk.page.goto(`${ORIGIN}/staff/lakeside/fees`);
    await clerk.page.getByText('The privacy officer sets these prices.').waitFor();
    await sound(clerk, 'fees-for-clerk');
    await leave(officer, clerk);
  }, { isAlone: true });
}
