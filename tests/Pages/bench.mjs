// Figures of a report in the browser: node bench.mjs FILE... prints bytes, first paint, filter and scroll times.
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const browser = await launch();
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
for (const file of process.argv.slice(2)) {
  const paints = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
    await page.close();
  }
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.goto(pathToFileURL(file).href + '#cases');
  await page.waitForSelector('table.cases tr.case');
  await page.waitForTimeout(500);
  const filters = await page.evaluate(async () => {
    const input = document.getElementById('filter');
    const times = [];
    for (const text of ['g', 'ga', 'gap-1', 'cutter 4.', 'zzz', '']) {
      const begin = performance.now();
      input.value = text;
      input.dispatchEvent(new Event('input'));
      document.body.getBoundingClientRect();
      times.push(performance.now() - begin);
    }
    return times;
  });
  const frames = await page.evaluate(async () => {
    const times = [];
    let last = performance.now();
    for (let i = 0; i < 120; i++) {
      scrollBy(0, 900);
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times.slice(1);
  });
  console.log(JSON.stringify({
    file, bytes: statSync(file).size, first_paint_ms: Math.round(median(paints)), filter_ms_max: Math.round(Math.max(...filters)),
    scroll_frame_ms_median: Math.round(median(frames) * 10) / 10, scroll_frame_ms_p95: Math.round([...frames].sort((a, b) => a - b)[Math.floor(frames.length * 0.95)] * 10) / 10,
  }));
  await page.close();
}
await browser.close();
