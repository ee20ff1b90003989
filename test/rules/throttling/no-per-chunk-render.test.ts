import rule from '../../../rules/throttling/no-per-chunk-render.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a text that grows, or comes as a whole',
      file: 'src/draft.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Draft({ reader }) {
  const [text, setText] = useState('')
  async function read() {
    const decoder = new TextDecoder()
    let all = ''
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      const event = JSON.parse(decoder.decode(value, { stream: true }))
      if (event.delta) all += event.delta
      else if (event.content) all = event.content
      setText(all)
    }
  }
  return <p onClick={read}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 13,
          column: 7,
          endColumn: 14,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Draft({ reader }) {
  const [text, setText] = useState('')
  async function read() {
    const decoder = new TextDecoder()
    let all = ''
    const setTextSoon = throttle(setText, 50)
    try {
      while (true) {
        const { done, value } = await reader.read()
        if (done) break
        const event = JSON.parse(decoder.decode(value, { stream: true }))
        if (event.delta) all += event.delta
        else if (event.content) all = event.content
        setTextSoon(all)
      }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={read}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'events that a parser finds in the chunks',
      file: 'src/draft.ts',
      project: 'react',
      code: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function show(response: Response, output: HTMLElement) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    parser.feed(value)
    for (const event of events.splice(0)) text += event.data
    output.textContent = text
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 17,
          column: 5,
          endColumn: 23,
          data: { name: 'textContent' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { throttle } from 'es-toolkit/function'

export async function show(response: Response, output: HTMLElement) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  const renderSoon = throttle(() => {
    output.textContent = text
  }, 50)
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      parser.feed(value)
      for (const event of events.splice(0)) text += event.data
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, what has come so far',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 8,
          column: 7,
          endColumn: 14,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    const setTextSoon = throttle(setText, 50)
    try {
      for await (const chunk of stream) {
        answer += chunk
        setTextSoon(answer)
      }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, an updater that adds the chunk',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    for await (const chunk of stream) {
      setText((before) => before + chunk)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 7,
          endColumn: 14,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let pending = ''
    const setTextSoon = throttle(() => {
      const piece = pending
      pending = ''
      setText((before) => before + piece)
    }, 50)
    try {
      for await (const chunk of stream) {
        pending += chunk
        setTextSoon()
      }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, a template in the updater',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    for await (const chunk of stream) setText((before) => \`\${before}\${chunk}\`)
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 5,
          column: 39,
          endColumn: 46,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let pending = ''
    const setTextSoon = throttle(() => {
      const piece = pending
      pending = ''
      setText((before) => \`\${before}\${piece}\`)
    }, 50)
    try {
      for await (const chunk of stream) { pending += chunk; setTextSoon(); }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, the chunk itself',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    for await (const partial of stream) {
      setText(partial ?? '')
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 7,
          endColumn: 14,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    const setTextSoon = throttle(setText, 50)
    try {
      for await (const partial of stream) {
        setTextSoon(partial ?? '')
      }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, a message in a list',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
interface Message { id: string; content: string }
export function Chat({ stream, id }: { stream: AsyncIterable<string>; id: string }) {
  const [messages, setMessages] = useState<Message[]>([])
  async function run() {
    for await (const chunk of stream) {
      setMessages((all) =>
        all.map((it) => (it.id === id ? { ...it, content: it.content + chunk } : it)),
      )
    }
  }
  return <p onClick={() => void run()}>{messages.length}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 7,
          endColumn: 18,
          data: { name: 'setMessages' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
interface Message { id: string; content: string }
export function Chat({ stream, id }: { stream: AsyncIterable<string>; id: string }) {
  const [messages, setMessages] = useState<Message[]>([])
  async function run() {
    let pending = ''
    const setMessagesSoon = throttle(() => {
      const piece = pending
      pending = ''
      setMessages((all) =>
        all.map((it) => (it.id === id ? { ...it, content: it.content + piece } : it)),
      )
    }, 50)
    try {
      for await (const chunk of stream) {
        pending += chunk
        setMessagesSoon()
      }
    } finally {
      setMessagesSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{messages.length}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, a read loop, with an end and an error',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer() {
  const [answer, setAnswer] = useState('')
  const [busy, setBusy] = useState(false)
  async function ask(url: string) {
    setBusy(true)
    const response = await fetch(url)
    if (!response.ok || !response.body) throw new Error('failed')
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    try {
      while (true) {
        const { done, value } = await reader.read()
        if (done) break
        text += value
        setAnswer(text)
      }
    } finally {
      setBusy(false)
    }
  }
  return { answer, busy, ask }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 16,
          column: 9,
          endColumn: 18,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function useAnswer() {
  const [answer, setAnswer] = useState('')
  const [busy, setBusy] = useState(false)
  async function ask(url: string) {
    setBusy(true)
    const response = await fetch(url)
    if (!response.ok || !response.body) throw new Error('failed')
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    try {
      const setAnswerSoon = throttle(setAnswer, 50)
      try {
        while (true) {
          const { done, value } = await reader.read()
          if (done) break
          text += value
          setAnswerSoon(text)
        }
      } finally {
        setAnswerSoon.flush()
      }
    } finally {
      setBusy(false)
    }
  }
  return { answer, busy, ask }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, frames of an event stream',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer(response: Response) {
  const [answer, setAnswer] = useState('')
  const [status, setStatus] = useState('')
  async function read() {
    const reader = response.body!.getReader()
    const decoder = new TextDecoder()
    let buffer = ''
    let text = ''
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      buffer += decoder.decode(value, { stream: true })
      const lines = buffer.split('\\n')
      buffer = lines.pop() ?? ''
      for (const line of lines) {
        if (!line.startsWith('data: ')) continue
        const event = JSON.parse(line.slice(6))
        if (event.type === 'status') setStatus(event.status)
        if (event.type === 'delta') {
          text += event.delta
          setAnswer(text)
        }
      }
    }
  }
  return { answer, status, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 22,
          column: 11,
          endColumn: 20,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function useAnswer(response: Response) {
  const [answer, setAnswer] = useState('')
  const [status, setStatus] = useState('')
  async function read() {
    const reader = response.body!.getReader()
    const decoder = new TextDecoder()
    let buffer = ''
    let text = ''
    const setAnswerSoon = throttle(setAnswer, 50)
    try {
      while (true) {
        const { done, value } = await reader.read()
        if (done) break
        buffer += decoder.decode(value, { stream: true })
        const lines = buffer.split('\\n')
        buffer = lines.pop() ?? ''
        for (const line of lines) {
          if (!line.startsWith('data: ')) continue
          const event = JSON.parse(line.slice(6))
          if (event.type === 'status') setStatus(event.status)
          if (event.type === 'delta') {
            text += event.delta
            setAnswerSoon(text)
          }
        }
      }
    } finally {
      setAnswerSoon.flush()
    }
  }
  return { answer, status, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, two setters',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer(stream: AsyncIterable<{ text: string; thought: string }>) {
  const [answer, setAnswer] = useState('')
  const [thoughts, setThoughts] = useState('')
  async function read() {
    let text = ''
    let thinking = ''
    for await (const chunk of stream) {
      text += chunk.text
      setAnswer(text)
      thinking += chunk.thought
      setThoughts(thinking)
    }
  }
  return { answer, thoughts, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 10,
          column: 7,
          endColumn: 16,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function useAnswer(stream: AsyncIterable<{ text: string; thought: string }>) {
  const [answer, setAnswer] = useState('')
  const [thoughts, setThoughts] = useState('')
  async function read() {
    let text = ''
    let thinking = ''
    const setAnswerSoon = throttle(setAnswer, 50)
    const setThoughtsSoon = throttle(setThoughts, 50)
    try {
      for await (const chunk of stream) {
        text += chunk.text
        setAnswerSoon(text)
        thinking += chunk.thought
        setThoughtsSoon(thinking)
      }
    } finally {
      setAnswerSoon.flush()
      setThoughtsSoon.flush()
    }
  }
  return { answer, thoughts, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'one setter, two parts of the state: one must not replace the other',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer(stream: AsyncIterable<{ kind: string; text: string }>) {
  const [message, setMessage] = useState({ answer: '', thoughts: '' })
  async function read() {
    let answer = ''
    let thoughts = ''
    for await (const chunk of stream) {
      if (chunk.kind === 'answer') {
        answer += chunk.text
        setMessage((before) => ({ ...before, answer }))
      } else {
        thoughts += chunk.text
        setMessage((before) => ({ ...before, thoughts }))
      }
    }
  }
  return { message, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 10,
          column: 9,
          endColumn: 19,
          data: { name: 'setMessage' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function useAnswer(stream: AsyncIterable<{ kind: string; text: string }>) {
  const [message, setMessage] = useState({ answer: '', thoughts: '' })
  async function read() {
    let answer = ''
    let thoughts = ''
    const setMessageSoon = throttle(setMessage, 50)
    const setMessageSoon2 = throttle(setMessage, 50)
    try {
      for await (const chunk of stream) {
        if (chunk.kind === 'answer') {
          answer += chunk.text
          setMessageSoon((before) => ({ ...before, answer }))
        } else {
          thoughts += chunk.text
          setMessageSoon2((before) => ({ ...before, thoughts }))
        }
      }
    } finally {
      setMessageSoon.flush()
      setMessageSoon2.flush()
    }
  }
  return { message, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a reducer that is told of each chunk',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useReducer } from 'react'
import { reducer } from './reducer'
export function useAnswer(stream: AsyncIterable<{ text: string }>) {
  const [state, dispatch] = useReducer(reducer, { text: '' })
  async function read() {
    for await (const chunk of stream) {
      dispatch({ type: 'token', text: chunk.text })
    }
  }
  return { state, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 7,
          endColumn: 15,
          data: { name: 'dispatch' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useReducer } from 'react'
import { reducer } from './reducer'
import { throttle } from 'es-toolkit/function'
export function useAnswer(stream: AsyncIterable<{ text: string }>) {
  const [state, dispatch] = useReducer(reducer, { text: '' })
  async function read() {
    let pending = ''
    const renderSoon = throttle(() => {
      const piece = pending
      pending = ''
      dispatch({ type: 'token', text: piece })
    }, 50)
    try {
      for await (const chunk of stream) {
        pending += chunk.text
        renderSoon()
      }
    } finally {
      renderSoon.flush()
    }
  }
  return { state, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a callback for chunks',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useCallback, useState } from 'react'
import { generate } from './generate'
export function useAnswer() {
  const [content, setContent] = useState('')
  const start = useCallback(async (prompt: string) => {
    setContent('')
    await generate(prompt, {
      onChunk: (chunk: { content: string }) => {
        setContent((before) => before + chunk.content)
      },
      onError: (error: unknown) => console.error(error),
    })
  }, [])
  return { content, start }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 9,
          column: 9,
          endColumn: 19,
          data: { name: 'setContent' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useCallback, useState } from 'react'
import { generate } from './generate'
import { throttle } from 'es-toolkit/function'
export function useAnswer() {
  const [content, setContent] = useState('')
  const start = useCallback(async (prompt: string) => {
    setContent('')
    let pending = ''
    const setContentSoon = throttle(() => {
      const piece = pending
      pending = ''
      setContent((before) => before + piece)
    }, 50)
    await generate(prompt, {
      onChunk: (chunk: { content: string }) => {
        pending += chunk.content
        setContentSoon()
      },
      onError: (error: unknown) => console.error(error),
    })
  }, [])
  return { content, start }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'messages of an EventSource',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Feed({ url }: { url: string }) {
  const [text, setText] = useState('')
  useEffect(() => {
    const source = new EventSource(url)
    source.onmessage = (event) => setText((before) => before + event.data)
    return () => source.close()
  }, [url])
  return <p>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 35,
          endColumn: 42,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useEffect, useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Feed({ url }: { url: string }) {
  const [text, setText] = useState('')
  useEffect(() => {
    const source = new EventSource(url)
    let pending = ''
    const setTextSoon = throttle(() => {
      const piece = pending
      pending = ''
      setText((before) => before + piece)
    }, 50)
    source.onmessage = (event) => { pending += event.data; setTextSoon() }
    return () => source.close()
  }, [url])
  return <p>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'messages of a WebSocket, shown as they are',
      file: 'src/feed.js',
      project: 'esm',
      code: `const output = document.querySelector('#out')
export function follow(url) {
  const socket = new WebSocket(url)
  socket.addEventListener('message', (event) => {
    output.textContent = event.data
  })
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 5,
          column: 5,
          endColumn: 23,
          data: { name: 'textContent' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { throttle } from 'es-toolkit/function'

const output = document.querySelector('#out')
export function follow(url) {
  const socket = new WebSocket(url)
  const renderSoon = throttle((value) => {
    output.textContent = value
  }, 50)
  socket.addEventListener('message', (event) => {
    renderSoon(event.data)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a setter of React by its type',
      project: 'react',
      code: `import type { Dispatch, SetStateAction } from 'react'
export async function show(stream: AsyncIterable<string>, setText: Dispatch<SetStateAction<string>>): Promise<void> {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    setText(text)
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 5,
          endColumn: 12,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import type { Dispatch, SetStateAction } from 'react'
import { throttle } from 'es-toolkit/function'
export async function show(stream: AsyncIterable<string>, setText: Dispatch<SetStateAction<string>>): Promise<void> {
  let text = ''
  const setTextSoon = throttle(setText, 50)
  try {
    for await (const chunk of stream) {
      text += chunk
      setTextSoon(text)
    }
  } finally {
    setTextSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a class component',
      file: 'src/chat.js',
      project: 'react',
      code: `import { Component } from 'react'
export class Chat extends Component {
  state = { text: '' }
  async read(stream) {
    for await (const chunk of stream) {
      this.setState({ text: this.state.text + chunk })
    }
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 12,
          endColumn: 20,
          data: { name: 'setState' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { Component } from 'react'
import { throttle } from 'es-toolkit/function'
export class Chat extends Component {
  state = { text: '' }
  async read(stream) {
    let pending = ''
    const setStateSoon = throttle(() => {
      const piece = pending
      pending = ''
      this.setState({ text: this.state.text + piece })
    }, 50)
    try {
      for await (const chunk of stream) {
        pending += chunk
        setStateSoon()
      }
    } finally {
      setStateSoon.flush()
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the page itself',
      code: `import { readAnswer } from './read-answer'
export async function ask(bubble: HTMLElement, question: string): Promise<void> {
  for await (const answer of readAnswer(question)) {
    bubble.textContent = answer
    bubble.scrollIntoView()
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 4,
          column: 5,
          endColumn: 23,
          data: { name: 'textContent' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { readAnswer } from './read-answer'
import { throttle } from 'es-toolkit/function'
export async function ask(bubble: HTMLElement, question: string): Promise<void> {
  const renderSoon = throttle((value: typeof bubble.textContent) => {
    bubble.textContent = value
  }, 50)
  try {
    for await (const answer of readAnswer(question)) {
      renderSoon(answer)
      bubble.scrollIntoView()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the page itself, one piece more',
      code: `export async function show(reader: ReadableStreamDefaultReader<string>, target: HTMLElement): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    target.innerHTML += value
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 5,
          column: 5,
          endColumn: 21,
          data: { name: 'innerHTML' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { throttle } from 'es-toolkit/function'

export async function show(reader: ReadableStreamDefaultReader<string>, target: HTMLElement): Promise<void> {
  let pending = ''
  const renderSoon = throttle(() => {
    const piece = pending
    pending = ''
    target.innerHTML += piece
  }, 50)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      pending += value
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the page itself, appended',
      file: 'src/log.js',
      project: 'esm',
      code: `const log = document.getElementById('log')
export async function show(stream) {
  for await (const chunk of stream) log.append(chunk)
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 3,
          column: 41,
          endColumn: 47,
          data: { name: 'log' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { throttle } from 'es-toolkit/function'

const log = document.getElementById('log')
export async function show(stream) {
  let pending = ''
  const renderSoon = throttle(() => {
    const piece = pending
    pending = ''
    log.append(piece)
  }, 50)
  try {
    for await (const chunk of stream) { pending += chunk; renderSoon(); }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the page itself, a text node',
      file: 'src/log.js',
      project: 'esm',
      code: `const log = document.getElementById('log')
export async function show(stream) {
  for await (const chunk of stream) {
    log.appendChild(document.createTextNode(chunk))
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 4,
          column: 9,
          endColumn: 20,
          data: { name: 'log' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { throttle } from 'es-toolkit/function'

const log = document.getElementById('log')
export async function show(stream) {
  let pending = ''
  const renderSoon = throttle(() => {
    const piece = pending
    pending = ''
    log.appendChild(document.createTextNode(piece))
  }, 50)
  try {
    for await (const chunk of stream) {
      pending += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a function that paints',
      code: `const target = document.querySelector('p')!
function paint(text: string): void {
  target.textContent = text
}
export async function show(stream: AsyncIterable<string>): Promise<void> {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    paint(text)
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 9,
          column: 5,
          endColumn: 10,
          data: { name: 'textContent' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { throttle } from 'es-toolkit/function'

const target = document.querySelector('p')!
function paint(text: string): void {
  target.textContent = text
}
export async function show(stream: AsyncIterable<string>): Promise<void> {
  let text = ''
  const paintSoon = throttle(paint, 50)
  try {
    for await (const chunk of stream) {
      text += chunk
      paintSoon(text)
    }
  } finally {
    paintSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a function that handles events',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('')
  const [error, setError] = useState('')
  function handle(event: { type: string; text: string }) {
    switch (event.type) {
      case 'token':
        setAnswer((before) => before + event.text)
        break
      case 'error':
        setError(event.text)
        break
    }
  }
  async function read() {
    for await (const line of stream) handle(JSON.parse(line))
  }
  return { answer, error, read }
}`,
      errors: [{ messageId: 'perChunk', line: 16, column: 38, endColumn: 44, data: { name: 'setAnswer' } }],
    },
    {
      name: "Vue's ref",
      code: `import { ref } from 'vue'
export function useAnswer(stream: AsyncIterable<string>) {
  const answer = ref('')
  async function read() {
    for await (const chunk of stream) {
      answer.value += chunk
    }
  }
  return { answer, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 7,
          endColumn: 19,
          data: { name: 'answer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { ref } from 'vue'
import { throttle } from 'es-toolkit/function'
export function useAnswer(stream: AsyncIterable<string>) {
  const answer = ref('')
  async function read() {
    let pending = ''
    const renderSoon = throttle(() => {
      const piece = pending
      pending = ''
      answer.value += piece
    }, 50)
    try {
      for await (const chunk of stream) {
        pending += chunk
        renderSoon()
      }
    } finally {
      renderSoon.flush()
    }
  }
  return { answer, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: "Vue's ref, a snapshot",
      code: `import { ref } from 'vue'
const answer = ref('')
export async function read(stream: AsyncIterable<string>) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    answer.value = text
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 5,
          endColumn: 17,
          data: { name: 'answer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { ref } from 'vue'
import { throttle } from 'es-toolkit/function'
const answer = ref('')
export async function read(stream: AsyncIterable<string>) {
  let text = ''
  const renderSoon = throttle(() => {
    answer.value = text
  }, 50)
  try {
    for await (const chunk of stream) {
      text += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: "Vue's reactive, deep inside",
      file: 'src/state.js',
      project: 'esm',
      code: `import { reactive } from 'vue'
const state = reactive({ messages: [{ text: '' }] })
export async function read(stream) {
  for await (const chunk of stream) {
    state.messages[0].text += chunk
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 5,
          column: 5,
          endColumn: 27,
          data: { name: 'text' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { reactive } from 'vue'
import { throttle } from 'es-toolkit/function'
const state = reactive({ messages: [{ text: '' }] })
export async function read(stream) {
  let pending = ''
  const renderSoon = throttle(() => {
    const piece = pending
    pending = ''
    state.messages[0].text += piece
  }, 50)
  try {
    for await (const chunk of stream) {
      pending += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: "Svelte's store",
      project: 'sveltekit',
      code: `import { writable } from 'svelte/store'
export const answer = writable('')
export async function read(stream: AsyncIterable<string>) {
  for await (const chunk of stream) {
    answer.update((text) => text + chunk)
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 5,
          column: 12,
          endColumn: 18,
          data: { name: 'answer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { writable } from 'svelte/store'
import { throttle } from 'es-toolkit/function'
export const answer = writable('')
export async function read(stream: AsyncIterable<string>) {
  let pending = ''
  const renderSoon = throttle(() => {
    const piece = pending
    pending = ''
    answer.update((text) => text + piece)
  }, 50)
  try {
    for await (const chunk of stream) {
      pending += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: "Angular's signal",
      code: `import { signal } from '@angular/core'
const answer = signal('')
export async function read(stream: AsyncIterable<string>) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    answer.set(text)
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 12,
          endColumn: 15,
          data: { name: 'answer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { signal } from '@angular/core'
import { throttle } from 'es-toolkit/function'
const answer = signal('')
export async function read(stream: AsyncIterable<string>) {
  let text = ''
  const renderSoon = throttle(() => {
    answer.set(text)
  }, 50)
  try {
    for await (const chunk of stream) {
      text += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: "Solid's signal",
      code: `import { createSignal } from 'solid-js'
const [answer, setAnswer] = createSignal('')
export async function read(stream: AsyncIterable<string>) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    setAnswer(text)
  }
}
export { answer }`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 5,
          endColumn: 14,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { createSignal } from 'solid-js'
import { throttle } from 'es-toolkit/function'
const [answer, setAnswer] = createSignal('')
export async function read(stream: AsyncIterable<string>) {
  let text = ''
  const setAnswerSoon = throttle(setAnswer, 50)
  try {
    for await (const chunk of stream) {
      text += chunk
      setAnswerSoon(text)
    }
  } finally {
    setAnswerSoon.flush()
  }
}
export { answer }`,
            },
          ],
        },
      ],
    },
    {
      name: "Preact's signal",
      code: `import { signal } from '@preact/signals'
const answer = signal('')
export async function read(stream: AsyncIterable<string>) {
  for await (const chunk of stream) {
    answer.value = answer.value + chunk
  }
}`,
      errors: [{ messageId: 'perChunk', line: 5, column: 5, endColumn: 17, data: { name: 'answer' } }],
    },
    {
      name: 'a store of zustand',
      file: 'src/store.js',
      project: 'react',
      code: `import { create } from 'zustand'
export const useChat = create((set) => ({
  text: '',
  async read(stream) {
    for await (const chunk of stream) {
      set((state) => ({ text: state.text + chunk }))
    }
  },
}))`,
      errors: [
        {
          messageId: 'perChunk',
          line: 6,
          column: 7,
          endColumn: 10,
          data: { name: 'set' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { create } from 'zustand'
import { throttle } from 'es-toolkit/function'
export const useChat = create((set) => ({
  text: '',
  async read(stream) {
    let pending = ''
    const setSoon = throttle(() => {
      const piece = pending
      pending = ''
      set((state) => ({ text: state.text + piece }))
    }, 50)
    try {
      for await (const chunk of stream) {
        pending += chunk
        setSoon()
      }
    } finally {
      setSoon.flush()
    }
  },
}))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a store of zustand from outside',
      file: 'src/store.js',
      project: 'react',
      code: `import { create } from 'zustand'
const useChat = create(() => ({ text: '' }))
export async function read(stream) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    useChat.setState({ text })
  }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 13,
          endColumn: 21,
          data: { name: 'useChat' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { create } from 'zustand'
import { throttle } from 'es-toolkit/function'
const useChat = create(() => ({ text: '' }))
export async function read(stream) {
  let text = ''
  const renderSoon = throttle(() => {
    useChat.setState({ text })
  }, 50)
  try {
    for await (const chunk of stream) {
      text += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the parts of a model stream',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { streamObject } from 'ai'
import { useState } from 'react'
export function useRecipe(model: never) {
  const [recipe, setRecipe] = useState<unknown>()
  async function cook() {
    const { partialObjectStream } = streamObject({ model, prompt: 'soup' })
    for await (const partial of partialObjectStream) setRecipe(partial)
  }
  return { recipe, cook }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 7,
          column: 54,
          endColumn: 63,
          data: { name: 'setRecipe' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { streamObject } from 'ai'
import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function useRecipe(model: never) {
  const [recipe, setRecipe] = useState<unknown>()
  async function cook() {
    const { partialObjectStream } = streamObject({ model, prompt: 'soup' })
    const setRecipeSoon = throttle(setRecipe, 50)
    try {
      for await (const partial of partialObjectStream) setRecipeSoon(partial)
    } finally {
      setRecipeSoon.flush()
    }
  }
  return { recipe, cook }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'recursion through then',
      file: 'src/read.js',
      project: 'esm',
      code: `const output = document.querySelector('p')
export function read(reader) {
  let text = ''
  function next() {
    return reader.read().then(({ done, value }) => {
      if (done) return
      text += value
      output.textContent = text
      return next()
    })
  }
  return next()
}`,
      errors: [{ messageId: 'perChunk', line: 8, column: 7, endColumn: 25, data: { name: 'textContent' } }],
    },
    {
      name: 'a transform',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer(body: ReadableStream<string>) {
  const [answer, setAnswer] = useState('')
  async function read() {
    let text = ''
    await body.pipeTo(new WritableStream({
      write(chunk) {
        text += chunk
        setAnswer(text)
      },
    }))
  }
  return { answer, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 9,
          column: 9,
          endColumn: 18,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function useAnswer(body: ReadableStream<string>) {
  const [answer, setAnswer] = useState('')
  async function read() {
    let text = ''
    const setAnswerSoon = throttle(setAnswer, 50)
    await body.pipeTo(new WritableStream({
      write(chunk) {
        text += chunk
        setAnswerSoon(text)
      },
    }))
  }
  return { answer, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'while the page is there',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let gone = false
    for await (const chunk of stream) {
      answer += chunk
      if (!gone) setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 9,
          column: 18,
          endColumn: 25,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let gone = false
    const setTextSoon = throttle(setText, 50)
    try {
      for await (const chunk of stream) {
        answer += chunk
        if (!gone) setTextSoon(answer)
      }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the library is there already',
      file: 'src/use-answer.ts',
      project: 'all-libraries',
      code: `import { useState } from 'react';
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('');
  async function read() {
    let text = '';
    for await (const chunk of stream) {
      text += chunk;
      setAnswer(text);
    }
    setAnswer(text.trim());
  }
  return { answer, read };
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 8,
          column: 7,
          endColumn: 16,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit`' },
              output: `import { useState } from 'react';
import { throttle } from 'es-toolkit/function';
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('');
  async function read() {
    let text = '';
    const setAnswerSoon = throttle(setAnswer, 50);
    try {
      for await (const chunk of stream) {
        text += chunk;
        setAnswerSoon(text);
      }
    } finally {
      setAnswerSoon.flush();
    }
    setAnswer(text.trim());
  }
  return { answer, read };
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'lodash by settings',
      file: 'src/use-answer.ts',
      project: 'react',
      settings: { streaming: { libraries: { throttle: 'lodash-es' } } },
      code: `import { useState } from 'react'
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('')
  async function read() {
    let text = ''
    for await (const chunk of stream) {
      text += chunk
      setAnswer(text)
    }
  }
  return { answer, read }
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 8,
          column: 7,
          endColumn: 16,
          data: { name: 'setAnswer' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`lodash-es` (`npm install lodash-es@4 && npm install -D @types/lodash-es`)' },
              output: `import { useState } from 'react'
import { throttle } from 'lodash-es'
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('')
  async function read() {
    let text = ''
    const setAnswerSoon = throttle(setAnswer, 50)
    try {
      for await (const chunk of stream) {
        text += chunk
        setAnswerSoon(text)
      }
    } finally {
      setAnswerSoon.flush()
    }
  }
  return { answer, read }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'some text, but not for nothing',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      if (answer.length > 0) setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
      errors: [
        {
          messageId: 'perChunk',
          line: 8,
          column: 30,
          endColumn: 37,
          data: { name: 'setText' },
          suggestions: [
            {
              messageId: 'throttle',
              data: { library: '`es-toolkit` (`npm install es-toolkit@1`)' },
              output: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    const setTextSoon = throttle(setText, 50)
    try {
      for await (const chunk of stream) {
        answer += chunk
        if (answer.length > 0) setTextSoon(answer)
      }
    } finally {
      setTextSoon.flush()
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'in a component body, the callback is made by each render',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { useStream } from './use-stream'
export function Chat() {
  const [text, setText] = useState('')
  useStream({ onChunk: (chunk: string) => setText((before) => before + chunk) })
  return <p>{text}</p>
}`,
      errors: [{ messageId: 'perChunk', line: 5, column: 43, endColumn: 50, data: { name: 'setText' } }],
    },
    {
      name: 'a list that grows by each chunk',
      file: 'src/Chunks.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { open } from './open'
export function useChunks() {
  const [chunks, setChunks] = useState<unknown[]>([])
  const start = () =>
    open({
      onChunk: (chunk: unknown) => {
        setChunks((shown) => [...shown, chunk])
      },
    })
  return { chunks, start }
}`,
      errors: [{ messageId: 'perChunk', line: 8, column: 9, endColumn: 18, data: { name: 'setChunks' } }],
    },
    {
      name: 'a helper that joins what is shown with the chunk',
      file: 'src/Answer.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { joined, useSummary } from './summary'
export function Answer() {
  const [text, setText] = useState('')
  useSummary({ onToken: (token) => setText((shown) => joined(shown, token) ?? shown) })
  return <p>{text}</p>
}`,
      errors: [{ messageId: 'perChunk', line: 5, column: 36, endColumn: 43, data: { name: 'setText' } }],
    },
  ],
  silent: [
    {
      name: 'a rest that the parser hands back',
      file: 'src/draft.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Draft({ reader }) {
  const [rest, setRest] = useState('')
  async function read() {
    let kept = ''
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      kept += value
      const parsed = parse(kept)
      kept = parsed.remaining
      setRest(kept)
    }
  }
  return <p onClick={read}>{rest}</p>
}`,
    },
    {
      name: 'a list of whole messages, and a list of other things',
      file: 'src/Messages.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useMessages(socket) {
  const [messages, setMessages] = useState([])
  const [starts, setStarts] = useState([])
  socket.onMessage = (message) => setMessages((shown) => [...shown, message])
  open({ onChunk: () => setStarts((shown) => [...shown, Date.now()]) })
  return { messages, starts }
}`,
    },
    {
      name: 'a state that keeps a property of the chunk',
      file: 'src/Steps.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useSteps() {
  const [seen, setSeen] = useState({})
  open({ onChunk: (chunk) => setSeen((shown) => ({ ...shown, [chunk.id]: true })) })
  return seen
}`,
    },
    {
      name: 'a list that a throttled function adds to',
      file: 'src/Chunks.tsx',
      project: 'react',
      code: `import { throttle } from 'es-toolkit'
import { useState } from 'react'
export function useChunks() {
  const [chunks, setChunks] = useState([])
  open({ onChunk: throttle((chunk) => setChunks((shown) => [...shown, chunk]), 100) })
  return chunks
}`,
    },
    {
      name: 'a list that a message brings whole, with texts made of each item',
      code: `const container = document.getElementById('answers')!
window.addEventListener('message', (event) => {
  const message = event.data
  container.innerHTML = message.answers
    .map((answer, index) => {
      const source = answer.source ? \`<a href="\${answer.source.url}">source</a>\` : ''
      return \`<h3>\${index + 1}</h3><p>\${answer.text}</p>\${source}\`
    })
    .join('')
})`,
    },
    {
      name: 'what is shown once all has come',
      code: `import { useState } from 'react'
export function useChat() {
  const [messages, setMessages] = useState([])
  async function read(stream) {
    let text = ''
    for await (const chunk of stream) {
      text += chunk
      if (chunk.isLast) setMessages((all) => all.map((it) => ({ ...it, isStreaming: false, content: text })))
      if (chunk.isEnd) setMessages((all) => all.map((it) => ({ ...it, status: 'complete', content: text })))
    }
  }
}`,
    },
    {
      name: 'recognised sentences',
      code: `import { useCallback, useState } from 'react'
export function useSpeech() {
  const [said, setSaid] = useState('')
  return useSocket({
    onMessage: useCallback((event: MessageEvent) => {
      const data = JSON.parse(event.data)
      setSaid((prev) => (prev ? \`\${prev} \${data.text}\` : data.text))
      setSaid((prev) => prev + ' ' + data.text)
    }, []),
  })
}`,
    },
    {
      name: 'a number',
      code: `import { useState } from 'react'
export function useReading(subscribe) {
  const [reading, setReading] = useState<number>()
  const [level, setLevel] = useState(0)
  subscribe({ onData(value) { setReading(value); setLevel(value) } })
}`,
    },
    {
      name: 'a list that a whole message brings',
      code: `window.addEventListener('message', (event) => {
  const message = event.data as Message
  update(message)
})
function update(message: Message) {
  list.innerHTML = message.solutions.map((solution, index) => \`<h3>\${index}</h3><p>\${solution.text}</p>\`).join('')
}`,
    },
    {
      name: 'shown at the end',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) answer += chunk
    setText(answer)
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'status',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { setStatus, setError, setDone } from './state'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    for await (const chunk of stream) {
      if (chunk === 'start') setStatus('running')
      if (chunk.startsWith('error')) setError(chunk)
      setDone(chunk === 'end')
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'status of a frame',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useRun(stream: AsyncIterable<{ type: string; status: string; message: string; percent: number }>) {
  const [status, setStatus] = useState('')
  const [error, setError] = useState('')
  const [progress, setProgress] = useState(0)
  async function read() {
    for await (const event of stream) {
      setStatus(event.status)
      setProgress(event.percent)
      if (event.type === 'error') setError(event.message)
    }
  }
  return { status, error, progress, read }
}`,
    },
    {
      name: 'a literal',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    for await (const chunk of stream) {
      console.log(chunk)
      setText('writing…')
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a frame',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let frame = 0
    for await (const chunk of stream) {
      answer += chunk
      if (frame === 0) frame = requestAnimationFrame(() => { frame = 0; setText(answer) })
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'throttled by a library',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { throttle } from 'es-toolkit/function'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    const show = throttle(setText, 50)
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      show(answer)
    }
    show.flush()
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a throttled function of the component',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { debounce } from 'lodash'
const show = debounce((text: string) => document.title = text, 100)
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      show(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a transition',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { startTransition } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      startTransition(() => setText(answer))
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a clock',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let last = 0
    for await (const chunk of stream) {
      answer += chunk
      const now = Date.now()
      if (now - last > 50) {
        last = now
        setText(answer)
      }
    }
    setText(answer)
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a clock that goes on',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let last = performance.now()
    for await (const chunk of stream) {
      answer += chunk
      if (performance.now() - last < 50) continue
      last = performance.now()
      setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a count',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let count = 0
    for await (const chunk of stream) {
      answer += chunk
      if (++count % 20 === 0) setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a batch',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let pending: string[] = []
    for await (const chunk of stream) {
      pending.push(chunk)
      if (pending.length >= 50) {
        setText((before) => before + pending.join(''))
        pending = []
      }
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a timer',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    let timer: number | undefined
    for await (const chunk of stream) {
      answer += chunk
      timer ??= window.setTimeout(() => { timer = undefined; setText(answer) }, 50)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'a loop that sleeps between chunks, to look typed',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      setText(answer)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'batches',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { batched } from './batched'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of batched(stream, 100)) {
      answer += chunk
      setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'the last one alone',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    const reader = new Response('x').body!.getReader()
    let answer = ''
    while (true) {
      const { done, value } = await reader.read()
      if (done) {
        setText(answer)
        break
      }
      answer += String(value)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'rows of a pager',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { pages, setRows } from './pages'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    for await (const page of pages()) {
      setRows((rows) => [...rows, ...page.items])
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'rows of a pager in a state',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
import { client } from './client'
export function useRows() {
  const [rows, setRows] = useState<unknown[]>([])
  async function load() {
    for await (const page of client.list()) setRows((all) => [...all, ...page.items])
  }
  return { rows, load }
}`,
    },
    {
      name: 'named events of an EventSource',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Feed({ url }: { url: string }) {
  const [text, setText] = useState('')
  useEffect(() => {
    const source = new EventSource(url)
    source.addEventListener('chunk', (event) => setText((before) => before + event.data))
    source.addEventListener('title', (event) => setText(event.data))
    return () => source.close()
  }, [url])
  return <p>{text}</p>
}`,
    },
    {
      name: 'messages that are whole things',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Feed({ url }: { url: string }) {
  const [price, setPrice] = useState(0)
  const [events, setEvents] = useState<unknown[]>([])
  useEffect(() => {
    const source = new EventSource(url)
    source.onmessage = (event) => {
      const message = JSON.parse(event.data)
      setPrice(message.price)
      setEvents((all) => [...all, message])
    }
    return () => source.close()
  }, [url])
  return <p>{price}{events.length}</p>
}`,
    },
    {
      name: 'other kinds of frames',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useRun(response: Response) {
  const [result, setResult] = useState<unknown>()
  const [steps, setSteps] = useState<unknown[]>([])
  async function read() {
    const reader = response.body!.getReader()
    const decoder = new TextDecoder()
    let buffer = ''
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      buffer += decoder.decode(value, { stream: true })
      const lines = buffer.split('\\n')
      buffer = lines.pop() ?? ''
      for (const line of lines) {
        const event = JSON.parse(line)
        if (event.type === 'step') setSteps((all) => [...all, event.step])
        else if (event.type === 'result') setResult(event.result)
      }
    }
  }
  return { result, steps, read }
}`,
    },
    {
      name: 'download progress',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useDownload(response: Response) {
  const [received, setReceived] = useState(0)
  async function read() {
    let size = 0
    for await (const chunk of response.body!) {
      size += chunk.length
      setReceived(size)
    }
  }
  return { received, read }
}`,
    },
    {
      name: 'a setter of nothing that is known',
      code: `export async function show(stream: AsyncIterable<string>, setText: (text: string) => void): Promise<void> {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    setText(text)
  }
}`,
    },
    {
      name: 'values, sets and appends that show nothing',
      code: `export async function collect(stream: AsyncIterable<string>, form: FormData, cache: Map<string, string>): Promise<void> {
  const holder = { value: '' }
  const headers = new Headers()
  let text = ''
  for await (const chunk of stream) {
    holder.value += chunk
    form.append('chunk', chunk)
    headers.append('x', chunk)
    text += chunk
    cache.set('text', text)
  }
}`,
    },
    {
      name: 'a ref of React',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useRef } from 'react'
export function useText(stream: AsyncIterable<string>) {
  const text = useRef('')
  async function read() {
    for await (const chunk of stream) text.current += chunk
  }
  return { text, read }
}`,
    },
    {
      name: 'a text editor gets the first chunk',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useFirst(stream: AsyncIterable<string>) {
  const [first, setFirst] = useState('')
  async function read() {
    for await (const chunk of stream) {
      setFirst(chunk)
      return
    }
  }
  return { first, read }
}`,
    },
    {
      name: "the project's own throttle",
      file: 'src/Chat.tsx',
      project: 'react',
      settings: { streaming: { throttles: ['paced'] } },
      code: `import { useState } from 'react'
import { paced } from './paced'
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('')
  async function read() {
    let text = ''
    for await (const chunk of stream) {
      text += chunk
      paced(() => setAnswer(text))
    }
  }
  return { answer, read }
}`,
    },
    {
      name: 'a callback that is throttled where it is handed over',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { throttle } from 'es-toolkit'
import { useState } from 'react'
import { generate } from './generate'
export function useAnswer() {
  const [content, setContent] = useState('')
  const start = (prompt: string) =>
    generate(prompt, { onChunk: throttle((all: string) => setContent(all), 50) })
  return { content, start }
}`,
    },
    {
      name: 'messages of a window',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Frame() {
  const [text, setText] = useState('')
  useEffect(() => {
    window.addEventListener('message', (event) => setText(event.data))
  }, [])
  return <p>{text}</p>
}`,
    },
    {
      name: 'a greeting in front of a name',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useHello(socket: WebSocket) {
  const [hello, setHello] = useState('')
  socket.onmessage = (event) => setHello('Hello ' + JSON.parse(event.data).name)
  return hello
}`,
    },
    {
      name: 'a test file',
      file: 'src/Chat.test.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Chat({ stream }: { stream: AsyncIterable<string> }) {
  const [text, setText] = useState('')
  async function run() {
    let answer = ''
    for await (const chunk of stream) {
      answer += chunk
      setText(answer)
    }
  }
  return <p onClick={() => void run()}>{text}</p>
}`,
    },
    {
      name: 'what is shown once the stream has failed',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useAnswer(stream: AsyncIterable<{ type: string; text: string }>, signal: AbortSignal) {
  const [answer, setAnswer] = useState('')
  async function read(isErrorFrame: (frame: unknown) => boolean) {
    let text = ''
    for await (const frame of stream) {
      text += frame.text
      if (isErrorFrame(frame)) setAnswer(text + ' (failed)')
      if (signal.aborted) setAnswer(text)
    }
  }
  return { answer, read }
}`,
    },
    {
      name: 'a deferred value',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useDeferredValue, useState } from 'react'
export function useAnswer(stream: AsyncIterable<string>) {
  const [answer, setAnswer] = useState('')
  const shown = useDeferredValue(answer)
  async function read() {
    for await (const chunk of stream) setAnswer((before) => before + chunk)
  }
  return { shown, read }
}`,
    },
    {
      name: 'ordinary loops',
      file: 'src/Chat.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function useText(items: string[]) {
  const [text, setText] = useState('')
  function join() {
    let all = ''
    for (const item of items) {
      all += item
      setText(all)
    }
  }
  return { text, join }
}`,
    },
  ],
})
