import { describe, expect, it } from 'vitest'
import { runInChild } from './child-process.ts'
import { codemodProjects } from './codemod-run.ts'

const projects = codemodProjects()

/** A helper of one file that pipes, and a caller in another that would answer for its failure. */
const FILES = {
  // TypeScript tells who calls the helper.
  'tsconfig.json': JSON.stringify({
    compilerOptions: { allowJs: true, module: 'nodenext', target: 'es2022', noEmit: true },
    include: ['src'],
  }),
  'src/copy.js': `import { createReadStream, createWriteStream } from 'node:fs'
import { createGzip } from 'node:zlib'

export function compress(from, to) {
  createReadStream(from).pipe(createGzip()).pipe(createWriteStream(to))
}
`,
  'src/main.js': `import { compress } from './copy.js'

async function main(from, to) {
  try {
    compress(from, to)
    console.log('done')
  } catch (error) {
    console.log('caught', error.code)
  }
}

await main(process.argv[2], process.argv[3])
`,
}

describe('a file that is missing', () => {
  it('ends the process past the catch of the caller, before', async () => {
    const project = projects.before(FILES)
    const ended = await runInChild(project.path('src/main.js'), [], [project.path('none'), project.path('out.gz')])
    expect(ended.code).toBe(1)
    expect(ended.stdout).toBe('done\n')
    expect(ended.stderr).toContain('ENOENT')
  })

  it('is heard of by the caller, after', async () => {
    const project = await projects.after('pipe-to-pipeline', FILES)
    expect(project.read('src/main.js')).toContain('await compress(')
    const ended = await runInChild(project.path('src/main.js'), [], [project.path('none'), project.path('out.gz')])
    expect(ended).toEqual({ code: 0, stdout: 'caught ENOENT\n', stderr: '' })
    const whole = await runInChild(
      project.path('src/main.js'),
      [],
      [project.path('package.json'), project.path('out.gz')],
    )
    expect(whole).toEqual({ code: 0, stdout: 'done\n', stderr: '' })
  })
})
