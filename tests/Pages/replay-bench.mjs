// How smoothly a replay runs: node replay-bench.mjs FILE... plays the longest case of each for ten seconds and prints frames a second.
import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const browser = await launch();
for (const file of process.argv.slice(2)) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1800 } });
  await page.goto(pathToFileURL(file).href);
  const longest = await page.evaluate(() => JSON.parse(document.getElementById('index').textContent).cases.filter(c => c.replay === 'embedded').sort((a, b) => b.simulated_us - a.simulated_us)[0]);
  await page.evaluate(id => { location.hash = `#case=${encodeURIComponent(id)}&t=0`; }, longest.id);
  await page.waitForSelector('main.case canvas');
  await page.waitForTimeout(500);
  for (const view of ['following the ego', 'all in view']) {
    if (view === 'all in view') await page.keyboard.press('0');
    const times = await page.evaluate(async () => {
      const list = [];
      document.querySelector('button.primary').click();
      await new Promise(done => {
        const end = performance.now() + 10_000;
        const tick = now => { list.push(now); if (now < end) requestAnimationFrame(tick); else done(); };
        requestAnimationFrame(tick);
      });
      document.querySelector('button.primary').click();
      return list;
    });
    const gaps = times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b);
    const rate = gaps.length / (times.at(-1) - times[0]) * 1000;
    console.log(`${longest.id} of ${(longest.simulated_us / 1e6).toFixed(1)} s, ${view}: ${rate.toFixed(1)} frames/s, 95 % of frames within ${gaps[Math.floor(gaps.length * 0.95)].toFixed(1)} ms`);
  }
  await page.close();
}
await browser.close();
