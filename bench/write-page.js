import { median } from './statistics.js'

/** What was set out to be reached, with the place where it is measured. */
const TARGETS = { 'stream-heavy': 1.04, 'no streaming': 1.01 }

const two = (value) => value.toFixed(2)
const ms = (value) => (value >= 10 ? value.toFixed(0) : value.toFixed(1))

function table(head, rows) {
  return [head, head.map((_, i) => (i === 0 ? ':--' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
}

/** The results as a page in Markdown. */
export function writePage({ date, machine, rounds, sets, loads, relint, growth, project }) {
  return `# Speed

What the rules cost, measured by \`npm run bench\` on ${date}: ${machine}. Median of ${rounds} rounds, each run in a process of its own, the configs in
turn; user CPU time without loading. "Over parse" is the time by that of a run without rules, "over floor" by that of a run with as many
empty rules as ours, which is what ESLint itself takes for them. Two runs of the same config differ by
${sets.map(({ set, agreement }) => `${(Math.abs(agreement - 1) * 100).toFixed(1)} % (${set})`).join(' and ')}.

${sets.map(peersSection).join('\n\n')}

## One file and the start

${table(
  ['', 'median'],
  [
    ['Loading the plugin (to reach: 30 ms)', `${ms(loads.entryMs)} ms`],
    ['What finds, loaded with the first file that holds the terms of a rule', `${ms(loads.engineMs)} ms`],
    ['What edits, loaded with the first finding', `${ms(loads.editsMs)} ms`],
    ['One changed file of 1,000 lines, generated: streams in every line', `${ms(relint.generated)} ms in our rules`],
    [
      `One changed file of about 1,000 lines, the slowest real one (${relint.real.path}; to reach: 10 ms)`,
      `${ms(relint.real.ms)} ms in our rules`,
    ],
  ],
)}

## As a file grows

Time in our own code for 1,000 lines of a generated server file. To reach: the same for every length.

${table(
  ['lines', 'ms per 1,000 lines', 'rule that grows most'],
  growth.blocks.map((row) => [row.lines.toLocaleString('en'), two(row.ms), mostGrown(row, growth.blocks[0])]),
)}

The same of files in which one thing comes again and again: 400 times, and 6,400 times.

${table(
  ['', 'lines', '400 times', '6,400 times', 'rule that grows most'],
  growth.shapes.map(({ name, rows: [few, many] }) => [
    name,
    many.lines.toLocaleString('en'),
    two(few.ms),
    two(many.ms),
    mostGrown(many, few),
  ]),
)}

## Projects

A generated Express application of 5,000 files with ${project.index[0].routes} stream routes, linted with \`strict\`.

${table(
  ['', 'median'],
  [
    [
      'The first route, which makes the index (user CPU time, ESLint and parser included)',
      `${ms(median(project.index.map(({ coldMs }) => coldMs)))} ms`,
    ],
    [
      'The same by the clock (to reach: 1,000 ms)',
      `${ms(median(project.index.map(({ coldWallMs }) => coldWallMs)))} ms`,
    ],
    ['Each other route, ESLint and parser included', `${ms(median(project.index.map(({ warmMs }) => warmMs)))} ms`],
    ['ESLint on the whole project', `${two(project.alone)} s`],
    ['`check` on it (to reach: no slower)', `${two(project.check)} s (${two(project.ratio)})`],
  ],
)}
`
}

function peersSection({ set, files, rows, own }) {
  const ours = rows.find(({ name }) => name === 'streaming')
  const floor = rows.find(({ name }) => name === 'floor')
  const witness = (floor.ms + own.totalMs) / floor.ms
  const slowest = Object.entries(own.byRule).sort(([, a], [, b]) => b - a)
  return `## ${files} files, ${set}

${table(
  ['', 'ms', 'over parse', 'over floor'],
  rows.map(({ name, ms: time, overParse, overFloor }) => [
    name === 'streaming' ? '**streaming** (strict, all rules)' : name,
    ms(time),
    two(overParse),
    two(overFloor),
  ]),
)}

Ours over the floor: ${two(ours.overFloor)} (to reach: ${two(TARGETS[set])}). Second witness: the time summed in our own \`create\`s and listeners is ${ms(own.totalMs)} ms
for ${own.lines.toLocaleString('en')} lines, which is ${two(witness)} of the floor.

${table(
  ['rule', 'ms', 'share of the floor'],
  slowest.map(([name, time]) => [`\`${name}\``, ms(time), `${((time / floor.ms) * 100).toFixed(2)} %`]),
)}

The rule that asks for a fact first pays for it; the others get it for nothing.`
}

function mostGrown(row, first) {
  const grown = Object.entries(row.byRule).map(([name, time]) => [name, time - (first.byRule[name] ?? 0)])
  const [[name, by]] = grown.sort(([, a], [, b]) => b - a)
  return row === first ? '' : `\`${name}\` (${by >= 0 ? '+' : ''}${two(by)})`
}
