import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/throttling/no-unbounded-concurrency.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

/** Asks all questions of a server that speaks the protocol of the provider. */
type Ask = (baseURL: string, questions: readonly string[]) => Promise<readonly unknown[]>

const ALL = `import OpenAI from 'openai'

export async function ask(baseURL, questions) {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 })
  return Promise.all(
    questions.map(async (input) => (await client.responses.create({ model: 'gpt-5', input })).output_text),
  )
}
`
const ALL_SETTLED = ALL.replace('Promise.all(', 'Promise.allSettled(')
const STREAMED = `export async function ask(baseURL, questions) {
  return Promise.all(
    questions.map(async (question) => {
      const response = await fetch(baseURL + '/stream', { method: 'POST', body: question })
      if (!response.ok) throw new Error('HTTP ' + response.status)
      let length = 0
      for await (const chunk of response.body) length += chunk.length
      return length
    }),
  )
}
`

const MANY = 60
const AT_ONCE = 5
const QUESTIONS = Array.from({ length: MANY }, (_, index) => `question ${index}`)
const ANSWERS = QUESTIONS.map((it) => `answer to ${it}`)

const modules = moduleFolder()
const projects = codemodProjects()

interface Seen {
  /** Most requests under way at once. */
  most: number
  requests: number
  refused: number
  answered: number
}

interface Provider {
  /** Requests that it takes at once; more get 429. */
  readonly limit?: number
  /** How many requests it waits for before it answers the first one. */
  readonly waitsFor?: number
}

/** A provider on the loopback interface. */
function provider(seen: Seen, { limit = Infinity, waitsFor = 0 }: Provider) {
  let running = 0
  return createServer((request, response) => {
    seen.requests++
    seen.most = Math.max(seen.most, ++running)
    const isRefused = running > limit
    const answer = async () => {
      const body = (await request.toArray()).join('')
      do await setTimeout(10)
      while (seen.requests < waitsFor)
      running--
      if (isRefused) {
        seen.refused++
        response.writeHead(429, { 'content-type': 'application/json' }).end('{}')
        return
      }
      seen.answered++
      if (request.url === '/stream') {
        response.end(body)
        return
      }
      const { input } = JSON.parse(body) as { input: string }
      const content = [{ type: 'output_text', text: `answer to ${input}`, annotations: [] }]
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ object: 'response', output: [{ type: 'message', role: 'assistant', content }] }))
    }
    void answer()
  })
}

async function run(ask: Ask, settings: Provider = {}) {
  const seen: Seen = { most: 0, requests: 0, refused: 0, answered: 0 }
  await using server = await onLoopback(provider(seen, settings))
  const outcome = await ask(server.url, QUESTIONS).then(
    (answers) => ({ answers }),
    (error: unknown) => ({ error }),
  )
  // What was asked is answered, whether anybody waits for it or not.
  while (seen.refused + seen.answered < seen.requests) await setTimeout(5)
  return { ...seen, ...outcome }
}

async function load(code: string): Promise<Ask> {
  return (await modules.load<{ ask: Ask }>(code)).ask
}

/** Code after the suggestion, with the library that the settings name. */
function limited(code: string, library: string): Promise<Ask> {
  const settings = { libraries: { concurrency: library } }
  return load(remedied(code, 'limit', { rule, name: 'no-unbounded-concurrency', project: 'openai', settings }))
}

describe('before', () => {
  it.each([
    ['calls of a model', ALL],
    ['calls of a model, settled', ALL_SETTLED],
    ['streams', STREAMED],
  ])('%s are all under way at once', async (_name, code) => {
    expect(await run(await load(code), { waitsFor: MANY })).toMatchObject({ most: MANY, answered: MANY })
  })

  it('one refusal loses what the other calls cost', async () => {
    const seen = await run(await load(ALL), { waitsFor: MANY, limit: AT_ONCE })
    expect(seen).toMatchObject({ requests: MANY, answered: AT_ONCE, refused: MANY - AT_ONCE })
    expect(seen).toHaveProperty('error.status', 429)
  })
})

describe.each(['p-map', 'p-limit'])('after, with %s', (library) => {
  it('five at once, none refused, in the order of the questions', async () => {
    const seen = await run(await limited(ALL, library), { limit: AT_ONCE })
    expect(seen).toMatchObject({ most: AT_ONCE, requests: MANY, refused: 0, answers: ANSWERS })
  })

  it('settled, with the refusals in their places', async () => {
    const seen = await run(await limited(ALL_SETTLED, library), { limit: AT_ONCE - 1 })
    expect(seen.most).toBe(AT_ONCE)
    expect(seen.refused).toBeGreaterThan(0)
    const { answers = [] } = seen as { answers?: readonly PromiseSettledResult<string>[] }
    expect(answers).toHaveLength(MANY)
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(seen.refused)
    for (const [at, answer] of answers.entries())
      if (answer.status === 'fulfilled') expect(answer.value).toBe(ANSWERS[at])
  })

  it('streams are read five at once', async () => {
    const seen = await run(await limited(STREAMED, library))
    expect(seen).toMatchObject({ most: AT_ONCE, answers: QUESTIONS.map(({ length }) => length) })
  })

  it('by the codemod', async () => {
    const files = { 'src/ask.js': ALL, 'package.json': packageJson({ openai: '^6.49.0', [library]: '^7.0.0' }) }
    const project = await projects.after('limit-concurrency', files)
    const { ask } = await project.load<{ ask: Ask }>('src/ask.js')
    const seen = await run(ask, { limit: AT_ONCE })
    expect(seen).toMatchObject({ most: AT_ONCE, refused: 0, answers: ANSWERS })
  })
})

it('p-map starts nothing more once one call has failed', async () => {
  const seen = await run(await limited(ALL, 'p-map'), { limit: 0 })
  expect(seen).toHaveProperty('error.status', 429)
  expect(seen.requests).toBeLessThan(MANY / 4)
})
