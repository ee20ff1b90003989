import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/caching/require-prompt-cache.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()

/** Sends one request with a prompt that never changes to a server that speaks the provider's protocol. */
type Judge = (baseURL: string, content: string) => Promise<unknown>

/** Long enough for every model: 5,000 tokens at four characters each. */
const RULE = 'Refuse what is rude.'
const PROMPT = Array.from({ length: 1000 }, () => RULE).join(' ')

const code = (system: string, more = '') => `import Anthropic from '@anthropic-ai/sdk'

const HOUSE_RULES = ${JSON.stringify(PROMPT)}
${more}
export async function judge(baseURL, content) {
  const anthropic = new Anthropic({ baseURL, apiKey: 'none', maxRetries: 0 })
  return anthropic.messages.create({
    model: 'claude-haiku-4-5',
    max_tokens: 5,
    ${system},
    messages: [{ role: 'user', content }],
  })
}
`
const SHAPES: readonly (readonly [name: string, code: string])[] = [
  ['a text', code('system: HOUSE_RULES')],
  ['a text, shorthand', code('system', 'const system = HOUSE_RULES\n')],
  ['a block', code(`system: [{ type: 'text', text: HOUSE_RULES }]`)],
  [
    'a stream',
    code('system: HOUSE_RULES')
      .replace('messages.create({', 'messages.stream({')
      .replace(/\n {2}\}\)\n/, '\n  }).done()\n'),
  ],
]

/** What the SDK sends for each of some questions, as the server reads it. */
async function bodiesFor(text: string, questions: readonly string[]): Promise<string[]> {
  const { judge } = await modules.load<{ judge: Judge }>(text)
  const bodies: string[] = []
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      bodies.push(chunks.join(''))
      response.writeHead(400, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await using listening = await onLoopback(server)
  for (const question of questions) await expect(judge(listening.url, question)).rejects.toThrow('400')
  expect(bodies).toHaveLength(questions.length)
  return bodies
}

async function sent(text: string): Promise<Record<string, unknown>> {
  return JSON.parse((await bodiesFor(text, ['hello'])).join('')) as Record<string, unknown>
}

const marked = (text: string) => remedied(text, 'mark', { rule, name: 'require-prompt-cache', project: 'openai' })

describe.each(SHAPES)('%s', (_name, text) => {
  it('is sent without a mark, before', async () => {
    expect(JSON.stringify(await sent(text))).not.toContain('cache_control')
  })

  it('is sent with a mark behind the whole prompt, after; the rest is the same', async () => {
    const { system: before, ...rest } = await sent(text)
    const { system, ...restAfter } = await sent(marked(text))
    expect(restAfter).toEqual(rest)
    expect(system).toEqual([{ type: 'text', text: PROMPT, cache_control: { type: 'ephemeral' } }])
    expect(JSON.stringify(before)).toContain(PROMPT)
  })

  it('is the same for each question up to the mark, which is what the cache compares', async () => {
    const [first = '', second = ''] = await bodiesFor(marked(text), ['hello', 'goodbye'])
    const end = first.indexOf('cache_control')
    expect(end).toBeGreaterThan(PROMPT.length)
    expect(first).not.toBe(second)
    expect(first.slice(0, end)).toBe(second.slice(0, end))
  })
})
