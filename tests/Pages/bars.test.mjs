// What must hold of large reports, in counts and bytes; times are measured by bench.mjs.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pageTest, report } from './harness.mjs';

pageTest('1,000 cases of 8 s with 10 actors, each with its replay, take at most 25 MB', async open => {
  const page = await open('large', '#methods');
  assert.ok(statSync(fileURLToPath(report('large'))).size <= 25_000_000);
  assert.match(await page.locator('main').innerText(), /\b(\d+) cases have a replay in this file; 0 were left out/);
});

pageTest('10,000 rows: only those in view exist, wherever the list is scrolled', async open => {
  const page = await open('huge', '#cases');
  const drawn = () => page.locator('table.cases tr.case').count();
  assert.equal(await page.evaluate(() => document.querySelector('table.cases').getAttribute('aria-rowcount')), '10001');
  assert.ok(await drawn() < 60);
  for (const share of [0.3, 0.999, 0.5]) {
    await page.evaluate(s => scrollTo(0, s * (document.documentElement.scrollHeight - innerHeight)), share);
    await page.waitForFunction(s => Math.abs(Number(document.querySelector('tr.case').getAttribute('aria-rowindex')) - s * 10000) < 200, share);
    assert.ok(await drawn() < 60);
    const gap = await page.evaluate(() => {
      const row = document.elementFromPoint(400, 700)?.closest('tr');
      return row === null || row.classList.contains('spacer');
    });
    assert.equal(gap, false, 'rows are in view');
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.keyboard.press('/');
  await page.keyboard.type('gap-44-m');
  assert.equal(await page.evaluate(() => document.querySelector('table.cases').getAttribute('aria-rowcount')), '251');
});
