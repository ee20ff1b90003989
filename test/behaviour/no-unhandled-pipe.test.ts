import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/no-unhandled-pipe.ts'
import { runInChild } from './child-process.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()
const SET_UP = { rule, name: 'no-unhandled-pipe' }

/** A server that sends a file which is not there, asked twice by a client of the same process. */
const MISSING_FILE = `import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'

const server = createServer((req, res) => {
  createReadStream('missing.txt').pipe(res)
})
server.listen(0, '127.0.0.1', async () => {
  for (const turn of [1, 2]) {
    const outcome = await fetch('http://127.0.0.1:' + server.address().port).then(({ status }) => status, () => 'no answer')
    console.log(turn, outcome)
  }
  server.close()
})
`

describe('a file that is not there', () => {
  it('ends the process, before', async () => {
    const { code, stdout, stderr } = await runInChild(modules.write(MISSING_FILE))
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain("ENOENT: no such file or directory, open 'missing.txt'")
  })

  it('is one failed answer, after', async () => {
    const { code, stdout } = await runInChild(modules.write(remedied(MISSING_FILE, 'catchPipeline', SET_UP)))
    expect(code).toBe(0)
    expect(stdout).toBe('1 no answer\n2 no answer\n')
  })
})
