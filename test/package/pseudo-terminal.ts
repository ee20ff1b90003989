import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** A program that runs in a terminal of its own. */
export interface TerminalRun {
  /** Presses keys once a text is on the screen that was not there when the last keys were pressed. */
  press(keys: string, after: string): Promise<void>
  /** Waits for the end: the exit code, and all that was written, with its escape sequences. */
  end(): Promise<{ readonly code: number | null; readonly screen: string }>
}

/** How long one step may take on a slow and busy machine. */
const STEP_MS = 120_000

export const CTRL_C = '\u0003'

/** Every Linux has `script` of util-linux; the ones of other systems know other options. */
export function hasTerminals(): boolean {
  if (process.platform !== 'linux') return false
  const { stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' })
  if (stdout?.includes('util-linux') !== true) throw new Error('The tests need script, which is part of util-linux.')
  return true
}

/**
 * Starts Node in a pseudo-terminal of 100 columns, with both outputs and the input on it.
 * @param args without characters that a shell would understand
 * @param env variables beside ours; `CI` is not passed on
 */
export function inTerminal(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): TerminalRun {
  const { CI: _ci, NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...own } = process.env
  const command = `stty cols 100 rows 40; exec '${process.execPath}' ${args.join(' ')}`
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd,
    env: { ...own, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: STEP_MS,
  })
  let screen = ''
  let pressedAt = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
  })
  const closed = once(child, 'close')
  let isClosed = false
  void closed.then(() => {
    isClosed = true
  })
  return {
    async press(keys, after) {
      while (!screen.slice(pressedAt).includes(after)) {
        if (isClosed) throw new Error(`'${after}' never came. The screen:\n${screen}`)
        await once(child.stdout, 'data', { signal: AbortSignal.timeout(STEP_MS) })
      }
      pressedAt = screen.length
      child.stdin.write(keys)
    },
    async end() {
      const [code] = (await closed) as [number | null]
      return { code, screen }
    },
  }
}
