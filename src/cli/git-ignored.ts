import { spawn } from 'node:child_process'

/**
 * Which of some files git ignores. Outside of a repository, or without git, none.
 * @param cwd absolute path of the folder to ask in
 * @param files absolute paths
 */
export async function ignoredByGit(cwd: string, files: readonly string[]): Promise<(file: string) => boolean> {
  const listed = await checkIgnore(cwd, files)
  return (file) => listed.has(file)
}

function checkIgnore(cwd: string, files: readonly string[]): Promise<ReadonlySet<string>> {
  return new Promise((resolve) => {
    const git = spawn('git', ['check-ignore', '--stdin', '-z'], { cwd, stdio: ['pipe', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    // The answer names files of the question only, so it is no longer than that.
    git.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    git.on('error', () => resolve(new Set()))
    git.on('close', () => resolve(new Set(Buffer.concat(chunks).toString('utf8').split('\0').filter(Boolean))))
    // Git may end before it has read the list: then the answer is what it printed.
    git.stdin.on('error', () => {})
    git.stdin.end(files.join('\0'))
  })
}
