import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentOf, toPosixPath } from '../project/posix-path.ts'
import { projectOf } from '../project/project.ts'

/** Formats a text as the content of a file. */
export interface OwnFormatter {
  /** For people: `prettier`. */
  readonly name: string
  /**
   * @returns the formatted text, in the line endings and with the byte order mark of the given one
   * @throws {Error} when the formatter does
   */
  format(text: string, absolutePath: string): Promise<string>
}

/**
 * The formatter that a folder's project uses: told by its config file, its scripts or its package.json. It formats texts, not
 * files, because everything is computed before the first file is written.
 * @param cwd absolute path; `.prettierignore` and the like are looked for here
 * @returns undefined when there is none; a sentence when there is one that is not installed
 */
export async function ownFormatter(cwd: string): Promise<OwnFormatter | string | undefined> {
  const { format, resolveFormatter } = await import('formatly')
  const { repository, workspaceRoot } = projectOf(toPosixPath(join(cwd, 'package.json')))
  const stopDirectory = repository ?? workspaceRoot ?? cwd
  const found = await resolveFormatter(cwd, { stopDirectory })
  if (found === undefined) return undefined
  const { name } = found
  // Without this a missing formatter would be downloaded. Deno is a program of its own.
  if (name !== 'deno' && !isInstalled(name, cwd)) return `The project formats with ${name}, which is not installed.`
  return {
    name,
    async format(text, absolutePath) {
      const report = await format(text, { cwd, filePath: absolutePath, formatter: name })
      if (!report.ran) throw new Error(report.message)
      if (report.error !== undefined) throw report.error
      return inStyleOf(text, report.formatted)
    },
  }
}

function isInstalled(command: string, cwd: string): boolean {
  for (let folder: string | undefined = toPosixPath(cwd); folder !== undefined; folder = parentOf(folder))
    if (existsSync(join(folder, 'node_modules', '.bin', command)) || existsSync(join(folder, 'node_modules', command)))
      return true
  return false
}

const MARK = '\uFEFF'

/** Line endings are the repository's affair, not that of a run that mends streams. */
function inStyleOf(before: string, formatted: string): string {
  const isWindows = before.includes('\r\n') && !/(?<!\r)\n/.test(before)
  const text = isWindows ? formatted.replace(/\r?\n/g, '\r\n') : formatted
  return before.startsWith(MARK) && !text.startsWith(MARK) ? MARK + text : text
}
