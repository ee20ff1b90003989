import { describe, expect, it } from 'vitest'
import { isDevelopmentTool } from '../../src/facts/development-tool.ts'
import { listensToLoopback } from '../../src/facts/listening.ts'
import { parseSource } from '../parse-source.ts'

describe('what a server listens to', () => {
  it.each([
    ['server.listen(3000)', false],
    ['server.listen(3000, () => {})', false],
    ['server.listen(3000, "0.0.0.0")', false],
    ['server.listen(3000, "127.0.0.1")', true],
    ['server.listen(3000, "localhost", () => {})', true],
    ['server.listen({ port: 3000, host: "::1" })', true],
    ['server.listen({ port: 3000 })', false],
    ['server.listen({ ...options })', undefined],
    ['server.listen(...where)', undefined],
    ['serve({ fetch, hostname: "localhost" })', true],
    ['const host = process.env.HOST ?? "127.0.0.1"\nserver.listen(3000, host)', true],
    ['const host = process.env.HOST\nserver.listen(3000, host)', undefined],
    ['server.listen(3000, "127.0.0.1")\nother.listen(3001)', false],
    ['const x = 1', undefined],
  ])('%s: %s', (code, expected) => expect(listensToLoopback(parseSource(code))).toBe(expected))
})

describe('a development tool', () => {
  it.each([
    ["import type { Plugin } from 'vite'", 'src/plugin.ts', true],
    ["import { app } from 'electron'", 'src/main.ts', true],
    ["import { build } from 'esbuild'", 'src/build.ts', true],
    ['let x', 'src/emulator/main.ts', true],
    ['let x', 'src/dev-server.ts', true],
    ['server.listen(0, "127.0.0.1")', 'src/main.ts', true],
    ["import x from 'vite-node'", 'src/main.ts', false],
    ['server.listen(0)', 'src/development.ts', false],
  ])('%s in %s: %s', (code, path, expected) => expect(isDevelopmentTool(parseSource(code, path))).toBe(expected))
})
