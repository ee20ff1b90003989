import { describe, expect, it } from 'vitest'
import type { Purpose } from '../../src/libraries/catalogue.ts'
import { librariesFor } from '../../src/libraries/catalogue.ts'
import { installCommand, versionToAdd } from '../../src/libraries/install-command.ts'
import type { Library } from '../../src/libraries/library.ts'
import { memoryProject } from '../project/memory-project.ts'

function library(purpose: Purpose, name: string): Library {
  const found = librariesFor(purpose).find((it) => it.package === name)
  if (found === undefined) throw new Error(`no ${name} for ${purpose}`)
  return found
}

describe('the version to add', () => {
  const range = (name: string, node?: string) => versionToAdd(name, memoryProject({ engines: { node } }))?.range

  it('is the newest that every promised Node version runs', () => {
    expect(range('eventsource-parser', '>=22.12')).toBe('^4.1.3')
    expect(range('eventsource-parser', '>=22')).toBe('^3.1.1')
    expect(range('eventsource-parser', '^20.19.0 || >=22.12.0')).toBe('^3.1.1')
    expect(range('undici', '>=24')).toBe('^8.12.4')
  })

  it('is the one that runs everywhere when nothing, or nothing sensible, is promised', () => {
    expect(range('eventsource-parser')).toBe('^3.1.1')
    expect(range('eventsource-parser', 'lts/*')).toBe('^3.1.1')
    expect(range('eventsource-parser', '>=18')).toBe('^3.1.1')
    expect(range('p-map', '>=24')).toBe('^7.1.1')
  })

  it('is unknown for packages outside the catalogue', () => expect(range('left-pad')).toBeUndefined())
})

describe('the command', () => {
  const command = (purpose: Purpose, name: string, manifest: object = {}, types = true) =>
    installCommand(library(purpose, name), memoryProject(manifest), { types })

  it('names a major, which every shell takes as it is', () => {
    expect(command('concurrency', 'p-map')).toBe('npm install p-map@7')
    expect(command('sse-session', 'better-sse')).toBe('npm install better-sse@0.16')
    expect(command('sse-parse', 'eventsource-parser', { engines: { node: '>=24' } })).toBe(
      'npm install eventsource-parser@4',
    )
  })

  it('is that of the package manager', () => {
    expect(command('concurrency', 'p-map', { packageManager: 'pnpm@10.0.0' })).toBe('pnpm add p-map@7')
    expect(command('concurrency', 'p-map', { packageManager: 'yarn@4.0.0' })).toBe('yarn add p-map@7')
    expect(command('concurrency', 'p-map', { packageManager: 'bun@1.2.0' })).toBe('bun add p-map@7')
    expect(command('http-double', 'msw', { packageManager: 'bun@1.2.0' })).toBe('bun add -d msw@2')
  })

  it('brings types where they are wanted and missing', () => {
    expect(command('ndjson-parse', 'split2')).toBe('npm install split2@4 && npm install -D @types/split2')
    expect(command('ndjson-parse', 'split2', {}, false)).toBe('npm install split2@4')
    expect(command('ndjson-parse', 'split2', { devDependencies: { '@types/split2': '*' } })).toBe(
      'npm install split2@4',
    )
    expect(command('load-test', 'autocannon')).toBe('npm install -D autocannon@9 @types/autocannon')
  })

  it('brings what the idiom needs and leaves out what is there', () => {
    const adapter = '@socket.io/redis-streams-adapter'
    expect(command('socket-adapter', adapter)).toBe(`npm install ${adapter}@0.3 redis@6`)
    expect(command('socket-adapter', adapter, { dependencies: { redis: '^6' } })).toBe(`npm install ${adapter}@0.3`)
    expect(command('socket-adapter', adapter, { dependencies: { redis: '^6', [adapter]: '^0.3' } })).toBe('')
  })
})
