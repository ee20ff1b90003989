// Loaded before a program (`node --import`): writes its user CPU time in seconds into the file that BENCH_CPU names when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const path = process.env.BENCH_CPU
  if (path !== undefined) writeFileSync(path, String(process.cpuUsage().user / 1e6))
})
