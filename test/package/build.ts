import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds the package, so that no test looks at a stale one. */
export function setup(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  execFileSync(process.execPath, ['node_modules/rolldown/bin/cli.mjs', '-c'], { cwd: root, stdio: 'pipe' })
}
