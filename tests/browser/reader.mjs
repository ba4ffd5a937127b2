// A person who does not see the page: she goes by what a screen reader says, and by the keyboard.
//
// The screen reader is simulated, from the roles, names and states that the specifications give each element. What she does
// is done by real keys at what was read out last.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually, need } from './desk.mjs';

const esbuild = createRequire(import.meta.url)(need('ESBUILD'));
const source = readFileSync(need('SCREEN_READER'), 'utf8');
const { code } = esbuild.transformSync(source, { format: 'iife', globalName: 'screenReader' });

const PATIENCE_MS = 20_000;

export class Reader {
  constructor(page) {
    this.page = page;
  }

  /// Begins to read what is on the page; it goes on while the page goes on.
  static async at(page) {
    await page.evaluate(`${code}; void 0`);
    await page.evaluate(() => globalThis.screenReader.virtual.start({ container: document.body }));
    return new Reader(page);
  }

  stop() {
    return this.page.evaluate(() => globalThis.screenReader.virtual.stop());
  }

  /// Waits until something is said by itself: what has come to have the focus, or what is announced.
  hears(what) {
    let said = [];
    const look = async () => {
      said = await this.page.evaluate(() => globalThis.screenReader.virtual.spokenPhraseLog());
      return said.find((phrase) => what.test(phrase));
    };
    return eventually(() => `${what}, heard after ${said.join(' | ')},`, look, PATIENCE_MS);
  }

  /// Forgets what was said so far.
  forgets() {
    return this.page.evaluate(() => globalThis.screenReader.virtual.clearSpokenPhraseLog());
  }

  /// Reads on from here, over the end of the page and on again while something is still loading, until this is said.
  reads(what) {
    let passed = [];
    const look = async () => {
      const read = await this.page.evaluate(once, what.source);
      passed = read.passed;
      return read.phrase;
    };
    return eventually(() => `${what}, read after ${passed.join(' | ')},`, look, PATIENCE_MS);
  }

  /// Presses keys at what was read last.
  async presses(...keys) {
    await this.page.evaluate(() => {
      const { activeNode } = globalThis.screenReader.virtual;
      (activeNode.nodeType === Node.TEXT_NODE ? activeNode.parentElement : activeNode).focus();
    });
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async chooses(what) {
    await this.reads(what);
    await this.presses('Space');
  }

  async types(what, text) {
    await this.reads(what);
    await this.presses();
    await this.page.keyboard.type(text);
  }

  async follows(what) {
    await this.reads(what);
    await this.forgets();
    await this.presses('Enter');
  }
}

/// In the page: what is read from here to the end and from the beginning to the end, as far as what is looked for.
async function once(pattern) {
  const { virtual } = globalThis.screenReader;
  const [wanted, passed] = [new RegExp(pattern), []];
  for (let ends = 0; ends < 2; ) {
    await virtual.next();
    const phrase = await virtual.lastSpokenPhrase();
    if (wanted.test(phrase)) return { phrase, passed };
    passed.push(phrase);
    ends += Number(phrase === 'end of document');
  }
  return { passed };
}
