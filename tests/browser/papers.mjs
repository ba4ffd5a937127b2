// What the practice has in writing: entered by the officer, read by a member, and who has read what.

import assert from 'node:assert/strict';
import { ORIGIN, atDesk, freshClerk, leave, sound } from './desk.mjs';

const OFFICER = 'officer@lakeside.example';
const PLACE = `${ORIGIN}/staff/lakeside/papers`;

export function papers(browser, test) {
  test('the officer enters a policy, a member reads it, and both see that', async () => {
    const title = `Photos of patients ${crypto.randomUUID()}`;
    const name = `Kim Reader ${crypto.randomUUID().slice(0, 8)}`;
    const officer = await atDesk(browser, OFFICER);
    const { page } = officer;
    await page.goto(PLACE);
    await page.getByRole('navigation').getByRole('link', { name: 'Policies and training' }).waitFor();
    await page.locator('#policies h3').first().waitFor();
    await sound(officer, 'papers');
    await page.locator('#policies details summary').first().click();
    await sound(officer, 'papers-version');

    await page.getByRole('button', { name: 'Enter a policy or another paper' }).click();
    await page.getByRole('button', { name: 'Enter this version' }).click();
    await page.locator('#error-summary').getByText('Choose what it is about').waitFor();
    assert.equal(await page.locator('#error-summary a').count(), 3);
    await sound(officer, 'papers-errors');
    await page.selectOption('#subject', 'other');
    await page.fill('#title', title);
    await page.fill('#text', 'We take no photo without a yes.\nWe keep it in the chart.');
    await page.fill('#from', '2020-01-01');
    await page.fill('#paper', 'The binder at the front desk');
    await sound(officer, 'papers-form');
    await page.getByRole('button', { name: 'Enter this version' }).click();
    await page.getByText('The new version is entered').first().waitFor();
    await page.locator('#policies').getByRole('heading', { name: title }).waitFor();
    await sound(officer, 'papers-entered');

    const member = await atDesk(browser, (await freshClerk(name)).email);
    await member.page.goto(PLACE);
    const asked = member.page.locator('#to-read .panel').filter({ hasText: title });
    await asked.waitFor();
    assert.equal(await member.page.locator('#readers').count(), 0, 'what others read is the officer’s to see');
    await sound(member, 'papers-to-read');
    await asked.getByRole('button', { name: 'I have read this and will work by it' }).click();
    await member.page.getByText('It is noted that you have read it').first().waitFor();
    await asked.waitFor({ state: 'detached' });
    await sound(member, 'papers-read');
    await member.page.getByRole('button', { name: 'Say that you were trained' }).click();
    await member.page.selectOption('#subject', 'verification');
    await member.page.fill('#on', '2026-01-05');
    await member.page.fill('#words', 'An hour with the privacy officer.');
    await sound(member, 'papers-training-form');
    await member.page.getByRole('button', { name: 'I was trained in this and will work by it' }).click();
    await member.page.locator('#trainings').getByText('Trained: Making sure who asks').waitFor();
    await sound(member, 'papers-trained');

    await page.reload();
    const row = page.locator('#readers tr').filter({ hasText: name });
    await row.getByText(title).waitFor();
    await sound(officer, 'papers-readers');
    for (const [button, file, line] of [
      ['#save-readers', /^access-desk-readers-.*\.csv$/, title],
      ['#save-trainings', /^access-desk-trainings-.*\.csv$/, 'Making sure who asks'],
    ]) {
      const [saved] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
      assert.match(saved.suggestedFilename(), file);
      const chunks = [];
      for await (const chunk of await saved.createReadStream()) chunks.push(chunk);
      assert.ok(Buffer.concat(chunks).toString().includes(line), button);
    }

    await page.getByRole('button', { name: 'Enter a training of someone' }).click();
    await page.selectOption('#member', { label: name });
    await page.selectOption('#subject', 'fees');
    await page.fill('#on', '2026-01-06');
    await page.fill('#words', 'A course of the county.');
    await page.getByRole('button', { name: 'Enter this training' }).click();
    await page.locator('#trainings tr').filter({ hasText: name }).getByText('A course of the county.').waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('#readers table').isVisible());
    await page.emulateMedia({ media: 'screen' });
    await leave(officer, member);
  });
}
