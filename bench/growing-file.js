/**
 * A server file of at least the given number of lines: streams, pipes, readers, routes and nested functions, right and wrong ones, each
 * block with names of its own. What grows faster than the file is quadratic in one of them.
 * @param {number} lines
 */
export function growingFile(lines) {
  const head = `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import express from 'express'
import OpenAI from 'openai'

const app = express()
const openai = new OpenAI()
const clients = new Map<string, Set<express.Response>>()
`
  const parts = [head]
  let count = head.split('\n').length
  for (let i = 0; count < lines; i++) {
    const part = block(i)
    parts.push(part)
    count += part.split('\n').length - 1
  }
  return parts.join('')
}

function block(i) {
  return `
app.get('/events/${i}', requireUser, async (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  const room${i} = clients.get(req.params.id) ?? new Set()
  room${i}.add(res)
  res.on('close', () => room${i}.delete(res))
  const completion${i} = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages: [], stream: true })
  let answer${i} = ''
  for await (const chunk of completion${i}) {
    answer${i} += chunk.choices[0]?.delta.content ?? ''
    res.write(\`data: \${JSON.stringify({ text: answer${i} })}\\n\\n\`)
  }
  res.end()
})

export async function read${i}(url: string, signal: AbortSignal): Promise<string[]> {
  const response = await fetch(url, { signal })
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  const lines${i}: string[] = []
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    rest += decoder.decode(value)
    const found = rest.split('\\n')
    rest = found.pop() ?? ''
    for (const line of found) if (line.startsWith('data: ')) lines${i}.push(line.slice(6))
  }
  return lines${i}.map((line) => {
    const outer = (text: string) => {
      const inner = (part: string) => \`\${part}\${text}\`
      return inner(text)
    }
    return outer(line)
  })
}

export function copy${i}(from: string, to: string): void {
  const source${i} = createReadStream(from)
  source${i}.on('error', (error) => console.error(error))
  source${i}.pipe(createGzip()).pipe(createWriteStream(to))
  void pipeline(createReadStream(from), createWriteStream(\`\${to}.copy\`))
}

export function broadcast${i}(id: string, text: string): void {
  for (const client of clients.get(id) ?? []) client.write(\`data: \${text}\\n\\n\`)
}
`
}
