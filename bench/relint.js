// Prints what our rules take of one changed file of about 1,000 lines, as an editor has it linted again and again.
import { Linter } from 'eslint'
import { filesOf } from './file-sets.js'
import { growingFile } from './growing-file.js'
import { OwnTime, timedStrict } from './own-time.js'
import { median } from './statistics.js'

const WARM_UPS = 20
const CHANGES = 30

const time = new OwnTime()
const config = timedStrict(time)
const linter = new Linter({ cwd: '/' })

function relinted({ path, text }) {
  const times = []
  for (let change = 0; change < WARM_UPS + CHANGES; change++) {
    time.reset()
    linter.verify(`${text}// ${change}\n`, config, path)
    if (change >= WARM_UPS) times.push(time.total)
  }
  return median(times)
}

/** The real file of about that length that takes longest. */
const candidates = filesOf('stream-heavy').filter(({ text }) => {
  const lines = text.split('\n').length
  return lines > 800 && lines < 1200
})
const real = candidates.map((file) => ({ path: file.path.split('node_modules/')[1], ms: relinted(file) }))
real.sort((a, b) => b.ms - a.ms)
console.log(
  JSON.stringify({ generated: relinted({ path: '/growth/server.ts', text: growingFile(1000) }), real: real[0] }),
)
