// A browser for the tests of the page: opens report.html from disk and hears every complaint and every request.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;

/** Where the run folders of the tests lie: PAGES_RUNS, filled by .ci/steps/pages.sh. */
export function report(name) {
  const folder = process.env.PAGES_RUNS;
  assert.ok(folder, 'PAGES_RUNS names no folder: run .ci/steps/pages.sh');
  const file = `${folder}/${name}/report.html`;
  assert.ok(existsSync(file), `${file} is missing`);
  return pathToFileURL(file).href;
}

after(async () => { await browser?.close(); });

/**
 * One test with pages of its own. `open(name, fragment, options)` gives a Playwright page that shows a report; at the end nothing may have
 * complained and nothing but the file itself and the output of a case's driver beside it may have been asked for.
 */
export function pageTest(title, body) {
  test(title, async () => {
    browser ??= await launch();
    const contexts = [];
    const complaints = [];
    const requests = [];
    const files = new Set();
    const beside = [];
    async function open(name, fragment = '', { dark = false, width = 1400, height = 1000, ...more } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', acceptDownloads: true, ...more });
      contexts.push(context);
      const page = await context.newPage();
      page.on('console', m => { if (['error', 'warning', 'assert'].includes(m.type())) complaints.push(`${m.type()}: ${m.text()}`); });
      page.on('pageerror', e => complaints.push(`exception: ${e.stack}`));
      page.on('crash', () => complaints.push('the page crashed'));
      context.on('request', r => requests.push(r.url()));
      await page.addInitScript(() => addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`)));
      files.add(report(name));
      beside.push(new URL('cases/', report(name)).href);
      await page.goto(report(name) + fragment);
      await page.waitForSelector('main');
      return page;
    }
    try {
      await body(open);
      assert.deepEqual(complaints, []);
      // A download is a blob that the page made itself.
      assert.deepEqual(requests.filter(r => !r.startsWith('blob:') && !files.has(r.split('#')[0]) && !beside.some(b => r.startsWith(b) && r.endsWith('/driver-tail.html'))), []);
    } finally {
      for (const context of contexts) await context.close();
    }
  });
}

/** Fails for what axe-core calls serious or critical. */
export async function accessible(page) {
  // The page's policy forbids foreign scripts, so axe comes over the debugging channel.
  await page.evaluate(axeSource + '; undefined');
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
    .filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => `${v.impact} ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => `${n.target} (${n.any.map(a => a.message).join('; ')})`).join(' | ')}`));
  assert.deepEqual(found, [], page.url());
}

/** Goes to an address within the report and waits for its page. */
export async function go(page, fragment, selector) {
  await page.evaluate(f => { location.hash = f; }, fragment);
  await page.waitForSelector(selector);
}
