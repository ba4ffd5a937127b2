// A legal hold, and the evidence of a request as one document, from the officer's page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { ORIGIN, atDesk, leave, open, ready, sound } from './desk.mjs';

const CLERK = 'clerk@lakeside.example';
const OFFICER = 'officer@lakeside.example';

export function evidence(browser, test) {
  test('an officer holds a request, and saves and prints all that is kept of it', async () => {
    const { patient, receipt, desk: clerk, request } = await ready(browser, CLERK);
    const officer = await atDesk(browser, OFFICER);
    const { page } = officer;
    await open(page, receipt);
    const part = page.locator('#keeping');
    await part.getByText('Open: six years begin when it ends').waitFor();
    await part.locator('#hold-fold summary').first().click();
    await part.getByRole('button', { name: 'Put it under a legal hold' }).click();
    await part.getByText('Write down why').first().waitFor();
    await sound(officer, 'hold-errors');
    await page.fill('#hold-reason', 'A complaint to the Office for Civil Rights.');
    await part.getByRole('button', { name: 'Put it under a legal hold' }).click();
    await part.getByText('nothing of this request may be let go').waitFor();
    await page.locator('.sticky .tag', { hasText: 'Legal hold' }).waitFor();
    await sound(officer, 'held');

    await clerk.page.reload();
    await clerk.page.locator('.sticky .tag', { hasText: 'Legal hold' }).waitFor();
    assert.equal(await clerk.page.locator('#hold-fold').count(), 0, 'the officer alone holds');
    assert.equal(await clerk.page.locator('#evidence').count(), 0);
    await sound(clerk, 'held-clerk');

    await page.locator('#evidence a').click();
    await page.getByRole('heading', { level: 1, name: `Evidence of request ${receipt}` }).waitFor();
    await page.getByText('For the privacy officer alone').first().waitFor();
    await page.getByText('It holds: every event follows the one before it').waitFor();
    await page.getByText('Put under a legal hold').first().waitFor();
    await sound(officer, 'evidence');
    await page.getByRole('link', { name: 'The letters' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'evidence-letters');

    const saved = async (name) => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return readFile(await file.path(), 'utf8');
    };
    const html = await saved('Save as a file (HTML)');
    assert.equal(html, await saved('Save as a file (HTML)'), 'the same bytes each time');
    assert.ok(html.startsWith('<!doctype html>') && html.includes(receipt) && !/<script|src=|https?:/.test(html));
    const data = JSON.parse(await saved('Save as data (JSON)'));
    assert.equal(data.chain.holds, true);
    assert.equal(data.document, undefined, 'what is for people is in the other file');
    assert.ok(data.released[0].files.every((file) => /^[0-9a-f]{64}$/.test(file.sha256)));

    // The file opens by itself, with its table of contents.
    const alone = await officer.context.newPage();
    await alone.setContent(html);
    const places = await alone.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.ok(places.length > 10);
    for (const place of places) assert.equal(await alone.locator(place).count(), 1, place);
    await alone.close();

    await clerk.page.goto(`${ORIGIN}/staff/lakeside/requests/${request}/evidence`);
    await clerk.page.getByText('Print it').waitFor({ state: 'detached' });
    await clerk.page.getByRole('heading', { level: 1 }).waitFor();
    await sound(clerk, 'evidence-not-allowed');

    await open(page, receipt);
    await part.locator('#hold-fold summary').first().click();
    await page.fill('#hold-reason', 'The office has closed it.');
    await part.getByRole('button', { name: 'Take the hold off' }).click();
    await part.getByText('Open: six years begin when it ends').waitFor();
    await sound(officer, 'hold-lifted');
    await leave(patient, clerk, officer);
  });
}
