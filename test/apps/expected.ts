/** One place of the sample application that is there for a rule. */
export interface Instance {
  /** Path inside the sample's folder. */
  readonly file: string
  /** Text that is on the reported line, and on no other line of the file. */
  readonly line: string
  /** Whether `--fix` repairs it; without this it does not matter. */
  readonly fixed?: boolean
}

/**
 * Which mistake of the sample application is meant for which rule. Every rule has at least one instance.
 * Other rules, and the same rule elsewhere, may report too.
 */
export const EXPECTED: Readonly<Record<string, readonly Instance[]>> = {
  // 1 · buffers
  'no-unbounded-buffer': [{ file: 'src/routes/files.ts', line: 'chunks.push(chunk)' }],
  'no-ignored-backpressure': [
    { file: 'src/routes/files.ts', line: 'res.write(`${JSON.stringify(turn)}\\n`)' },
    { file: 'src/routes/rooms.ts', line: 'member.write(' },
  ],
  'no-eager-enqueue': [{ file: 'app/api/history/route.ts', line: 'new ReadableStream<Uint8Array>({' }],
  'no-unsafe-buffer-size': [
    { file: 'src/server.ts', line: "limit: '100mb'" },
    { file: 'src/presence.ts', line: 'maxHttpBufferSize: 1e9' },
  ],

  // 2 · throttling
  'no-per-chunk-render': [
    { file: 'client/chat.ts', line: 'bubble.textContent = answer' },
    { file: 'client/DraftPanel.tsx', line: 'setDraft(text)' },
  ],
  'no-reconnect-without-backoff': [{ file: 'client/rooms.ts', line: 'setTimeout(() => joinRoom(' }],
  'no-unbounded-concurrency': [{ file: 'src/routes/digest.ts', line: 'await Promise.all(' }],
  'require-rate-limit': [{ file: 'src/routes/chat.ts', line: "chat.post('/chat'" }],

  // 3 · caching
  'no-uncached-fetch': [{ file: 'src/routes/prices.ts', line: 'await fetch(PRICES_URL)' }],
  'require-prompt-cache': [{ file: 'src/moderation.ts', line: 'system: HOUSE_RULES' }],

  // 4 · errors
  'require-stream-error-handling': [
    { file: 'src/routes/chat.ts', line: 'for await (const chunk of completion)' },
    { file: 'client/chat.ts', line: 'ask(input.value)' },
    { file: 'src/routes/search.ts', line: "file.on('data'" },
  ],
  'no-unhandled-pipe': [
    { file: 'src/routes/files.ts', line: 'createReadStream(join(folder, name)).pipe(res)' },
    { file: 'src/routes/files.ts', line: 'req.pipe(file)' },
    { file: 'src/routes/files.ts', line: 'source.pipe(createGzip()).pipe(res)' },
  ],
  'require-reader-cancel': [{ file: 'client/read-answer.ts', line: 'response.body!.getReader()', fixed: true }],
  'require-abort-signal': [
    { file: 'src/routes/drafts.ts', line: 'await fetch(' },
    { file: 'app/api/chat/route.ts', line: 'cancel() {}' },
  ],
  'require-response-check': [
    { file: 'client/read-answer.ts', line: 'response.body!.getReader()' },
    { file: 'src/routes/drafts.ts', line: 'upstream.body!' },
  ],
  'no-split-decode': [
    { file: 'client/read-answer.ts', line: 'decoder.decode(value)', fixed: true },
    { file: 'src/routes/drafts.ts', line: 'decoder.decode(chunk)', fixed: false },
    { file: 'app/api/chat/route.ts', line: 'decoder.decode(value)', fixed: false },
    { file: 'src/routes/search.ts', line: 'chunk.toString()', fixed: false },
  ],
  'no-chunk-as-message': [
    { file: 'src/routes/drafts.ts', line: ".split('\\n')" },
    { file: 'client/DraftPanel.tsx', line: "value.split('\\n')" },
    { file: 'client/DraftPanel.tsx', line: "if (line === 'data: [DONE]') break" },
  ],
  'no-dead-close-listener': [{ file: 'src/routes/chat.ts', line: "req.on('close'" }],

  // 5 · monitoring
  'no-swallowed-stream-error': [{ file: 'src/routes/drafts.ts', line: 'catch {' }],
  'require-stream-telemetry': [{ file: 'src/routes/rooms.ts', line: "rooms.get('/:id/events'" }],

  // 6 · protocols
  'no-manual-sse-framing': [{ file: 'src/routes/drafts.ts', line: 'data: ${token}' }],
  'no-manual-sse-parsing': [
    { file: 'src/routes/drafts.ts', line: "line.startsWith('data: ')" },
    { file: 'client/read-answer.ts', line: "rest.split('\\n\\n')" },
  ],
  'require-sse-headers': [{ file: 'src/routes/chat.ts', line: "'Content-Type': 'text/event-stream'" }],
  'require-protocol-negotiation': [{ file: 'src/routes/chat.ts', line: "chat.post('/chat'" }],

  // 7 · payload
  'no-cumulative-payload': [{ file: 'src/routes/chat.ts', line: 'JSON.stringify({ answer })' }],
  'require-stream-flush': [{ file: 'src/routes/drafts.ts', line: "'Content-Type', 'text/event-stream'" }],

  // 8 · testing
  'no-ideal-stream-test': [{ file: 'test/read-answer.test.ts', line: 'new Response(body' }],
  'require-load-test': [{ file: 'src/routes/chat.ts', line: "chat.post('/chat'" }],

  // 9 · security
  'require-stream-auth': [
    { file: 'src/routes/chat.ts', line: "chat.post('/chat'" },
    { file: 'src/routes/drafts.ts', line: "drafts.post('/drafts'" },
  ],
  'no-error-leak-in-stream': [{ file: 'src/routes/drafts.ts', line: 'JSON.stringify({ error })' }],
  'no-credentials-in-stream-url': [{ file: 'client/rooms.ts', line: 'new EventSource(' }],

  // 10 · scale
  'no-in-memory-fan-out': [{ file: 'src/routes/rooms.ts', line: 'new Map<string, Set<Response>>()' }],
  'require-socket-adapter': [{ file: 'src/presence.ts', line: 'new Server(server' }],
  'no-leaked-stream-client': [{ file: 'src/routes/rooms.ts', line: 'room.add(res)' }],
}
