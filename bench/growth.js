// Lints generated files of growing length by our rules and prints their own time for 1,000 lines: of files with blocks of all kinds, in all
// and by rule, and of files in which one thing comes again and again.
import { Linter } from 'eslint'
import { growingFile } from './growing-file.js'
import { SHAPES } from './growing-shapes.js'
import { OwnTime, timedStrict } from './own-time.js'
import { median } from './statistics.js'

const LENGTHS = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000]
/** How often the one thing comes. */
const COUNTS = [400, 6400]
/** The first runs compile the code; what is left is that of the file. */
const WARM_UPS = 5

const time = new OwnTime()
const config = timedStrict(time)
const linter = new Linter({ cwd: '/' })

function perThousandLines(text, rounds) {
  const totals = []
  let byRule = {}
  for (let round = 0; round < rounds; round++) {
    time.reset()
    const [first] = linter.verify(`${text}// ${round}\n`, config, '/growth/server.ts')
    if (first?.fatal) throw new Error(`${first.line}: ${first.message}`)
    totals.push(time.total)
    byRule = Object.fromEntries(time.byRule)
  }
  const lines = text.split('\n').length
  const share = (ms) => (ms * 1000) / lines
  return {
    lines,
    ms: share(median(totals)),
    byRule: Object.fromEntries(Object.entries(byRule).map(([name, ms]) => [name, share(ms)])),
  }
}

for (let i = 0; i < WARM_UPS; i++) linter.verify(growingFile(LENGTHS[0]), config, '/growth/server.ts')
const blocks = LENGTHS.map((length) => perThousandLines(growingFile(length), length > 10_000 ? 1 : 5))
const shapes = Object.entries(SHAPES).map(([name, make]) => ({
  name,
  rows: COUNTS.map((count) => perThousandLines(make(count), count > 1000 ? 2 : 3)),
}))
console.log(JSON.stringify({ blocks, shapes }))
