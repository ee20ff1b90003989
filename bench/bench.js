// Measures what our rules cost, beside other plugins, on the same files. Usage:
//   npm run bench                     all tables
//   npm run bench -- --rounds 3       fewer rounds (default 5)
//   npm run bench -- --write          also writes the tables into docs/speed.md
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bigProject } from './big-project.js'
import { CONFIGS } from './configs.js'
import { SETS } from './file-sets.js'
import { runChild } from './run-child.js'
import { median, medianRatio } from './statistics.js'
import { writePage } from './write-page.js'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean' } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number above 0')

/** Two runs of the same config may differ by so much; more says that the machine does other things too. */
const NOISE = 0.03

const say = (text) => process.stdout.write(`${text}\n`)

async function peers(set) {
  const times = Object.fromEntries(Object.keys(CONFIGS).map((name) => [name, []]))
  let files = 0
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another one, so that none always runs after the same neighbour.
    const names = Object.keys(CONFIGS)
    const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)]
    for (const name of turned) {
      const result = await runChild('lint-set.js', [name, set])
      times[name].push(result.userMs)
      files = result.files
    }
    process.stderr.write(`${set}: round ${round + 1} of ${rounds}\n`)
  }
  const agreement = medianRatio(times['parse again'], times.parse)
  return {
    set,
    files,
    agreement,
    isNoisy: Math.abs(agreement - 1) > NOISE,
    rows: Object.entries(times)
      .filter(([name]) => name !== 'parse again')
      .map(([name, all]) => ({
        name,
        ms: median(all),
        overParse: medianRatio(all, times.parse),
        overFloor: medianRatio(all, times.floor),
      })),
  }
}

async function indexAndCheck() {
  const { folder, routes } = bigProject()
  try {
    const list = join(folder, 'routes.txt')
    writeFileSync(list, routes.join('\n'))
    const index = []
    for (let round = 0; round < rounds; round++) index.push(await runChild('index-times.js', [list]))
    const eslint = join(folder, 'node_modules/eslint/bin/eslint.js')
    const tool = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
    const [alone, check] = [[], []]
    for (let round = 0; round < Math.min(rounds, 3); round++) {
      alone.push(userSeconds([eslint, '.', '--quiet'], folder))
      check.push(userSeconds([tool, 'check', '--no-progress'], folder))
    }
    return { index, alone: median(alone), check: median(check), ratio: medianRatio(check, alone) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** User CPU time of a program, in seconds. Exit code 1 is that of findings. */
function userSeconds(args, cwd) {
  const output = join(cwd, 'cpu.txt')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', new URL('print-cpu.js', import.meta.url).href, ...args],
    {
      cwd,
      env: { ...process.env, BENCH_CPU: output, CI: 'true' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    },
  )
  if (status === null || status > 1) throw new Error(stderr)
  return Number(readFileSync(output, 'utf8'))
}

const started = new Date()
const sets = []
for (const set of Object.keys(SETS)) sets.push({ ...(await peers(set)), own: await runChild('own-times.js', [set]) })
const loads = []
for (let i = 0; i < 10; i++) loads.push(await runChild('load-plugin.js', []))
const results = {
  date: started.toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  rounds,
  sets,
  loads: Object.fromEntries(
    ['entryMs', 'engineMs', 'editsMs'].map((name) => [name, median(loads.map((load) => load[name]))]),
  ),
  relint: await runChild('relint.js', []),
  growth: await runChild('growth.js', []),
  project: await indexAndCheck(),
}
const page = writePage(results)
say(page)
if (values.write === true) {
  const path = fileURLToPath(new URL('../docs/speed.md', import.meta.url))
  writeFileSync(path, page)
  say(`Written to ${path}`)
}
for (const { set, isNoisy, agreement } of sets)
  if (isNoisy) {
    say(
      `Too noisy: two runs of the same config differ by ${((agreement - 1) * 100).toFixed(1)} % on "${set}". Run it again on a quiet machine.`,
    )
    process.exitCode = 1
  }
