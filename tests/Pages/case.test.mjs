// The page of a case: its story, replay, timeline and commands, by mouse, keyboard and ear.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessible, go, pageTest, report } from './harness.mjs';

/** The id of a run's case that begins with some words. */
const caseOf = (run, start) => readdirSync(new URL('cases', report(run))).find(id => id.startsWith(start));
const at = (run, start, t) => `#case=${caseOf(run, start)}` + (t === undefined ? '' : `&t=${t}`);
const clock = page => page.evaluate(() => Number(document.querySelector('input[type=range]').value));
/** Keeps what the picture shows now and gives its number. */
const picture = page => page.evaluate(() => {
  const from = document.querySelector('canvas.scene');
  const c = document.createElement('canvas');
  [c.width, c.height] = [from.width, from.height];
  const g = c.getContext('2d', { willReadFrequently: true });
  g.drawImage(from, 0, 0);
  window.pictures ??= [];
  return window.pictures.push(new Uint32Array(g.getImageData(0, 0, c.width, c.height).data.buffer)) - 1;
});
const frame = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
/** How many pixels have another colour in two pictures. */
const differs = (page, a, b) => page.evaluate(([i, j]) => { const [x, y] = [window.pictures[i], window.pictures[j]]; let n = 0; for (let k = 0; k < x.length; k++) if (x[k] !== y[k]) n++; return n; }, [a, b]);

const CASES = [['collide', 'hard-stop'], ['collide', 'pedestrian-30'], ['collide', 'turning'], ['crash', 'reports-left-turn-striking-1'], ['crash', 'wishes-a-cyclist']];

for (const dark of [false, true]) {
  pageTest(`axe finds nothing serious on pages of cases, ${dark ? 'dark' : 'light'}`, async open => {
    for (const [run, start] of CASES) {
      const page = await open(run, at(run, start), { dark });
      await page.waitForSelector('main.case canvas');
      await page.evaluate(() => document.querySelectorAll('main.case details').forEach(d => { d.open = true; }));
      await accessible(page);
    }
  });
}

pageTest('a page of a case fits a window of 1400, 1000 and 400 pixels', async open => {
  for (const width of [1400, 1000, 400]) {
    const page = await open('collide', at('collide', 'hard-stop'), { width });
    for (const [run, start] of CASES.filter(c => c[0] === 'collide')) {
      await go(page, at(run, start), 'main.case canvas');
      await page.evaluate(() => document.querySelectorAll('main.case details').forEach(d => { d.open = true; }));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${start} is wider than ${width}`);
    }
  }
});

pageTest('the story says what happened, since when, what was enough and what careful drivers come to, and leads to each instant', async open => {
  const page = await open('collide', at('collide', 'hard-stop'));
  await page.waitForSelector('.rows li');
  const story = await page.locator('.story').innerText();
  for (const part of ['touches target, car', 'Unsafe since', 'on min_ttc is at or below 1.5 s', 'braking was enough until', 'The ego does not brake before the contact', 'preventable by the models of UN R157', 'careful-human']) {
    assert.ok(story.includes(part), `'${part}' is not told: ${story}`);
  }
  const row = page.locator('.rows li', { hasText: 'Unsafe since' });
  const said = await row.locator('.jump').innerText();
  await row.locator('.jump').click();
  assert.equal(await clock(page), Number(said.replace(/[^0-9.]/g, '')));
  assert.ok((await page.evaluate(() => location.hash)).endsWith(`&t=${said.replace(/[^0-9.]/g, '')}`));
  const instant = page.locator('.rows .instant').last();
  const then = Number((await instant.innerText()).replace(/[^0-9.]/g, ''));
  await instant.click();
  assert.equal(await clock(page), then);
});

pageTest('one cursor moves all charts, the replay and the address; charts and layers can be chosen', async open => {
  const page = await open('collide', at('collide', 'pedestrian-30', '2.00'));
  await page.waitForSelector('.chart');
  const titles = () => page.locator('.chart .title').allInnerTexts();
  assert.ok((await titles()).includes('gap to target'));
  assert.ok((await titles()).includes('min_ttc'));
  const x = () => page.evaluate(() => document.querySelector('.plots .cursor').getBoundingClientRect().left);
  const [x0, gap0, first] = [await x(), await page.locator('.chart', { hasText: 'gap to target' }).locator('.now').innerText(), await picture(page)];
  await page.locator('canvas.scene').focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await frame(page);
  assert.ok(await x() > x0 + 10);
  assert.notEqual(await page.locator('.chart', { hasText: 'gap to target' }).locator('.now').innerText(), gap0);
  assert.ok(await differs(page, first, await picture(page)) > 200);
  assert.match(await page.evaluate(() => location.hash), /&t=2\.50$/);

  const before = (await titles()).length;
  await page.locator('.chooser summary').click();
  await page.locator('.chooser label', { hasText: 'ego acceleration' }).locator('input').uncheck();
  assert.equal((await titles()).length, before - 1);
  await page.locator('.layers summary').click();
  await page.keyboard.press('0');
  await frame(page);
  for (const layer of ['Map', 'Conflict area', 'Actors', 'Whole ways']) {
    const one = await picture(page);
    await page.locator('.layers label', { hasText: layer }).locator('input').click();
    await frame(page);
    assert.ok(await differs(page, one, await picture(page)) > 20, `${layer} changes nothing`);
  }
  // A click in a chart moves the clock there.
  const box = await page.locator('.plot-box').first().boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const t = await clock(page);
  const length = await page.evaluate(() => Number(document.querySelector('input[type=range]').max));
  assert.ok(Math.abs(t - length / 2) < 0.15, `the clock is at ${t} of ${length}`);
});

pageTest('the safe distance of RSS is drawn where it is not kept, and said', async open => {
  const page = await open('collide', at('collide', 'hard-stop', '5.00'));
  await page.waitForSelector('.layers');
  await page.waitForFunction(() => /RSS asks \d/.test(document.querySelector('.now-line').textContent));
  await page.locator('.layers summary').click();
  const one = await picture(page);
  await page.locator('.layers label', { hasText: 'RSS' }).locator('input').uncheck();
  await frame(page);
  assert.ok(await differs(page, one, await picture(page)) > 300);
});

pageTest('whoever listens hears what the instant shows when the clock rests, and not while it plays', async open => {
  const page = await open('collide', at('collide', 'hard-stop', '5.60'));
  const line = page.locator('.now-line[role=status]');
  await page.waitForFunction(() => document.querySelector('.now-line').textContent.startsWith('At 5.60 s: ego 20.0 m/s'));
  assert.match(await line.innerText(), /target \(car\) \d+\.\d m ahead/);
  assert.equal(await line.getAttribute('aria-live'), 'polite');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => document.querySelector('.now-line').getAttribute('aria-live') === 'off');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => document.querySelector('.now-line').getAttribute('aria-live') === 'polite');
});

pageTest('what a scenario was made of stands beside the words it comes from', async open => {
  const page = await open('crash', at('crash', 'reports-left-turn-striking-1'));
  await page.waitForSelector('.origin .words');
  assert.ok(await page.locator('.origin .words q').count() >= 5);
  assert.match(await page.locator('.origin').innerText(), /sha256:[0-9a-f]{64}/);
});

pageTest('on paper everything that is folded is open, and is folded again afterwards', async open => {
  const page = await open('collide', at('collide', 'hard-stop'));
  await page.waitForSelector('.story details');
  const folded = () => page.locator('main.case details:not([open]):not(.layers):not(.chooser)').count();
  const many = await folded();
  assert.ok(many > 0);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await folded(), 0);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.equal(await page.locator('.zoom').isVisible(), false);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await folded(), many);
});

pageTest('the files of a case are linked where they are, with the command and the hashes', async open => {
  const page = await open('collide', at('collide', 'hard-stop'));
  const folder = fileURLToPath(new URL('.', report('collide'))).replace(/\/$/, '');
  assert.equal(await page.locator('.reproduce .command code').first().innerText(), `sim replay ${caseOf('collide', 'hard-stop')} --run ${folder}`);
  const links = await page.locator('.files a').evaluateAll(list => list.map(a => a.getAttribute('href')));
  assert.deepEqual(links, ['scenario.yaml', 'recording.mcap', 'assessment.json'].map(name => `cases/${caseOf('collide', 'hard-stop')}/${name}`));
  for (const link of links) assert.ok(readdirSync(new URL(link.replace(/[^/]*$/, ''), report('collide'))).includes(link.split('/').at(-1)));
});

pageTest('what the driver printed last is shown from beside the page, at its end, and nothing runs in it', async open => {
  for (const dark of [false, true]) {
    const page = await open('driver', at('driver', 'hard-stop'), { dark });
    const output = page.frameLocator('.log iframe');
    await output.getByText(/^pid \d+ at .* no path$/m).waitFor();
    assert.ok((await page.locator('.story').innerText()).includes('pid (process) at (time), object at (address): no path'));
    assert.equal(await page.locator('.log iframe').getAttribute('sandbox'), '');
    await accessible(page);
    await page.locator('.log').scrollIntoViewIfNeeded();
    if (process.env.PAGES_SHOTS) await page.screenshot({ path: `${process.env.PAGES_SHOTS}/driver-output-${dark ? 'dark' : 'light'}.png` });
  }
});
