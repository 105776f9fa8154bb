// How to run a case again, what it was made of, what its driver printed.

/** In a few words, for tables. */
const REPRODUCIBLE = { __proto__: null, bit: 'to the bit', from_recording: 'from the recording', statistical: 'statistically' };

const REPRODUCIBILITY = {
  __proto__: null,
  bit: 'bit for bit: the same inputs and seed give the same bytes',
  from_recording: 'from its recording: replaying the recorded answers gives the same bytes; asked again, the driver may answer otherwise',
  statistical: 'only in distribution: another run may differ',
};

/** The run's folder as this file's own address tells it; a shell can take it. */
function runFolder() {
  if (location.protocol !== 'file:') return '.';
  const folder = decodeURIComponent(location.pathname).replace(/\/[^/]*$/, '') || '/';
  return /^\/[A-Za-z]:/.test(folder) ? folder.slice(1) : folder;
}

const quoted = word => /^[A-Za-z0-9_.,:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function commandLine(command, why) {
  const button = el('button', { type: 'button', class: 'quiet', 'aria-label': `Copy: ${why}`, onclick: () => copy(command, button) }, 'Copy');
  return el('div', { class: 'command' }, el('code', {}, command), button);
}

function reproduceCard(one) {
  const folder = runFolder();
  const where = ` ${quoted(one.id)} --run ${quoted(folder)}`;
  const kept = Boolean(one.recording_sha256);
  const file = name => el('a', { href: `cases/${encodeURIComponent(one.id)}/${encodeURIComponent(name)}` }, name);
  const bad = one.verdict === 'failed' || one.verdict === 'known';
  const more = [
    kept ? ['Ask the driver again, and be told the first step and field that differ:', `sim replay${where} --live`] : null,
    kept ? ['Assess its recording again, with other assessors or options:', `sim score ${quoted(`${folder}/cases/${one.id}/recording.mcap`)} --with criticality`] : null,
    kept ? ['Write it for Foxglove, for viewers of glTF and as a strip of pictures:', `sim export${where}`] : null,
    bad ? ['Leave out of its scenario what the failure does not need:', `sim minimise${where}`] : null,
    bad ? ['Find where between it and the nearest case that passes it begins to pass:', `sim boundary${where}`] : null,
  ].filter(Boolean);
  return card('How to reproduce', { class: 'card reproduce' },
    kept ? [el('p', { class: 'small muted' }, 'Runs the case again from its recorded answers; it must end with the same bytes.'), commandLine(`sim replay${where}`, 'replay')]
      : el('p', { class: 'warn' }, one.end ? 'Its recording was not kept, so nothing can be replayed. Run it again with --keep all.' : 'Nothing was run, so nothing can be replayed.'),
    el('p', { class: 'small' }, location.protocol === 'file:'
      ? ['In a shell, in any folder, such as the run\u2019s own, ', el('code', { class: 'folder' }, folder), ', in which this file lies.']
      : ['In a shell in the run\u2019s folder, the one that holds this file and the folder ', el('code', {}, 'cases'), '.'],
      ' ', el('code', {}, 'sim'), ` is the program that wrote this report, version ${block('index').sim_version}; in a checkout of its source, write `, el('code', {}, 'dotnet run --project src/Host -c Release --'), ' in its place.'),
    more.length > 0 ? el('details', {}, el('summary', {}, 'More to do with it'), el('dl', { class: 'todo' }, more.map(([why, command]) => [el('dt', {}, why), el('dd', {}, commandLine(command, why))]))) : null,
    pairs([
      ['Reproducible', one.reproducibility === 'from_recording' && !kept ? 'only from its recording, which was not kept' : REPRODUCIBILITY[one.reproducibility] ?? one.reproducibility],
      ['Files', one.files.names.length > 0 ? el('span', { class: 'files' }, one.files.names.map(name => [file(name), ' '])) : 'none'],
      ['Recording', kept ? hash(one.recording_sha256) : 'not kept'],
      ['Scenario', one.files.scenario_sha256 ? hash(one.files.scenario_sha256) : ''],
      ['Plan of the run', hash(block('index').plan_sha256)],
    ]));
}

const hash = hex => el('code', { class: 'small' }, 'sha256 ' + hex);

/** Retrieved examples say how near they are: "… distance 0.12 weight 0.3". */
function parentsList(parents) {
  const near = parents.map(p => /^(.*) distance ([\d.]+) weight ([\d.]+)$/.exec(p));
  const rest = parents.filter((_, i) => !near[i]);
  const found = near.filter(Boolean);
  return [
    rest.length > 0 ? el('ul', { class: 'plain' }, rest.slice(0, 100).map(p => el('li', {}, p))) : null,
    found.length > 0 ? table(['Retrieved example', '#Distance', '#Weight'], found.slice(0, 100).map(([, what, distance, weight]) => el('tr', {}, el('td', {}, what), el('td', { class: 'number' }, distance), el('td', { class: 'number' }, weight)))) : null,
  ];
}

const KNOWN = { __proto__: null, stated: '\u201c \u201d stated', derived: '\u2192 derived', assumed: '? assumed' };

/** What the source says, quote by quote, and what was made of it. */
function factsTable(facts) {
  const quotes = [...new Set(facts.map(f => f[3]))].filter(Boolean);
  const groups = [...quotes.map(q => [q, facts.filter(f => f[3] === q)]), ['', facts.filter(f => !f[3])]].filter(([, list]) => list.length > 0);
  return table(['Words of the source', 'Made into', 'Value', 'Known'], groups.map(([quote, list]) => list.map(([name, value, status], i) => el('tr', { class: status },
    i === 0 ? el('td', { rowspan: list.length, class: 'words' }, quote ? el('q', {}, quote) : el('span', { class: 'muted' }, 'no words')) : null,
    el('td', { class: 'mono' }, name), el('td', {}, value), el('td', { class: 'nowrap' }, KNOWN[status] ?? status)))));
}

function originCard(one) {
  const p = one.replay?.provenance;
  const list = items => {
    if (items.length === 0) return null;
    const rows = el('ul', { class: 'plain' }, items.slice(0, 200).map(i => el('li', {}, i)));
    return items.length > 6 ? el('details', {}, el('summary', {}, String(items.length)), rows) : rows;
  };
  const facts = p && p.facts.length > 0 ? el('div', {}, el('h3', {}, 'From the words of the source to the scenario'), factsTable(p.facts)) : null;
  return card('Parameters and origin', { class: 'card origin' }, el('div', { class: facts ? 'halves' : null }, el('div', {},
    one.parameters.length > 0 ? [el('h3', {}, 'Parameters'), pairs(one.parameters.map(([n, v]) => [el('span', { class: 'mono' }, n), v]))] : null,
    el('h3', {}, 'Origin'),
    pairs([
      ['Entry', one.entry], ['Source', el('code', {}, one.source)], ['Draw', String(one.draw)], ['Replica', String(one.replica)],
      ['Tags', one.tags.join(', ')], ['Covers', one.covers.join(', ')], ['ODD', one.odd.map(([n, v]) => `${n}: ${v}`).join(', ')],
      ['Made by', p ? [p.generator, p.version].filter(Boolean).join(' ') : ''], ['Seed', p?.seed], ['Seed of the run', block('index').seed],
      ['From', p && p.parents.length > 0 ? parentsList(p.parents) : null], ['Assumed', p ? list(p.assumptions) : null], ['Licence', one.licence || p?.licence || 'own'],
      ['Sent', list(one.egress)], ['Not used', p ? list(p.unused) : null],
    ])), facts));
}

/** What the driver printed last: in the page on request, else from the file beside it, since it may differ between equal runs. */
function logCard(one) {
  if (one.verdict === 'passed' || !one.files.names.includes('driver.log')) return null;
  const title = 'The driver\u2019s last output';
  const folder = `cases/${encodeURIComponent(one.id)}`;
  const whole = el('a', { href: `${folder}/driver.log` }, 'driver.log');
  const { log } = one.files;
  if (log) {
    return card(title, { class: 'card log' },
      log.before > 0 ? el('p', { class: 'muted small' }, `${log.before} bytes before it are left out; `, whole, ' has more.') : null,
      el('pre', { tabindex: '0', 'aria-label': 'Output of the driver' }, log.text || '(nothing)'));
  }
  const frame = el('div', { class: 'frame' });
  const folded = el('details', {
    ontoggle: () => {
      if (folded.open && !frame.firstChild) frame.append(el('iframe', { sandbox: '', title: 'Output of the driver', src: `${folder}/driver-tail.html#end` }));
    },
  }, el('summary', {}, 'Show it'), frame);
  folded.open = one.status === 'driver_failed';
  return card(title, { class: 'card log' }, folded,
    el('p', { class: 'muted small' }, 'From the case\u2019s folder beside this page, not from the page itself: it may hold times and process ids. All of it: ', whole, '.'));
}
