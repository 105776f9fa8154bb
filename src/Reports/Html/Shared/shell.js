// What every page of the report stands in: theme, help, the report as the pages read it.

const THEMES = ['', 'light', 'dark'];
const THEME_WORDS = { __proto__: null, '': '\u25d0 Auto', light: '\u25cb Light', dark: '\u25cf Dark' };
const dark = matchMedia('(prefers-color-scheme: dark)');
/** Where the way back from a case leads: the list that was seen last. */
let backAddress = '#';

let chosenTheme = remembered('sim-theme') ?? '';

/** What this browser keeps for reports; null where a file may keep nothing. */
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, text) {
  try {
    if (text === null) localStorage.removeItem(key); else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** Sets the colours; whoever paints by hand listens to "themechange". */
function applyTheme(printing = false) {
  const theme = printing ? 'light' : chosenTheme === 'dark' || (chosenTheme !== 'light' && dark.matches) ? 'dark' : 'light';
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event('themechange'));
}

dark.addEventListener('change', () => applyTheme());
addEventListener('beforeprint', () => applyTheme(true));
addEventListener('afterprint', () => applyTheme());
applyTheme();

function showTheme(button) {
  const word = THEME_WORDS[chosenTheme] ?? THEME_WORDS[''];
  button.replaceChildren(word);
  button.setAttribute('aria-label', `Colours: ${word.slice(2)}`);
  button.title = 'Colours: as the system, light or dark';
}

function nextTheme(button) {
  chosenTheme = THEMES[(Math.max(0, THEMES.indexOf(chosenTheme)) + 1) % THEMES.length];
  remember('sim-theme', chosenTheme || null);
  applyTheme();
  showTheme(button);
}

const HELP = [
  ['Everywhere', [['1 \u2026 7', 'overview, triage, cases, changes, coverage, requirements, methods'], ['?', 'these keys'], ['Esc', 'back']]],
  ['Lists', [['/', 'filter'], ['j k', 'next, previous row'], ['Enter', 'open the row\u2019s case'], ['o', 'show or hide the cases of a kind'], ['x', 'select the row'], ['a', 'select all that are shown, or none'],
    ['e', 'set the status of what is selected']]],
  ['Case', [['space', 'play, pause'], ['\u2190 \u2192', 'one step; with shift one second'], ['Home End', 'start, end'], ['+ \u2212 0', 'zoom in, out, show all'], ['f', 'follow the ego'], ['w a s d', 'move the picture'], ['[ ]', 'replay slower, faster'], ['j k', 'next, previous case of the list']]],
];

function showHelp() {
  const before = document.activeElement;
  const close = el('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
  const dialog = el('dialog', { class: 'help', 'aria-labelledby': 'help-title' },
    el('h2', { id: 'help-title' }, 'Keys'),
    HELP.map(([title, keys]) => [el('h3', {}, title), el('dl', { class: 'keys' }, keys.map(([key, what]) => [el('dt', {}, key.split(' ').map(k => k === '\u2026' ? '\u2026' : el('kbd', {}, k))), el('dd', {}, what)]))]),
    el('p', {}, close));
  dialog.addEventListener('close', () => { dialog.remove(); before?.focus?.(); });
  dialog.addEventListener('click', e => { if (e.target === dialog) dialog.close(); });
  dialog.addEventListener('keydown', e => { if (e.key === '?') dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
}

/** The index with its parts joined: rows know their place, their tags and their kind of failure. */
function openReport() {
  const report = block('index');
  if (report.gates.length === 0) {
    VERDICTS.passed = { glyph: '\u25cb', word: 'ran' };
    document.documentElement.classList.add('unchecked');
  }
  report.rows = new Map();
  report.cases.forEach((row, i) => {
    row.position = i;
    row.tagNames = row.tags.map(t => report.tags[t]);
    row.clusters = [];
    report.rows.set(row.id, row);
  });
  for (const cluster of report.clusters) {
    cluster.rows = cluster.cases.map(i => report.cases[i]);
    cluster.first = report.cases[cluster.representative] ?? cluster.rows[0];
    for (const row of cluster.rows) row.clusters.push(cluster);
  }
  report.notes = new Notes(report);
  report.shown = report.cases;
  report.list = 'cases';
  return report;
}

/** The cases before and after one in the list that was seen last. */
function neighboursOf(report, id) {
  const row = report.rows.get(id);
  const list = report.shown.includes(row) ? report.shown : report.cases;
  const at = list.indexOf(row);
  return { before: list[at - 1]?.id, after: list[at + 1]?.id };
}

const caseAddress = (id, t) => '#case=' + encodeURIComponent(id) + (t === undefined ? '' : '&t=' + t.toFixed(2));

function caseLink(id, row) {
  return row === undefined
    ? el('span', { class: 'mono' }, id)
    : el('a', { href: caseAddress(id), class: 'mono' }, id);
}

/** The first of some cases with links, the others behind a summary; at most 500. */
function caseList(ids, rows, shown = 5) {
  if (ids.length === 0) return null;
  const item = id => el('li', {}, caseLink(id, rows.get(id)));
  if (ids.length <= shown) return el('ul', { class: 'plain' }, ids.map(item));
  const rest = el('details', {
    ontoggle: () => {
      if (rest.children.length === 1) rest.append(el('ul', { class: 'plain' }, ids.slice(shown, 500).map(item), ids.length > 500 ? el('li', { class: 'muted' }, `and ${ids.length - 500} more`) : null));
    },
  }, el('summary', {}, `${ids.length - shown} more`));
  return [el('ul', { class: 'plain' }, ids.slice(0, shown).map(item)), rest];
}

/** How many things a page holds, where that is worth a figure in the navigation. */
function navCount(report, name) {
  const n = name === 'triage' ? report.clusters.length : name === 'cases' ? report.cases.length
    : name === 'changes' && report.changes ? report.changes.counts.regressed + report.changes.counts.new : 0;
  return n > 0 ? el('span', { class: 'count' }, n) : null;
}

/** A page's frame. */
const pageMain = (kind, title, lead, ...children) => el('main', { class: kind },
  el('header', { class: 'page-head' }, el('h1', { tabindex: '-1' }, title), lead ? el('p', { class: 'muted' }, lead) : null), children);

/** What a page says that has nothing to show: why, and what to write to get it. */
function absent(kind, title, why, how) {
  return { node: pageMain(kind, title, null, card('Nothing here yet', {}, el('p', {}, why), how.map(part => Array.isArray(part) ? snippet(part.join('\n')) : el('p', {}, part)))) };
}

/** Text to copy. */
function snippet(text) {
  const button = el('button', { type: 'button', class: 'quiet', onclick: () => copy(text, button) }, 'Copy');
  return el('div', { class: 'snippet' }, el('pre', { tabindex: '0' }, el('code', {}, text)), button);
}

/** A share as bar, figure and words. */
function shareBar(part, whole, label) {
  const share = whole > 0 ? part / whole : 0;
  const bar = svg('svg', { class: 'share', viewBox: '0 0 100 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { class: 'part', x: 0, y: 0, width: share * 100, height: 1 }));
  return el('div', { class: 'share-row' }, el('span', { class: 'share-label' }, label), bar, el('span', { class: 'number' }, whole > 0 ? percentText(share) : '\u2013'));
}

const percentText = share => `${num(Math.floor(share * 1000 + 1e-9) / 10)}\u00a0%`;
