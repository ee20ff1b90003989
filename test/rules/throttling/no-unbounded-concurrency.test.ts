import rule from '../../../rules/throttling/no-unbounded-concurrency.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'map over a parameter',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function embedAll(texts: string[]) {
  return Promise.all(texts.map((input) => openai.embeddings.create({ model: 'm', input })))
}`,
      errors: [
        {
          messageId: 'model',
          line: 4,
          column: 10,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import OpenAI from 'openai'
import pMap from 'p-map'
const openai = new OpenAI()
export async function embedAll(texts: string[]) {
  return pMap(texts, (input) => openai.embeddings.create({ model: 'm', input }), { concurrency: 5 })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an async callback in an await, list from the database',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function digest() {
  const ids = await conversationIds()
  const summaries = await Promise.all(
    ids.map(async (id, at) => {
      const turns = await turnsOf(id)
      const answer = await openai.chat.completions.create({ model: 'm', messages: turns })
      return { id, at, text: answer.choices[0].message.content }
    }),
  )
  return summaries
}`,
      errors: [
        {
          messageId: 'model',
          line: 5,
          column: 27,
          endColumn: 38,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import OpenAI from 'openai'
import pMap from 'p-map'
const openai = new OpenAI()
export async function digest() {
  const ids = await conversationIds()
  const summaries = await pMap(ids, async (id, at) => {
      const turns = await turnsOf(id)
      const answer = await openai.chat.completions.create({ model: 'm', messages: turns })
      return { id, at, text: answer.choices[0].message.content }
    }, { concurrency: 5 })
  return summaries
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'allSettled',
      code: `import { generateText } from 'ai'
export const all = (prompts) => Promise.allSettled(prompts.map((prompt) => generateText({ model, prompt })))`,
      errors: [
        {
          messageId: 'model',
          line: 2,
          column: 33,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export const all = (prompts) => pMap(prompts, async (item) => (await Promise.allSettled([((prompt) => generateText({ model, prompt }))(item)]))[0], { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'allSettled, a named function',
      code: `import { generateText } from 'ai'
const ask = (prompt) => generateText({ model, prompt })
export async function run(prompts) {
  const results = await Promise.allSettled(prompts.map(ask))
  return results.filter((it) => it.status === 'fulfilled')
}`,
      errors: [
        {
          messageId: 'model',
          line: 4,
          column: 25,
          endColumn: 43,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
const ask = (prompt) => generateText({ model, prompt })
export async function run(prompts) {
  const results = await pMap(prompts, async (item, index) => (await Promise.allSettled([(ask)(item, index)]))[0], { concurrency: 5 })
  return results.filter((it) => it.status === 'fulfilled')
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Array.from with a function',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  return await Promise.all(Array.from(prompts, (prompt) => generateText({ model, prompt })))
}`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 16,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export async function run(prompts) {
  return await pMap(prompts, (prompt) => generateText({ model, prompt }), { concurrency: 5 })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'flatMap',
      code: `import { generateText } from 'ai'
export const run = (docs) =>
  Promise.all(docs.flatMap((doc) => [generateText({ model, prompt: doc.a }), generateText({ model, prompt: doc.b })]))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'flatMap with a map inside',
      code: `import { generateText } from 'ai'
export const run = (docs) =>
  Promise.all(docs.flatMap((doc) => doc.parts.map((prompt) => generateText({ model, prompt }))))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'promises pushed in a loop',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function run(texts) {
  const pending = []
  for (const text of texts) {
    pending.push(openai.embeddings.create({ model: 'm', input: text }))
  }
  const vectors = await Promise.all(pending)
  return vectors
}`,
      errors: [
        {
          messageId: 'model',
          line: 8,
          column: 25,
          endColumn: 36,
        },
      ],
    },
    {
      name: 'promises pushed in forEach and in a counted loop',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  const pending = []
  prompts.forEach((prompt) => { pending.push(generateText({ model, prompt })) })
  await Promise.all(pending)
  const more = []
  for (let i = 0; i < prompts.length; i++) more.push(ask(prompts[i]))
  await Promise.allSettled(more)
}
async function ask(prompt) {
  const { text } = await generateText({ model, prompt })
  return text
}`,
      errors: [
        {
          messageId: 'model',
          line: 5,
          column: 9,
          endColumn: 20,
        },
        {
          messageId: 'model',
          line: 8,
          column: 9,
          endColumn: 27,
        },
      ],
    },
    {
      name: 'a list in a constant',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  const calls = prompts.filter(Boolean).map((prompt) => generateText({ model, prompt }))
  return Promise.all(calls)
}`,
      errors: [
        {
          messageId: 'model',
          line: 4,
          column: 10,
          endColumn: 21,
        },
      ],
    },
    {
      name: 'a chain of list methods',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  return Promise.all(prompts.filter(Boolean).sort().map((prompt) => generateText({ model, prompt })))
}`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 10,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export async function run(prompts) {
  return pMap(prompts.filter(Boolean).sort(), (prompt) => generateText({ model, prompt }), { concurrency: 5 })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a method of the class that calls the model',
      code: `import Anthropic from '@anthropic-ai/sdk'
export class Judge {
  client = new Anthropic()
  async one(text: string) {
    return this.client.messages.create({ model: 'm', max_tokens: 10, messages: [{ role: 'user', content: text }] })
  }
  async all(texts: string[]) {
    return Promise.all(texts.map((text) => this.one(text)))
  }
}`,
      errors: [
        {
          messageId: 'model',
          line: 8,
          column: 12,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import Anthropic from '@anthropic-ai/sdk'
import pMap from 'p-map'
export class Judge {
  client = new Anthropic()
  async one(text: string) {
    return this.client.messages.create({ model: 'm', max_tokens: 10, messages: [{ role: 'user', content: text }] })
  }
  async all(texts: string[]) {
    return pMap(texts, (text) => this.one(text), { concurrency: 5 })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'LangChain',
      code: `import { ChatOpenAI } from '@langchain/openai'
const llm = new ChatOpenAI({ model: 'm' })
export const run = (texts) => Promise.all(texts.map((text) => llm.invoke(text)))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 31,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { ChatOpenAI } from '@langchain/openai'
import pMap from 'p-map'
const llm = new ChatOpenAI({ model: 'm' })
export const run = (texts) => pMap(texts, (text) => llm.invoke(text), { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'streams of fetch',
      code: `export async function load(urls: string[]) {
  await Promise.all(urls.map(async (url) => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(String(response.status))
    for await (const chunk of response.body!) use(chunk)
  }))
}`,
      errors: [
        {
          messageId: 'stream',
          line: 2,
          column: 9,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import pMap from 'p-map'

export async function load(urls: string[]) {
  await pMap(urls, async (url) => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(String(response.status))
    for await (const chunk of response.body!) use(chunk)
  }, { concurrency: 5 })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'streams of fetch, piped',
      code: `import { pipeline } from 'node:stream/promises'
import { createWriteStream } from 'node:fs'
export async function download(urls) {
  await Promise.all(urls.map((url, i) => save(url, 'file' + i)))
}
async function save(url, path) {
  const { body } = await fetch(url)
  const response = await fetch(url)
  await pipeline(response.body, createWriteStream(path))
}`,
      errors: [
        {
          messageId: 'stream',
          line: 4,
          column: 9,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { pipeline } from 'node:stream/promises'
import { createWriteStream } from 'node:fs'
import pMap from 'p-map'
export async function download(urls) {
  await pMap(urls, (url, i) => save(url, 'file' + i), { concurrency: 5 })
}
async function save(url, path) {
  const { body } = await fetch(url)
  const response = await fetch(url)
  await pipeline(response.body, createWriteStream(path))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetch that asks a model',
      code: `export const run = (prompts) =>
  Promise.all(
    prompts.map((prompt) =>
      fetch(url, { method: 'POST', body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }] }) }),
    ),
  )`,
      errors: [
        {
          messageId: 'model',
          line: 2,
          column: 3,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import pMap from 'p-map'

export const run = (prompts) =>
  pMap(prompts, (prompt) =>
      fetch(url, { method: 'POST', body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }] }) }), { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a retry around the call limits nothing',
      code: `import { generateText } from 'ai'
import { retry } from './retry'
export const run = (prompts) => Promise.all(prompts.map(async (prompt) => {
  const result = await generateText({ model, prompt })
  return retry(() => save(result))
}))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 33,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import { retry } from './retry'
import pMap from 'p-map'
export const run = (prompts) => pMap(prompts, async (prompt) => {
  const result = await generateText({ model, prompt })
  return retry(() => save(result))
}, { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'slice that only skips the first',
      code: `import { generateText } from 'ai'
export const run = (prompts) => Promise.all(prompts.slice(1).map((prompt) => generateText({ model, prompt })))`,
      errors: [
        {
          messageId: 'model',
          line: 2,
          column: 33,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export const run = (prompts) => pMap(prompts.slice(1), (prompt) => generateText({ model, prompt }), { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list of a list, in a sequential loop',
      code: `import { generateText } from 'ai'
export async function run(sections) {
  for (const section of sections) {
    await Promise.all(section.paragraphs.map((prompt) => generateText({ model, prompt })))
  }
}`,
      errors: [
        {
          messageId: 'model',
          line: 4,
          column: 11,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export async function run(sections) {
  for (const section of sections) {
    await pMap(section.paragraphs, (prompt) => generateText({ model, prompt }), { concurrency: 5 })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'asks whether there is anything at all',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  if (prompts.length === 0) return []
  if (prompts.length > 0) log('some')
  return Promise.all(prompts.map((prompt) => generateText({ model, prompt })))
}`,
      errors: [
        {
          messageId: 'model',
          line: 5,
          column: 10,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export async function run(prompts) {
  if (prompts.length === 0) return []
  if (prompts.length > 0) log('some')
  return pMap(prompts, (prompt) => generateText({ model, prompt }), { concurrency: 5 })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'spread into a list',
      code: `import { generateText } from 'ai'
export const run = (prompts) => Promise.all([...prompts.map((prompt) => generateText({ model, prompt }))])`,
      errors: [
        {
          messageId: 'model',
          line: 2,
          column: 33,
          endColumn: 44,
        },
      ],
    },
    {
      name: 'comments stay, so nothing is offered',
      code: `import { generateText } from 'ai'
export const run = (prompts) =>
  Promise.all(
    // all of them
    prompts.map((prompt) => generateText({ model, prompt })),
  )`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'a callback that needs the whole list',
      code: `import { generateText } from 'ai'
export const run = (prompts) =>
  Promise.all(prompts.map((prompt, i, all) => generateText({ model, prompt: prompt + i + all.length })))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'a library of the settings',
      settings: { streaming: { libraries: { concurrency: 'p-limit' } } },
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  const results = await Promise.allSettled(prompts.map(async (prompt) => generateText({ model, prompt })))
  return results
}`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 25,
          endColumn: 43,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-limit` (`npm install p-limit@7`)' },
              output: `import { generateText } from 'ai'
import pLimit from 'p-limit'
export async function run(prompts) {
  const limit = pLimit(5)
  const results = await Promise.allSettled(prompts.map((item) => limit(async (prompt) => generateText({ model, prompt }), item)))
  return results
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'p-limit, a name that is taken and an index',
      settings: { streaming: { libraries: { concurrency: 'p-limit' } } },
      code: `import { generateText } from 'ai'
const limit = 10
export async function run(prompts) {
  return await Promise.all(prompts.map((prompt, i) => generateText({ model, prompt: prompt + i + limit })))
}`,
      errors: [
        {
          messageId: 'model',
          line: 4,
          column: 16,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-limit` (`npm install p-limit@7`)' },
              output: `import { generateText } from 'ai'
import pLimit from 'p-limit'
const limit = 10
export async function run(prompts) {
  const runLimited = pLimit(5)
  return await Promise.all(prompts.map((item, index) => runLimited((prompt, i) => generateText({ model, prompt: prompt + i + limit }), item, index)))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS',
      file: 'src/file.cjs',
      code: `const { generateText } = require('ai')
exports.run = (prompts) => Promise.all(prompts.map((prompt) => generateText({ model, prompt })))`,
      errors: [
        {
          messageId: 'model',
          line: 2,
          column: 28,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `const { generateText } = require('ai')
const { default: pMap } = require('p-map')
exports.run = (prompts) => pMap(prompts, (prompt) => generateText({ model, prompt }), { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a package of the settings',
      settings: { streaming: { modelPackages: ['@acme/*'] } },
      code: `import { Acme } from '@acme/llm'
const acme = new Acme()
export const run = (prompts) => Promise.all(prompts.map((prompt) => acme.complete(prompt)))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 33,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { Acme } from '@acme/llm'
import pMap from 'p-map'
const acme = new Acme()
export const run = (prompts) => pMap(prompts, (prompt) => acme.complete(prompt), { concurrency: 5 })`,
            },
          ],
        },
      ],
    },
    {
      name: 'a caller that gives a long list',
      code: `import { generateText } from 'ai'
function run(prompts) {
  return Promise.all(prompts.map((prompt) => generateText({ model, prompt })))
}
export const all = async (ids) => run(await load(ids))`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 10,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
function run(prompts) {
  return pMap(prompts, (prompt) => generateText({ model, prompt }), { concurrency: 5 })
}
export const all = async (ids) => run(await load(ids))`,
            },
          ],
        },
      ],
    },
    {
      name: 'as many calls as the caller says',
      code: `import { generateText } from 'ai'
export const best = (n: number, prompt: string) =>
  Promise.all(Array.from({ length: n }).map(() => generateText({ model, prompt })))
`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export const best = (n: number, prompt: string) =>
  pMap(Array.from({ length: n }), () => generateText({ model, prompt }), { concurrency: 5 })
`,
            },
          ],
        },
      ],
    },
    {
      name: 'as many calls as the caller says, made by Array.from',
      code: `import { generateText } from 'ai'
export const best = (n: number, prompt: string) =>
  Promise.all(Array.from({ length: n }, () => generateText({ model, prompt })))
`,
      errors: [{ messageId: 'model', line: 3, column: 3, endColumn: 14 }],
    },
    {
      name: 'as many calls as the caller says, by Array',
      code: `import { generateText } from 'ai'
export const best = (n: number, prompt: string) =>
  Promise.all([...Array(n).keys()].map((seed) => generateText({ model, prompt, seed })))
`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export const best = (n: number, prompt: string) =>
  pMap([...Array(n).keys()], (seed) => generateText({ model, prompt, seed }), { concurrency: 5 })
`,
            },
          ],
        },
      ],
    },
    {
      name: 'as many calls as an option says',
      code: `import { generateText } from 'ai'
export const best = ({ n, prompt }: Options) =>
  Promise.all(new Array(n).fill(prompt).map((prompt) => generateText({ model, prompt })))
`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 3,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export const best = ({ n, prompt }: Options) =>
  pMap(new Array(n).fill(prompt), (prompt) => generateText({ model, prompt }), { concurrency: 5 })
`,
            },
          ],
        },
      ],
    },
    {
      name: 'as many calls as the caller says, pushed in a loop',
      code: `import { generateText } from 'ai'
export async function best(n: number, prompt: string) {
  const calls = []
  for (let i = 0; i < n; i++) calls.push(generateText({ model, prompt }))
  return Promise.all(calls)
}
`,
      errors: [{ messageId: 'model', line: 5, column: 10, endColumn: 21 }],
    },
    {
      name: 'the pieces of a text, however many',
      code: `import { generateText } from 'ai'
export async function summarise(chunks: string[]) {
  return Promise.all(chunks.map((prompt) => generateText({ model, prompt })))
}
`,
      errors: [
        {
          messageId: 'model',
          line: 3,
          column: 10,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { generateText } from 'ai'
import pMap from 'p-map'
export async function summarise(chunks: string[]) {
  return pMap(chunks, (prompt) => generateText({ model, prompt }), { concurrency: 5 })
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a command of Bedrock, whose client a method makes',
      code: `import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
export class Embedder {
  private async client() {
    return new BedrockRuntimeClient({ credentials: await this.credentials() })
  }
  async one(inputText: string) {
    const client = await this.client()
    const command = new InvokeModelCommand({ modelId: 'm', body: JSON.stringify({ inputText }) })
    return client.send(command)
  }
  all(texts: string[]) {
    return Promise.all(texts.map((text) => this.one(text)))
  }
}
`,
      errors: [
        {
          messageId: 'model',
          line: 12,
          column: 12,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'limit',
              data: { library: '`p-map` (`npm install p-map@7`)' },
              output: `import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import pMap from 'p-map'
export class Embedder {
  private async client() {
    return new BedrockRuntimeClient({ credentials: await this.credentials() })
  }
  async one(inputText: string) {
    const client = await this.client()
    const command = new InvokeModelCommand({ modelId: 'm', body: JSON.stringify({ inputText }) })
    return client.send(command)
  }
  all(texts: string[]) {
    return pMap(texts, (text) => this.one(text), { concurrency: 5 })
  }
}
`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'as many calls as a field says, which is set once by who makes the object',
      code: `import OpenAI from 'openai'
export class Images {
  private client = new OpenAI()
  private n = 1
  constructor(fields?: { n?: number }) {
    this.n = fields?.n ?? this.n
  }
  async draw(prompt: string) {
    if (this.n > 1) {
      return Promise.all(Array.from({ length: this.n }).map(() => this.client.images.generate({ model: 'm', prompt, n: 1 })))
    }
    return [await this.client.images.generate({ model: 'm', prompt })]
  }
}
`,
    },
    {
      name: 'a list that is written out',
      code: `import { generateText } from 'ai'
export const run = () => Promise.all(['a', 'b', 'c'].map((prompt) => generateText({ model, prompt })))
const STYLES = ['short', 'long'] as const
export const two = () => Promise.all(STYLES.map((prompt) => generateText({ model, prompt })))
export const three = () => Promise.all(Object.keys({ a: 1, b: 2 }).map((prompt) => generateText({ model, prompt })))`,
    },
    {
      name: 'calls that are written out',
      code: `import { generateText } from 'ai'
export const run = (a, b) => Promise.all([generateText({ model, prompt: a }), generateText({ model, prompt: b })])`,
    },
    {
      name: 'so many of the list',
      code: `import { generateText } from 'ai'
export const run = (prompts, n) => Promise.all(prompts.slice(0, 5).map((prompt) => generateText({ model, prompt })))
export const last = (prompts) => Promise.all(prompts.slice(-3).map((prompt) => generateText({ model, prompt })))
export const some = (prompts, n) => Promise.all(prompts.filter(Boolean).slice(0, n).map((prompt) => generateText({ model, prompt })))`,
    },
    {
      name: 'portions of a loop',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  for (let i = 0; i < prompts.length; i += 5) {
    const batch = prompts.slice(i, i + 5)
    await Promise.all(batch.map((prompt) => generateText({ model, prompt })))
  }
  while (prompts.length > 0) await Promise.all(prompts.splice(0, 5).map((prompt) => generateText({ model, prompt })))
}`,
    },
    {
      name: 'portions of a helper',
      code: `import { generateText } from 'ai'
import { chunk } from 'es-toolkit'
export async function run(prompts) {
  for (const batch of chunk(prompts, 5)) await Promise.all(batch.map((prompt) => generateText({ model, prompt })))
  for (const some of portions(prompts)) await Promise.all(some.map((prompt) => generateText({ model, prompt })))
}`,
    },
    {
      name: 'a function that is given portions',
      code: `import { generateText } from 'ai'
async function runBatch(batch) {
  return Promise.all(batch.map((prompt) => generateText({ model, prompt })))
}
async function runSome(items) {
  return Promise.all(items.map((prompt) => generateText({ model, prompt })))
}
export async function run(prompts) {
  await runBatch(prompts)
  for (let i = 0; i < prompts.length; i += 5) await runSome(prompts.slice(i, i + 5))
}`,
    },
    {
      name: 'p-limit',
      code: `import { generateText } from 'ai'
import pLimit from 'p-limit'
const limit = pLimit(5)
export const run = (prompts) => Promise.all(prompts.map((prompt) => limit(() => generateText({ model, prompt }))))
export const two = (prompts) => Promise.all(prompts.map((prompt) => limit(generateText, { model, prompt })))`,
    },
    {
      name: 'p-map and p-queue',
      code: `import { generateText } from 'ai'
import pMap from 'p-map'
import PQueue from 'p-queue'
const queue = new PQueue({ concurrency: 3 })
export const run = (prompts) => pMap(prompts, (prompt) => generateText({ model, prompt }), { concurrency: 5 })
export const two = (prompts) => Promise.all(prompts.map((prompt) => queue.add(() => generateText({ model, prompt }))))`,
    },
    {
      name: 'a limiter in a field',
      code: `import { generateText } from 'ai'
import Bottleneck from 'bottleneck'
export class Runner {
  limiter = new Bottleneck({ maxConcurrent: 2 })
  run(prompts) {
    return Promise.all(prompts.map((prompt) => this.limiter.schedule(() => generateText({ model, prompt }))))
  }
}`,
    },
    {
      name: 'a semaphore',
      code: `import { generateText } from 'ai'
export const run = (prompts) => Promise.all(prompts.map(async (prompt) => {
  await slots.acquire()
  try { return await generateText({ model, prompt }) } finally { slots.release() }
}))`,
    },
    {
      name: 'a limiter of the settings',
      settings: { streaming: { limiters: ['inTurn', 'gate'] } },
      code: `import { generateText } from 'ai'
export const run = (prompts) => Promise.all(prompts.map(async (prompt) => {
  await inTurn()
  return generateText({ model, prompt })
}))
export const two = (prompts) => Promise.all(prompts.map(async (prompt) => {
  await gate.pass()
  return generateText({ model, prompt })
}))`,
    },
    {
      name: 'a function that may limit what it is given',
      code: `import { generateText } from 'ai'
import { limited, withSlot } from './limits'
export const run = (prompts) => Promise.all(prompts.map((prompt) => limited(() => generateText({ model, prompt }))))
export const two = (prompts) => Promise.all(prompts.map((prompt) => withSlot(async () => { await generateText({ model, prompt }) })))
export const three = (prompts) => Promise.all(prompts.map(limited))`,
    },
    {
      name: 'a number of calls that the file fixes, cuts or tests',
      code: `import { generateText } from 'ai'
const TIMES = 4
export const run = (prompt) => Promise.all(Array.from({ length: TIMES }, () => generateText({ model, prompt })))
export const two = (n, prompt) => Promise.all([...Array(Math.min(n, 5))].map(() => generateText({ model, prompt })))
export const three = (prompt) => Promise.all(new Array(3).fill(0).map(() => generateText({ model, prompt })))
export async function four(n, prompt) {
  if (n > 10) throw new RangeError('At most ten')
  const calls = []
  for (let i = 0; i < n; i++) calls.push(generateText({ model, prompt }))
  return Promise.all(calls)
}
const ask = (times, prompt) => Promise.all(Array.from({ length: times }).map(() => generateText({ model, prompt })))
export const five = (prompt) => ask(2, prompt)`,
    },
    {
      name: 'workers of a pool',
      code: `import { generateText } from 'ai'
export async function run(prompts, concurrency) {
  const queue = [...prompts]
  const results = []
  async function worker() {
    while (queue.length > 0) results.push(await generateText({ model, prompt: queue.shift() }))
  }
  await Promise.all(Array.from({ length: concurrency }, () => worker()))
  const workers = []
  for (let i = 0; i < concurrency; i++) workers.push(worker())
  await Promise.all(workers)
}`,
    },
    {
      name: 'workers over one iterator',
      code: `import { generateText } from 'ai'
export async function run(prompts, workers) {
  const iterator = prompts.entries()
  await Promise.all(workers.map(async () => {
    for (const [i, prompt] of iterator) await generateText({ model, prompt })
  }))
}`,
    },
    {
      name: 'promises that are counted',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  let pending = []
  for (const prompt of prompts) {
    pending.push(generateText({ model, prompt }))
    if (pending.length >= 5) {
      await Promise.all(pending)
      pending = []
    }
  }
  await Promise.all(pending)
}`,
    },
    {
      name: 'a race inside the loop',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  const pending = []
  for (const prompt of prompts) {
    pending.push(generateText({ model, prompt }))
    await Promise.race(pending)
  }
  await Promise.all(pending)
}`,
    },
    {
      name: 'a few in each turn of the loop',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  for (const prompt of prompts) {
    const two = []
    for (const style of ['short', 'long']) two.push(generateText({ model, prompt: style + prompt }))
    await Promise.all(two)
  }
}`,
    },
    {
      name: 'a list that is too long is refused',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  if (prompts.length > 20) throw new RangeError('too many')
  return Promise.all(prompts.map((prompt) => generateText({ model, prompt })))
}`,
    },
    {
      name: 'a tuple',
      code: `import { generateText } from 'ai'
export const run = (pair: [string, string]) => Promise.all(pair.map((prompt) => generateText({ model, prompt })))`,
    },
    {
      name: 'tools that the model asked for',
      code: `import { generateText } from 'ai'
export async function run(message) {
  await Promise.all(message.tool_calls.map(async (call) => generateText({ model, prompt: call.arguments })))
  await Promise.all(toolCalls.filter(Boolean).map((call) => summarise(call)))
}
const summarise = (call) => generateText({ model, prompt: call.input })`,
    },
    {
      name: 'no model',
      code: `export const run = (ids) => Promise.all(ids.map((id) => db.load(id)))
export const two = (urls) => Promise.all(urls.map((url) => fetch(url)))
export const three = (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).json()))
export const four = (files) => Promise.all(files.map((file) => readFile(file)))`,
    },
    {
      name: 'a body that is only asked for',
      code: `export const run = (urls) => Promise.all(urls.map(async (url) => {
  const response = await fetch(url)
  if (!response.body) throw new Error('no body')
  return response.text()
}))`,
    },
    {
      name: 'a model that is called later',
      code: `import { generateText } from 'ai'
export const run = (prompts) => Promise.all(prompts.map((prompt) => ({ start: () => generateText({ model, prompt }) })))`,
    },
    {
      name: 'one call after the other',
      code: `import { generateText } from 'ai'
export async function run(prompts) {
  for (const prompt of prompts) await generateText({ model, prompt })
  await prompts.reduce((last, prompt) => last.then(() => generateText({ model, prompt })), Promise.resolve())
}`,
    },
    {
      name: 'LangChain limits its own calls',
      code: `import { ChatOpenAI } from '@langchain/openai'
const llm = new ChatOpenAI({ model: 'm', maxConcurrency: 5 })
export const run = (texts) => Promise.all(texts.map((text) => llm.invoke(text)))`,
    },
    {
      name: 'one call for the whole list',
      code: `import { embedMany } from 'ai'
export const run = (values) => Promise.all([embedMany({ model, values })])`,
    },
    {
      name: 'a local Promise',
      code: `import { generateText } from 'ai'
import { Promise } from './promise'
export const run = (prompts) => Promise.all(prompts.map((prompt) => generateText({ model, prompt })))`,
    },
    {
      name: 'a list of another file',
      code: `import { generateText } from 'ai'
import { STYLES } from './styles'
export const run = () => Promise.all(STYLES.map((prompt) => generateText({ model, prompt })))`,
    },
    {
      name: 'a test',
      file: 'test/run.test.ts',
      code: `import { generateText } from 'ai'
export const run = (prompts) => Promise.all(prompts.map((prompt) => generateText({ model, prompt })))`,
    },
    {
      name: 'batches',
      code: `import { generateText } from 'ai'
export async function summarise(batches: string[][]) {
  return Promise.all(batches.map((batch) => generateText({ model, prompt: batch.join() })))
}
`,
    },
    {
      name: 'one portion',
      code: `import { generateText } from 'ai'
export async function summarise(chunk: string[]) {
  return Promise.all(chunk.map((prompt) => generateText({ model, prompt })))
}
`,
    },
    {
      name: 'as many as run at once',
      code: `import { generateText } from 'ai'
export const run = (workers: number, prompt: string) =>
  Promise.all(Array.from({ length: workers }, () => generateText({ model, prompt })))
`,
    },
  ],
})
