// Verbs on the page in a real browser, and the checks that every page must pass.

import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import assert from 'node:assert/strict';
import path from 'node:path';

export const ORIGIN = need('ORIGIN');
export const INPUTS = need('INPUTS');
const { chromium } = await import(need('PLAYWRIGHT'));
const axe = readFileSync(need('AXE'), 'utf8');
const shots = process.env.SCREENSHOTS;

function need(name) {
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

/// A person with a browser of her own, at a width. What the page's console and network say is kept.
export async function person(browser, width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  everyone.push(faults);
  page.on('pageerror', (error) => faults.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|panicked/.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    const host = new URL(request.url()).hostname;
    if (!['127.0.0.1', 'localhost'].includes(host)) faults.push(`a request to ${host}`);
  });
  return { context, page, faults, width };
}

let number = 0;

/// Every page: no accessibility violation, no sideways scroll at this width and at 320 px, one h1, a title.
export async function sound(who, name) {
  const { page, width } = who;
  await page.waitForLoadState('networkidle');
  if (shots) {
    await mkdir(shots, { recursive: true });
    number += 1;
    const file = path.join(shots, `${String(number).padStart(3, '0')}-${name}-${width}.png`);
    await page.screenshot({ path: file, fullPage: true });
  }
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map((violation) => ({
      id: violation.id,
      nodes: violation.nodes.map((node) => node.html.slice(0, 200)),
    }));
  });
  assert.deepEqual(violations, [], `${name} at ${width} px: axe`);
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
  assert.notEqual((await page.title()).trim(), '', `${name}: a title`);
  for (const at of [width, 320]) {
    await page.setViewportSize({ width: at, height: 800 });
    const wide = await page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const out = [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > width + 0.5);
      return out.map((node) => node.outerHTML.slice(0, 120));
    });
    assert.deepEqual(wide, [], `${name}: wider than ${at} px`);
  }
  await page.setViewportSize({ width, height: 800 });
}

export function email() {
  return `b${Date.now()}${Math.floor(Math.random() * 1e6)}@patient.example`;
}

/// The e-mails to an address, oldest first.
export async function mails(address, count) {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await (await fetch(need('MAIL'))).json();
    const found = Object.values(answer.messages ?? {})
      .flat()
      .filter((message) => message.To?.includes(address));
    if (found.length >= count) return found;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error(`fewer than ${count} e-mails came`);
}

export const codeIn = (message) => /(?:code is|código es) (\d{6})/.exec(message.BodyText)[1];

export async function answerQuestions(page, answers) {
  for (const [id, value] of Object.entries(answers.fields)) await page.fill(`#${id}`, value);
  for (const [name, value] of Object.entries(answers.choices)) {
    await page.locator(`input[name="${name}"][value="${value}"], #${name}-${value}`).first().check();
  }
}

export async function signIn(page, member) {
  await page.goto(`${ORIGIN}/staff`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.fill('#username', member);
  await page.fill('#password', need('PASSWORD'));
  await page.locator('#password').press('Enter');
  await page.waitForURL(/\/staff\//);
}
