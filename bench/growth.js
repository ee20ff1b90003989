// Lints generated files of growing length by our rules and prints their own time for 1,000 lines, in all and by rule.
import { Linter } from 'eslint'
import { growingFile } from './growing-file.js'
import { OwnTime, timedStrict } from './own-time.js'
import { median } from './statistics.js'

const LENGTHS = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000]
/** The first runs compile the code; what is left is that of the file. */
const WARM_UPS = 5

const time = new OwnTime()
const config = timedStrict(time)
const linter = new Linter({ cwd: '/' })
const rows = []
for (const length of LENGTHS) {
  const text = growingFile(length)
  const rounds = length > 10_000 ? 1 : 5
  if (length === LENGTHS[0]) for (let i = 0; i < WARM_UPS; i++) linter.verify(text, config, '/growth/server.ts')
  const totals = []
  let byRule = {}
  for (let round = 0; round < rounds; round++) {
    time.reset()
    linter.verify(`${text}// ${round}\n`, config, '/growth/server.ts')
    totals.push(time.total)
    byRule = Object.fromEntries(time.byRule)
  }
  const lines = text.split('\n').length
  const perThousand = (ms) => (ms * 1000) / lines
  rows.push({
    lines,
    ms: perThousand(median(totals)),
    byRule: Object.fromEntries(Object.entries(byRule).map(([name, ms]) => [name, perThousand(ms)])),
  })
}
console.log(JSON.stringify(rows))
