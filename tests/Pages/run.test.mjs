// The pages of the run: every page and interaction, by mouse and by keyboard, in light and dark.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { accessible, go, pageTest } from './harness.mjs';

const PAGES = ['', '#triage', '#cases', '#changes', '#coverage', '#requirements', '#methods'];
const rows = page => page.evaluate(() => Number(document.querySelector('table.long').getAttribute('aria-rowcount')) - 1);

for (const name of ['sample', 'real', 'failing', 'bare']) {
  for (const dark of [false, true]) {
    pageTest(`${name}: axe finds nothing serious on any page, ${dark ? 'dark' : 'light'}`, async open => {
      const page = await open(name, '', { dark });
      for (const fragment of PAGES) {
        await go(page, fragment, `main`);
        await page.waitForFunction(f => document.documentElement.dataset.page === (f.slice(1) || 'overview'), fragment);
        await accessible(page);
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), dark ? 'dark' : 'light');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${fragment} is wider than the window`);
      }
    });
  }
}

pageTest('every page fits a window of 1000 and of 400 pixels', async open => {
  for (const width of [1000, 400]) {
    const page = await open('sample', '', { width });
    for (const fragment of PAGES) {
      await go(page, fragment, 'main');
      await page.waitForFunction(f => document.documentElement.dataset.page === (f.slice(1) || 'overview'), fragment);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${fragment} is wider than ${width}`);
    }
  }
});

pageTest('where nothing failed the overview tells what came closest, what is most critical and what was run', async open => {
  for (const [dark, width] of [[false, 1400], [true, 1400], [false, 800]]) {
    const page = await open('real', '', { dark, width });
    const row = page.locator('.closest tr', { hasText: 'min_ttc' }).first();
    assert.match(await row.innerText(), /0\.\d+\s*s[\s\S]*≤ 1\.5\s*s[\s\S]*beyond it/);
    assert.ok(await page.locator('.worst-list.critical li').count() > 0);
    const cases = (await page.locator('.ran td:nth-child(2)').allInnerTexts()).reduce((sum, n) => sum + Number(n), 0);
    assert.equal(cases, Number(await page.locator('.tile.passed .figure').innerText()));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await accessible(page);
    await row.locator('a').click();
    await page.waitForSelector('main.case');
    assert.match(await page.evaluate(() => location.hash), /^#case=.+&t=\d/);
  }
  assert.equal(await (await open('sample')).locator('.closest').count(), 0);
});

pageTest('the overview fits one screen with verdict, counts, kinds of failure, coverage and what it is made of', async open => {
  const page = await open('sample');
  const bottoms = await page.evaluate(() => [...document.querySelectorAll('.verdict, .worst, .short-gates, .cover, .made-of')].map(c => c.getBoundingClientRect().bottom));
  assert.equal(bottoms.length, 5);
  assert.ok(Math.max(...bottoms) <= 1000, `bottoms at ${bottoms}`);
  assert.equal(await page.locator('.worst-list li').count(), 8);
  assert.match(await page.locator('.tile.failed').innerText(), /^12\s*▲\s\+3/);
  assert.match(await page.locator('.tile.known').innerText(), /waived/);
  assert.match(await page.locator('.made-of').innerText(), /CC-BY-4\.0/);
  assert.match(await page.locator('.made-of').innerText(), /llm\.example: 1 text/);
  await page.locator('.tile.failed').click();
  await page.waitForSelector('table.cases');
  assert.equal(await rows(page), 12);
  assert.equal(await page.evaluate(() => location.hash), '#cases&verdict=failed');
});

pageTest('numbers and the question mark lead everywhere; the help closes and gives the focus back', async open => {
  const page = await open('sample');
  for (const [key, name] of [['2', 'triage'], ['3', 'cases'], ['4', 'changes'], ['5', 'coverage'], ['6', 'requirements'], ['7', 'methods'], ['1', 'overview']]) {
    await page.keyboard.press(key);
    await page.waitForFunction(n => document.documentElement.dataset.page === n, name);
    assert.equal(await page.locator('nav [aria-current=page]').count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  }
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  await accessible(page);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  const fresh = await open('sample');
  await fresh.keyboard.press('Tab');
  assert.equal(await fresh.evaluate(() => document.activeElement.className), 'skip');
  await fresh.keyboard.press('Enter');
  assert.equal(await fresh.evaluate(() => document.activeElement.id), 'main');
});

pageTest('the list of cases filters by words, verdict, tag and change, sorts, and keeps all of it in the address', async open => {
  const page = await open('sample', '#cases');
  assert.equal(await rows(page), 60);
  await page.keyboard.press('/');
  await page.keyboard.type('gap-12-m');
  const found = await rows(page);
  assert.ok(found > 0 && found < 5);
  await page.keyboard.press('Escape');
  assert.match(await page.evaluate(() => location.hash), /q=gap-12-m/);
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByLabel('Tag').selectOption('road: rural');
  assert.equal(await rows(page), 21);
  await page.getByLabel('Change against the baseline').selectOption('regressed');
  const regressed = await rows(page);
  assert.ok(regressed <= 3);
  await page.reload();
  await page.waitForSelector('table.cases');
  assert.equal(await rows(page), regressed);
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Case' }).click();
  const ids = await page.locator('table.cases td:nth-child(3)').allInnerTexts();
  assert.deepEqual(ids, [...ids].sort());
  await page.getByLabel('Status of its kind of failure').selectOption('confirmed');
  assert.equal(await rows(page), 6);
});

pageTest('j, k and Enter walk through the list and come back to the row that was left', async open => {
  const page = await open('sample', '#cases&verdict=failed');
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  const id = await page.evaluate(() => document.activeElement.textContent);
  assert.equal(await page.locator('tr.active').count(), 1);
  await page.keyboard.press('Enter');
  await page.waitForSelector('main.case');
  assert.equal(await page.locator('main.case h1').innerText(), id);
  await page.keyboard.press('j');
  await page.waitForFunction(i => document.querySelector('main.case h1').innerText !== i, id);
  await page.keyboard.press('k');
  await page.waitForFunction(i => document.querySelector('main.case h1').innerText === i, id);
  await page.keyboard.press('Escape');
  await page.waitForSelector('table.cases');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), id);
  assert.equal(await page.evaluate(() => location.hash), '#cases&verdict=failed');
});

pageTest('triage: kinds unfold, x selects, e sets status, owner and comment, and the file holds them', async open => {
  const page = await open('sample', '#triage');
  assert.equal(await rows(page), 8);
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  assert.equal(await rows(page), 14);
  await page.keyboard.press('o');
  assert.equal(await rows(page), 8);
  // The first kind, and the two after the next one.
  await page.keyboard.press('x');
  for (const key of ['j', 'j', 'x', 'j', 'x', 'e']) await page.keyboard.press(key);
  assert.equal(await page.locator('.bulk strong').innerText(), '3 selected');
  await page.keyboard.press('s');
  await page.getByLabel('Status').last().selectOption('simulator_defect');
  await page.getByLabel('Owner').fill('sim team');
  await page.getByLabel('Comment').fill('  "odd":\n#1 \u202eignis\u202c  ');
  await page.getByRole('button', { name: 'Set for 3' }).click();
  assert.equal(await page.locator('tr.kind .badge.simulator_defect').count(), 3);
  assert.match(await page.locator('.unsaved').innerText(), /3 decisions are not in the triage file yet/);
  await accessible(page);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save triage.yaml' }).click();
  const saved = await waiting;
  assert.equal(saved.suggestedFilename(), 'triage.yaml');
  const text = readFileSync(await saved.path(), 'utf8');
  const signatures = [...text.matchAll(/^ {2}- signature: (f-[0-9a-f-]+)$/gm)].map(m => m[1]);
  assert.deepEqual(signatures, [...signatures].sort());
  assert.equal(signatures.length, new Set(signatures).size);
  assert.equal([...text.matchAll(/status: simulator-defect/g)].length, 3);
  assert.ok(signatures.includes('f-ffffffffff'), 'a note that this run does not need is kept');
  assert.match(text, /\n {4}owner: sim team\n {4}comment: "\\"odd\\": #1 \\u202eignis\\u202c"\n/);
  assert.ok(!/[\u202a-\u202e]/.test(text), 'characters that turn text are escaped');
  // What was decided outlives the visit.
  await page.reload();
  await page.waitForSelector('.unsaved:not([hidden])');
  assert.equal(await page.locator('tr.kind .badge.simulator_defect').count(), 3);
  page.once('dialog', d => d.accept());
  await page.getByRole('button', { name: 'Discard' }).click();
  assert.equal(await page.locator('.unsaved').isVisible(), false);
  assert.equal(await page.locator('tr.kind .badge.simulator_defect').count(), 1);
});

pageTest('triage: sim reads the saved file, and what it took over is no edit any more', async open => {
  const page = await open('failing', '#triage');
  const kinds = await rows(page);
  assert.ok(kinds > 0);
  for (const key of ['a', 'e']) await page.keyboard.press(key);
  await page.getByLabel('Status').last().selectOption('confirmed');
  await page.getByLabel('Owner').fill('Zo\u00eb: #1 "braking" \u{1f697}');
  await page.getByLabel('Comment').fill("it's 'so': [x] & {y} % -");
  await page.locator('.note-form button').click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save triage.yaml' }).click();
  const file = `${process.env.PAGES_RUNS}/triage.yaml`;
  await (await waiting).saveAs(file);
  const [command, ...before] = process.env.PAGES_SIM.split(' ');
  const sim = spawnSync(command, [...before, 'report', `${process.env.PAGES_RUNS}/failing`, '--triage', file], { encoding: 'utf8' });
  assert.ok(sim.status === 0 || sim.status === 1, sim.stderr);
  await page.reload();
  await page.waitForSelector('table.kinds');
  assert.equal(await page.locator('.unsaved').isVisible(), false);
  assert.equal(await page.locator('tr.kind .badge.confirmed').count(), kinds);
  assert.match(await page.locator('tr.kind').first().innerText(), /Zo\u00eb: #1 "braking" \u{1f697}[\s\S]*it's 'so': \[x\] & \{y\} % -/u);
});

pageTest('triage: filters and orders', async open => {
  const page = await open('sample', '#triage');
  await page.getByLabel('Verdict').selectOption('known');
  assert.equal(await rows(page), 2);
  await page.getByLabel('Verdict').selectOption('');
  await page.getByLabel('Status').selectOption('known_limitation');
  assert.equal(await rows(page), 1);
  await page.getByLabel('Status').selectOption('');
  await page.getByLabel('Order').selectOption('cases');
  const sizes = (await page.locator('tr.kind button.fold').allInnerTexts()).map(t => Number(t.replace(/\D/g, '')));
  assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a));
  await page.keyboard.press('/');
  await page.keyboard.type('no lane under the ego');
  assert.equal(await rows(page), 2);
});

pageTest('coverage: dimensions are chosen, holes have a sign, missing points are YAML', async open => {
  const page = await open('sample', '#coverage');
  assert.equal(await page.locator('table.matrix').first().locator('.odd-cell').count(), 9);
  assert.match(await page.locator('.odd-cell.none').first().innerText(), /hole/);
  await page.getByLabel('Columns').selectOption({ label: 'rain' });
  assert.equal(await page.locator('table.matrix').first().locator('.odd-cell').count(), 6);
  await page.getByText('12 missing').click();
  assert.match(await page.locator('.way details[open] table').first().innerText(), /5\.\.15 m/);
  await page.getByText('Cases that cover what is missing').click();
  const yaml = await page.locator('.missing-cases .snippet code').innerText();
  assert.match(yaml, /^ {2}- name: cut-in-missing-1\n {4}from: \{ template: unece\/r157-cut-in, with: \{ gap: 10 m, lead_deceleration: 7 m\/s² \} \}/);
  assert.match(await page.locator('main').innerText(), /Outside the domain/);
});

pageTest('requirements: orphans both ways, untested is never green, cases link', async open => {
  const page = await open('sample', '#requirements');
  const green = await page.evaluate(() => getComputedStyle(document.querySelector('.badge.met')).color);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector('.badge.untested')).color), green);
  assert.match(await page.locator('main').innerText(), /REQ-GHOST[\s\S]*1 case covers no requirement/);
  await page.locator('.tile.untested').click();
  assert.equal(await page.locator('table.requirements tbody tr').count(), 1);
  assert.match(await page.evaluate(() => location.hash), /verdict=untested/);
  await page.locator('.tile.untested').click();
  await page.locator('table.requirements a').first().click();
  await page.waitForSelector('main.case');
});

pageTest('changes: each kind with its meaning, statistics, filter', async open => {
  const page = await open('sample', '#changes');
  assert.match(await page.locator('main').innerText(), /worse beyond chance/);
  assert.equal(await page.locator('.change-lists section').count(), 6);
  await page.locator('.tile.regressed').click();
  assert.equal(await page.locator('.change-lists section').count(), 1);
  assert.equal(await page.locator('.change-lists tbody tr').count(), 3);
});

pageTest('absent parts say what to write to get them', async open => {
  const page = await open('bare', '#coverage');
  for (const [fragment, pattern] of [['#coverage', /odd:/], ['#requirements', /covers: \[/], ['#changes', /sim report RUN --baseline/], ['#methods', /assess: \[/], ['#triage', /expect:|No case failed/]]) {
    await go(page, fragment, 'main');
    await page.waitForFunction(f => document.documentElement.dataset.page === f.slice(1), fragment);
    assert.match(await page.locator('main').innerText(), pattern);
  }
});

pageTest('the colours switch by hand, stay, and print in light', async open => {
  const page = await open('sample');
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  assert.equal(await theme(), 'dark');
  await page.reload();
  await page.waitForSelector('main');
  assert.equal(await theme(), 'dark');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await theme(), 'light');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await theme(), 'dark');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.shell-tools').isVisible(), false);
  assert.ok((await page.pdf()).length > 10_000);
});
