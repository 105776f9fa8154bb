// What the cases cover: parameters, combinations, the operational design domain, outcomes.

const own = (object, name) => Object.hasOwn(object, name) ? object[name] : undefined;

function parameterFigure(parameter) {
  const most = Math.max(1, ...parameter.bins.map(b => Math.max(b.cases, b.goal)));
  return el('div', { class: 'parameter' }, el('h3', { class: 'mono' }, parameter.name),
    el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': parameter.name }, el('table', { class: 'bins' },
      el('thead', { class: 'offscreen' }, el('tr', {}, ['Value', 'Cases', 'Share', 'Failed'].map(h => el('th', { scope: 'col' }, h)))),
      el('tbody', {}, parameter.bins.map(bin => {
        const bar = svg('svg', { viewBox: `0 0 ${most} 1`, preserveAspectRatio: 'none', class: 'bin', 'aria-hidden': 'true' },
          svg('rect', { class: 'part', x: 0, y: 0, width: bin.cases, height: 1 }), svg('rect', { class: 'bad', x: 0, y: 0, width: bin.failed, height: 1 }),
          bin.goal > 0 ? svg('line', { class: 'goal', x1: bin.goal, x2: bin.goal, y1: 0, y2: 1, 'vector-effect': 'non-scaling-stroke' }) : null);
        return el('tr', {},
          el('th', { scope: 'row' }, bin.label),
          el('td', { class: 'number' }, bin.cases === 0 ? el('span', { class: 'hole' }, '\u2205 none') : bin.cases, bin.goal > 0 ? el('span', { class: 'muted' }, ` of ${bin.goal}`) : null),
          el('td', { class: 'bar-cell' }, bar),
          el('td', { class: 'muted small' }, bin.failed > 0 ? `\u2715 ${bin.failed} failed (${percentText(bin.failed / Math.max(1, bin.cases))})` : ''));
      })))));
}

function wayFigure(way) {
  const missing = way.missing;
  const names = [...new Set(missing.flatMap(m => Object.keys(m)))];
  return el('div', { class: 'way' }, shareBar(way.covered, way.feasible, `${way.strength}-way`),
    el('p', { class: 'muted small' }, `${way.covered} of ${way.feasible} feasible ${way.strength === 1 ? 'values' : way.strength === 2 ? 'pairs' : 'triples'}`),
    missing.length === 0 ? null : el('details', {}, el('summary', {}, `${missing.length + way.missing_left_out} missing`),
      table(names, missing.slice(0, 200).map(m => el('tr', {}, names.map(n => el('td', {}, own(m, n) ?? '\u2013'))))),
      way.missing_left_out + Math.max(0, missing.length - 200) > 0 ? el('p', { class: 'muted' }, `and ${way.missing_left_out + Math.max(0, missing.length - 200)} more`) : null));
}

/** What a suite must say to cover what is missing; whoever planned the run wrote it, so that it can be planned. */
const missingCases = yaml => yaml ? el('details', { class: 'missing-cases' }, el('summary', {}, 'Cases that cover what is missing'),
  el('p', { class: 'small muted' }, 'For the end of the suite\u2019s cases, 50 at most; they count for this entry. All of them, or other combinations: ', el('code', {}, 'sim coverage RUN --yaml --strength 2')), snippet(yaml)) : null;

function entryCard(entry) {
  return card(entry.suite ? `${entry.suite}: ${entry.entry}` : entry.entry, { class: 'card entry' },
    entry.ways.length > 0 ? el('div', { class: 'ways' }, entry.ways.map(wayFigure)) : null,
    missingCases(entry.missing_cases),
    entry.dispersion === undefined ? null : el('p', { class: 'muted small' }, `Largest empty ball in the space of the numbers: radius ${percentText(entry.dispersion)} of its diagonal.`),
    el('div', { class: 'parameters' }, entry.parameters.map(parameterFigure)));
}

/** Cases by two dimensions of the domain; what other dimensions say is summed over. */
function oddMatrix(odd, across, down) {
  const cellOf = (a, d) => {
    let cases = 0;
    let failed = 0;
    for (const cell of odd.cells) {
      if (own(cell.values, across.name) === a.name && (down === null || own(cell.values, down.name) === d.name)) {
        cases += cell.cases;
        failed += cell.failed;
      }
    }
    const exposure = a.exposure * (down === null ? 1 : d.exposure);
    const enough = cases >= odd.wanted;
    const state = !odd.declared ? 'plain' : cases === 0 ? 'none' : enough ? 'enough' : 'few';
    return el('td', { class: 'odd-cell ' + state, title: `${cases} cases, ${failed} failed${odd.declared ? `, ${percentText(exposure)} of the driving` : ''}` },
      el('span', { class: 'odd-sign' }, state === 'plain' ? (cases === 0 ? '\u00b7' : cases) : state === 'none' ? '\u2205 hole' : state === 'few' ? `\u25d1 ${cases} of ${odd.wanted}` : `\u2713 ${cases}`),
      failed > 0 ? el('span', { class: 'odd-failed' }, `\u2715\u00a0${failed}`) : null,
      odd.declared ? el('span', { class: 'muted small' }, percentText(exposure)) : null);
  };
  return table(['', ...across.values.map(v => v.name)], (down?.values ?? [{ name: 'all', exposure: 1 }]).map(d => el('tr', {}, el('th', { scope: 'row' }, d.name), across.values.map(a => cellOf(a, d)))), { class: 'matrix' });
}

function oddCard(report, odd) {
  const place = el('div', {});
  const options = odd.dimensions.map((d, i) => [String(i), d.name]);
  const pick = (name, first) => {
    const node = el('select', { 'aria-label': name }, options.map(([value, word]) => el('option', { value }, word)));
    node.value = String(first);
    node.addEventListener('change', draw);
    return node;
  };
  const across = pick('Columns', 0);
  const down = pick('Rows', Math.min(1, options.length - 1));
  function draw() {
    const a = odd.dimensions[Number(across.value)];
    const d = across.value === down.value ? null : odd.dimensions[Number(down.value)];
    place.replaceChildren(oddMatrix(odd, a, d));
  }
  if (options.length > 0) draw();
  const holes = odd.holes;
  const names = odd.dimensions.map(d => d.name);
  return [
    card('Operational design domain', { class: 'card odd' },
      odd.declared
        ? [shareBar(odd.exposure_share ?? 0, 1, 'by exposure'), shareBar(odd.covered, odd.combinations, 'combinations'),
          el('p', { class: 'muted' }, `${odd.covered} of ${count(odd.combinations, 'combination has', 'combinations have')} ${odd.wanted === 1 ? 'a case' : `${odd.wanted} cases or more`}. Percentages in cells are the share of the driving, the dimensions taken as independent.`)]
        : el('p', { class: 'warn' }, 'No suite declares the domain: these are the tags that cases carry. Without a declaration there is no share and no hole.'),
      options.length > 0 ? [el('div', { class: 'tools' }, options.length > 1 ? [el('label', {}, 'Columns ', across), el('label', {}, 'Rows ', down)] : null), place] : null,
      odd.declared ? null : el('p', {}, 'Declare it:'), odd.declared ? null : snippet(ODD_EXAMPLE),
      holes.length > 0 ? el('details', {}, el('summary', {}, `${count(holes.length + odd.holes_left_out, 'combination', 'combinations')} without enough cases, the most exposed first`),
        table(names, holes.slice(0, 200).map(h => el('tr', {}, names.map(n => el('td', {}, own(h, n) ?? '\u2013'))))),
        odd.holes_left_out > 0 ? el('p', { class: 'muted' }, `and ${odd.holes_left_out} more`) : null) : null),
    odd.outside.length === 0 ? null : card('Outside the domain', {}, el('p', {}, 'These cases carry a tag that the declaration does not know. They count for no coverage.'),
      table(['Verdict', 'Case', 'Why'], odd.outside.slice(0, 500).map(o => el('tr', {}, el('td', {}, badge(o.verdict)), el('td', {}, caseLink(o.case, report.rows.get(o.case))), el('td', {}, o.reason))))),
    odd.untagged.length === 0 ? null : card('Without a tag of each dimension', {}, el('p', {}, `${count(odd.untagged.length, 'case covers', 'cases cover')} nothing of the domain, because a tag is missing.`), caseList(odd.untagged, report.rows)),
  ];
}

const ODD_EXAMPLE = ['odd:', '  road: { motorway: 60 %, rural: 30 %, urban: 10 % }', '  light: { day: 80 %, night: 20 % }'].join('\n');

/** Outcomes on a grid: the first two axes as a table, the third as lines within a cell. */
function behaviourCard(report, behaviour) {
  const [a, b, c] = behaviour.axes;
  const most = Math.max(1, ...behaviour.cells.map(cell => cell.cases));
  const at = (i, j) => behaviour.cells.filter(cell => cell.bins[0] === i && (b === undefined || cell.bins[1] === j));
  const heads = axis => `${axis.name}${axis.unit ? ` (${axis.unit})` : ''}`;
  return card('Outcomes', { class: 'card outcomes' },
    shareBar(behaviour.cells.length, behaviour.size, 'cells reached'),
    el('p', { class: 'muted' }, `${behaviour.cells.length} of ${behaviour.size} cells of the grid ${a ? heads(a) : ''}${b ? ` \u00d7 ${heads(b)}` : ''}${c ? ` \u00d7 ${heads(c)}` : ''}. ${percentText(behaviour.new_cell_rate)} of the last fifth of the cases are alone in their cell: about as likely does another case show something new.`),
    a === undefined ? null : table([`${heads(a)} \\ ${b ? heads(b) : ''}`, ...(b?.labels ?? ['cases'])], a.labels.map((label, i) => el('tr', {}, el('th', { scope: 'row' }, label), (b?.labels ?? ['']).map((_, j) => {
      const cells = at(i, j);
      const level = cells.length === 0 ? 0 : Math.min(4, 1 + Math.floor(3.999 * Math.log(1 + Math.max(...cells.map(x => x.cases))) / Math.log(1 + most)));
      return el('td', { class: `outcome level-${level}` }, cells.length === 0 ? el('span', { class: 'muted' }, '\u00b7') : cells.map(cell => el('div', {}, caseOr(report, cell), c ? el('span', { class: 'small' }, ` ${c.labels[cell.bins[2]] ?? ''}`) : null)));
    }))), { class: 'matrix' }));
}

const caseOr = (report, cell) => report.rows.has(cell.example) ? el('a', { href: caseAddress(cell.example), title: `for example ${cell.example}` }, cell.cases) : cell.cases;

async function coveragePage(report) {
  const c = await packedBlock('coverage');
  if (!c) {
    return absent('coverage-page', 'Coverage', 'The report was written without coverage: no entry has parameters that vary, and no case has a tag of the operational design domain.',
      ['Vary parameters in an entry, and say where a case belongs:', ['cases:', '  - name: cut-in', '    odd: { road: motorway, light: day }', '    from: { template: r157/cut-in, with: { from: "left | right" } }'], 'Declare the domain and how much of the driving is in it:', [ODD_EXAMPLE]]);
  }
  return {
    node: pageMain('coverage-page', 'Coverage', 'Only cases that were assessed cover anything.',
      c.grade === undefined ? null : card('Grade', {}, shareBar(c.grade, 1, 'mean of all goals'), el('p', { class: 'muted' }, 'The mean over all items with a goal of min(hits / goal, 1).')),
      c.odd ? oddCard(report, c.odd) : card('Operational design domain', {}, el('p', {}, 'No suite declares one and no case has a tag.'), snippet(ODD_EXAMPLE)),
      c.entries.map(entryCard),
      c.behaviour ? behaviourCard(report, c.behaviour) : null),
  };
}
