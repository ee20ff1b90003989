import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Which of some files have changes that are not committed.
 * @param cwd absolute path
 * @param paths relative to it
 * @returns undefined outside of a repository, or without git: then nobody can tell
 */
export async function uncommitted(cwd: string, paths: readonly string[]): Promise<string[] | undefined> {
  if (paths.length === 0) return []
  try {
    const options = { cwd, maxBuffer: 64 * 1024 * 1024 }
    const { stdout } = await run('git', ['status', '--porcelain', '-z', '--', ...paths], options)
    return stdout
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => line.slice(3))
  } catch {
    return undefined
  }
}
