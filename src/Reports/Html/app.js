// The shell: address, navigation, keys. Each page is a function of the report that gives { node, title, key?, close? }.

const PAGES = {
  __proto__: null,
  '': { word: 'Overview', key: '1', open: overviewPage },
  triage: { word: 'Triage', key: '2', open: triagePage },
  cases: { word: 'Cases', key: '3', open: casesPage },
  changes: { word: 'Changes', key: '4', open: changesPage },
  coverage: { word: 'Coverage', key: '5', open: coveragePage },
  requirements: { word: 'Requirements', key: '6', open: requirementsPage },
  methods: { word: 'Methods', key: '7', open: methodsPage },
};

/** The address: a page's name, or a case, and what of it is shown. */
function readAddress() {
  const decoded = text => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const [head, ...rest] = location.hash.slice(1).split('&');
  const parts = new Map((head.includes('=') ? [head, ...rest] : rest).map(p => {
    const at = p.indexOf('=');
    return at < 0 ? [p, ''] : [p.slice(0, at), decoded(p.slice(at + 1))];
  }));
  return {
    page: head.includes('=') || !(head in PAGES) ? '' : head,
    id: parts.get('case') ?? null,
    t: (parts.get('t') ?? '') === '' ? NaN : Number(parts.get('t')),
    parts,
  };
}

/** The address of a page with what is shown of it; parts without a value are left out. */
const pageAddress = (page, parts) => '#' + page + Object.entries(parts ?? {})
  .filter(([, value]) => value !== '' && value !== null && value !== undefined)
  .map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');

function shell(report) {
  const links = Object.entries(PAGES).map(([name, page]) => el('a', { href: '#' + name, title: `Key ${page.key}` }, page.word, navCount(report, name)));
  const theme = el('button', { type: 'button', class: 'quiet', id: 'theme', onclick: () => nextTheme(theme) });
  showTheme(theme);
  const node = el('header', { class: 'shell' },
    el('a', { class: 'skip', href: '#main', onclick: e => { e.preventDefault(); document.querySelector('main')?.focus(); } }, 'Skip to the content'),
    el('div', { class: 'suite', title: report.suites.join(' + ') }, report.suites.join(' + ')),
    el('nav', { 'aria-label': 'Pages of the report' }, links),
    el('div', { class: 'shell-tools' }, theme,
      el('button', { type: 'button', class: 'quiet', title: 'Keys (?)', 'aria-label': 'Keys', onclick: () => showHelp() }, '?')));
  return {
    node,
    mark(page, exact) {
      Object.keys(PAGES).forEach((name, i) => {
        if (name === page) links[i].setAttribute('aria-current', exact ? 'page' : 'true'); else links[i].removeAttribute('aria-current');
      });
    },
  };
}

function start() {
  const report = openReport();
  const app = document.getElementById('app');
  const frame = shell(report);
  const place = el('div', { id: 'place' });
  app.replaceChildren(frame.node, place);
  const title = document.title;
  let shown = null;
  let turn = 0;
  let first = true;
  let from = '';

  async function show() {
    const { page: name, id, t, parts } = readAddress();
    if (id !== null && shown?.one?.id === id) {
      if (Number.isFinite(t)) shown.seek(t);
      return;
    }
    const mine = ++turn;
    const found = id === null ? undefined : report.rows.get(id);
    const one = found ? await readCase(found.position) : null;
    const next = found ? null : await PAGES[name].open(report, parts);
    // Whoever moved on while the page was unpacked is shown the later one.
    if (mine !== turn) {
      next?.close?.();
      return;
    }
    const left = shown?.one?.id ?? null;
    shown?.close?.();
    const unknown = id !== null && !found;
    if (found) {
      shown = casePage(found, one, neighboursOf(report, id), t);
    } else {
      shown = next;
      backAddress = location.hash || '#';
      from = name;
    }
    shown.name = found ? 'case' : name;
    place.replaceChildren(...[unknown ? el('p', { class: 'card warn alert', role: 'alert' }, `This report has no case '${id}'.`) : null, shown.node].filter(Boolean));
    shown.node.tabIndex = -1;
    shown.node.id = 'main';
    shown.opened?.();
    frame.mark(found ? from : name, !found);
    document.title = found ? `${visible(id)} \u00b7 ${title}` : name === '' ? title : `${PAGES[name].word} \u00b7 ${title}`;
    document.documentElement.dataset.page = shown.name || 'overview';
    if (!found && left !== null && shown.returnTo?.(left)) {
      // The row that was left has the focus again.
    } else {
      scrollTo(0, 0);
      // Whoever works by keyboard or ear goes on where the page changed.
      if (!first) (shown.node.querySelector('h1') ?? shown.node).focus({ preventScroll: true });
    }
    first = false;
  }

  addEventListener('hashchange', show);
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return;
    const typing = e.target.closest?.('input:not([type=checkbox], [type=range], [type=radio]), select, textarea');
    if (e.key === 'Escape') {
      if (typing) e.target.blur();
      else if (shown?.one) location.hash = backAddress;
      else if (!shown?.key?.(e) && shown?.name) location.hash = '';
      return;
    }
    if (typing) return;
    if (e.key === '?') {
      e.preventDefault();
      showHelp();
      return;
    }
    const target = Object.entries(PAGES).find(([, page]) => page.key === e.key);
    if (target) {
      location.hash = '#' + target[0];
      return;
    }
    if (shown?.one) {
      if (e.key === 'j' || e.key === 'k') {
        const { before, after } = neighboursOf(report, shown.one.id);
        const next = e.key === 'j' ? after : before;
        if (next !== undefined) location.hash = caseAddress(next);
        return;
      }
      // A focused button or link keeps its own space and the slider its own arrows.
      if (e.key === ' ' && e.target.closest?.('button, a, summary, input')) return;
      if (e.target.matches?.('input[type=range]')) return;
    }
    if (shown?.key?.(e)) e.preventDefault();
  });
  show();
}

start();
