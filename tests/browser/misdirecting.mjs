// A record that went to someone wrong, from the page of the clerk who stops it and of the officer who deals with it.

import assert from 'node:assert/strict';
import { answerOf, atDesk, leave, open, ready, sound } from './desk.mjs';

const CLERK = 'clerk@lakeside.example';
const OFFICER = 'officer@lakeside.example';

/// Opens the fold of that form of the case, unless it is open.
async function unfold(page, name) {
  const fold = page.locator(`#${name}-fold`);
  if (!(await fold.evaluate((it) => it.open))) await fold.locator('summary').first().click();
}

export function misdirecting(browser, test) {
  test('a clerk stops a link in one click, and the officer deals with the wrong release', async () => {
    const { patient, receipt, desk: clerk, request } = await ready(browser, CLERK);
    await clerk.page.getByRole('button', { name: 'This went to someone wrong' }).click();
    const part = clerk.page.locator('#wrong-release');
    await part.getByText('Stopped by').waitFor();
    await clerk.page.locator('#links').getByText('Switched off').waitFor();
    assert.equal(await clerk.page.getByRole('button', { name: 'This went to someone wrong' }).count(), 0);
    assert.equal(await part.locator('#decided-fold').count(), 0, 'the rest is the officer’s');
    await sound(clerk, 'wrong-release-stopped');

    const officer = await atDesk(browser, OFFICER);
    await officer.page.getByRole('link', { name: 'Morning' }).first().click();
    await officer.page.locator('#misdirected').waitFor();
    await sound(officer, 'wrong-release-morning');
    await officer.page.getByRole('link', { name: 'Requests' }).first().click();
    await open(officer.page, receipt);
    const { page } = officer;
    const wrong = page.locator('#wrong-release');
    await wrong.getByText('Not known yet').waitFor();
    await sound(officer, 'wrong-release-open');

    await unfold(page, 'account');
    await page.getByRole('button', { name: 'Write it into the accounting' }).click();
    await page.locator('#account-form .error').first().waitFor();
    await sound(officer, 'wrong-release-account-errors');
    await page.fill('#account-to', 'Another patient');
    await page.fill('#account-what', 'One visit note');
    await page.fill('#account-why', 'A wrong address.');
    await page.getByRole('button', { name: 'Write it into the accounting' }).click();
    await wrong.locator('dd', { hasText: 'Another patient' }).waitFor();
    assert.equal(await page.locator('#account-fold').count(), 0, 'once');

    await unfold(page, 'recall');
    await page.getByRole('button', { name: 'Note it', exact: true }).click();
    await page.locator('#recall-form .error').first().waitFor();
    await sound(officer, 'wrong-release-recall-errors');
    await page.locator('input[name="recall-recall"][value="destroyed"]').check();
    await page.fill('#recall-words', 'He says that he deleted it.');
    await page.getByRole('button', { name: 'Note it', exact: true }).click();
    await wrong.getByText('He says that he deleted it.').first().waitFor();

    await unfold(page, 'assess');
    await page.getByRole('button', { name: 'Keep the assessment' }).click();
    await page.locator('#assess-form .error').first().waitFor();
    await sound(officer, 'wrong-release-assess-errors');
    await page.locator('input[name="assess-seen"][value="high"]').check();
    await page.fill('#assess-seen_why', 'He told us what it says.');
    await page.getByRole('button', { name: 'Keep the assessment' }).click();
    await wrong.locator('dd', { hasText: 'High risk.' }).waitFor();
    await sound(officer, 'wrong-release-assessed');

    await unfold(page, 'decided');
    await page.locator('input[name="decided-breach"][value="no"]').check();
    await page.fill('#decided-reason', 'He read it.');
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await page.locator('#decided-form .error', { hasText: 'counts as a breach' }).first().waitFor();
    await sound(officer, 'wrong-release-presumed');
    await page.locator('input[name="decided-breach"][value="yes"]').check();
    await page.getByRole('button', { name: 'Decide', exact: true }).click();
    await wrong.locator('dd', { hasText: 'A breach' }).waitFor();
    await wrong.getByText('The Secretary of Health and Human Services').first().waitFor();
    await sound(officer, 'wrong-release-breach');

    await unfold(page, 'breach');
    await page.getByRole('button', { name: 'Write the letter' }).click();
    await page.locator('#breach-form .error').first().waitFor();
    await sound(officer, 'wrong-release-letter-errors');
    await page.locator('input[name="breach-addressee"][value="patient"]').check();
    for (const [id, text] of [
      ['happened', 'A link went to a wrong address.'],
      ['kinds', 'Your name and one visit note.'],
      ['protect', 'Read the bills that you get.'],
      ['doing', 'We switched the link off.'],
    ]) {
      await page.fill(`#breach-${id}`, text);
    }
    await page.getByRole('button', { name: 'Read the letter first' }).click();
    await page.locator('#breach-form .letter', { hasText: 'We found out on' }).waitFor();
    await sound(officer, 'wrong-release-letter');
    await page.getByRole('button', { name: 'Write the letter' }).click();
    await wrong.getByText('The letter is to be posted').waitFor();
    await sound(officer, 'wrong-release-to-post');

    for (const whom of ['person', 'secretary']) {
      await unfold(page, 'tell');
      await page.locator(`input[name="tell-whom"][value="${whom}"]`).check();
      await page.fill('#tell-note', 'As the law asks.');
      await page.getByRole('button', { name: 'Note that they were told' }).click();
      await page.locator(`input[name="tell-whom"][value="${whom}"]`).waitFor({ state: 'detached' });
    }
    await wrong.getByText('Nothing is left to do').waitFor();
    await sound(officer, 'wrong-release-closed');
    await patient.page.reload();
    const told = await patient.page.locator('main').innerText();
    assert.ok(!told.includes('wrong address'), 'a letter that is posted lies on no page');
    const { json } = await answerOf(page, `/api/requests/${request}`);
    assert.equal(json.misdirections[0].due, null);
    await leave(patient, clerk, officer);
  });
}
