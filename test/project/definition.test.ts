import { describe, expect, it } from 'vitest'
import { nodesOf } from '../../src/facts/nodes.ts'
import { originOf } from '../../src/facts/origin.ts'
import { definitionOf, definitionOfExport, functionOf } from '../../src/project/definition.ts'
import { memoryIndex } from './memory-index.ts'

/** Where the argument of the one `probe(…)` of `src/app.ts` is made: the file and the text, with what is read from it. */
function defined(texts: Readonly<Record<string, string>>): string {
  const { index, source } = memoryIndex(texts).from('src/app.ts')
  const call = nodesOf(source, 'CallExpression').find(
    (it) => it.callee.type === 'Identifier' && it.callee.name === 'probe',
  )
  const [argument] = call?.arguments ?? []
  if (argument === undefined) throw new Error('There is no probe.')
  const definition = definitionOf(index, source, argument)
  if (definition === undefined) return 'unknown'
  const { origin } = definition
  const at = definition.source.path.replace('/repo/src/', '')
  if (origin.kind === 'expression')
    return [`${at}: ${definition.source.text.slice(...origin.node.range)}`, ...origin.path].join(' .')
  return origin.kind === 'import' ? `${origin.module}#${origin.path.join('.')}` : origin.kind
}

const ROUTER = "import { Router } from 'express'\nexport const chat = Router()\nexport default makeDefault()\n"

describe('a definition', () => {
  it.each([
    ['a named import', "import { chat } from './chat'\nprobe(chat)", {}],
    ['another name', "import { chat as c } from './chat.js'\nconst d = c\nprobe(d)", {}],
    ['a namespace', "import * as all from './chat'\nprobe(all.chat)", {}],
    ['require', "const { chat } = require('./chat')\nprobe(chat)", {}],
    ['a member of require', "probe(require('./chat').chat)", {}],
    ['import on demand', "const { chat } = await import('./chat')\nprobe(chat)", {}],
    ['a barrel', "import { chat } from './all'\nprobe(chat)", { 'src/all.ts': "export { chat } from './chat'" }],
    [
      'a renaming barrel',
      "import { c } from './all'\nprobe(c)",
      { 'src/all.ts': "export { chat as c } from './chat'" },
    ],
    [
      'export *',
      "import { chat } from './all'\nprobe(chat)",
      { 'src/all.ts': "export * from './z'\nexport * from './chat'" },
    ],
    ['export * as', "import { ns } from './all'\nprobe(ns.chat)", { 'src/all.ts': "export * as ns from './chat'" }],
    [
      'an import that is exported',
      "import c from './all'\nprobe(c)",
      { 'src/all.ts': "import { chat } from './chat'\nexport default chat" },
    ],
    [
      'an object',
      "import { r } from './all'\nprobe(r.chat)",
      { 'src/all.ts': "import { chat } from './chat'\nexport const r = { chat }" },
    ],
    [
      'modules that export each other',
      "import { chat } from './all'\nprobe(chat)",
      { 'src/all.ts': "export * from './two'\nexport * from './chat'", 'src/two.ts': "export * from './all'" },
    ],
  ])('is found through %s', (_name, app, more) => {
    expect(defined({ 'src/chat.ts': ROUTER, 'src/z.ts': 'export {}', 'src/app.ts': app, ...more })).toBe(
      'chat.ts: Router()',
    )
  })

  it.each([
    ['a default export', "import c from './chat'\nprobe(c)", ROUTER, 'chat.ts: makeDefault()'],
    ['default by name', "import { default as c } from './chat'\nprobe(c)", ROUTER, 'chat.ts: makeDefault()'],
    ['module.exports', "import c from './chat'\nprobe(c)", 'module.exports = make()', 'chat.ts: make()'],
    [
      'required module.exports',
      "const c = require('./chat')\nprobe(c)",
      'exports = module.exports = make()',
      'chat.ts: make()',
    ],
    [
      'a property of module.exports',
      "const { c } = require('./chat')\nprobe(c)",
      'module.exports = { c: make() }',
      'chat.ts: make()',
    ],
    ['exports.c', "import { c } from './chat'\nprobe(c)", 'exports.c = make()', 'chat.ts: make()'],
    ['export =', "import c = require('./chat')\nprobe(c)", 'const x = make()\nexport = x', 'chat.ts: make()'],
    [
      'a pattern',
      "import { auth } from './chat'\nprobe(auth)",
      'export const { handlers, auth } = NextAuth({})',
      'chat.ts: NextAuth({}) .auth',
    ],
    ['a member', "import { c } from './chat'\nprobe(c.handle)", 'export const c = make()', 'chat.ts: make() .handle'],
    [
      'a package behind a barrel',
      "import { R } from './chat'\nprobe(R)",
      "export { Router as R } from 'express'",
      'express#Router',
    ],
    ['a package', "import { R } from 'express'\nprobe(R)", '', 'express#R'],
    ['nothing: another name', "import { x } from './chat'\nprobe(x)", ROUTER, 'unknown'],
    ['nothing: two assignments', "import { x } from './chat'\nprobe(x)", 'export let x = 1\nx = make()', 'unknown'],
    ['nothing: a missing file', "import { x } from './missing'\nprobe(x)", '', 'unknown'],
    ['nothing: a missing alias', "import { x } from '@/missing'\nprobe(x)", '', 'unknown'],
    ['nothing: a file that does not parse', "import { x } from './chat'\nprobe(x)", 'export const x = {', 'unknown'],
    [
      'nothing: modules that only export each other',
      "import { x } from './chat'\nprobe(x)",
      "export * from './app'",
      'unknown',
    ],
  ])('is that of %s', (_name, app, chat, expected) => {
    const own = app.startsWith('import { x } from') && chat.includes('./app') ? `${app}\nexport * from './chat'` : app
    expect(defined({ 'src/chat.ts': chat, 'src/app.ts': own })).toBe(expected)
  })

  it('follows the usual aliases where no tsconfig names them', () => {
    const texts = { 'src/lib/chat.ts': ROUTER }
    for (const alias of ['@/lib/chat', '~/lib/chat', '$lib/chat', 'src/lib/chat'])
      expect(defined({ ...texts, 'src/app.ts': `import { chat } from '${alias}'\nprobe(chat)` })).toBe(
        'lib/chat.ts: Router()',
      )
  })
})

it('a function is found in other files, as a method too', () => {
  const { index, source } = memoryIndex({
    'src/app.ts': "import { plain, guard, Static, none } from './auth'\nuse(plain, guard.check, Static.check, none)",
    'src/auth.ts':
      'export const plain = () => 1\nclass Guard { check() {} }\nexport const guard = new Guard()\n' +
      'export class Static { static check() {} }\nexport const none = make()',
  }).from('src/app.ts')
  const names = nodesOf(source, 'CallExpression')[0]?.arguments.map((argument) => {
    const found = functionOf(index, source, argument)
    return found?.source.text.slice(...found.fn.range)
  })
  expect(names).toEqual(['() => 1', '() {}', '() {}', undefined])
})

it('an origin can be asked for a member', () => {
  const { source } = memoryIndex({ 'src/app.ts': 'const a = { b: { c: make() } }' }).from('src/app.ts')
  const declared = nodesOf(source, 'VariableDeclarator')[0]?.id
  const origin = declared === undefined ? undefined : originOf(source, declared, ['b', 'c'])
  expect(origin).toMatchObject({ kind: 'expression', node: { type: 'CallExpression' }, path: [] })
})

it('what a file exports is found by its name', () => {
  const { index, source } = memoryIndex({
    'src/app.ts': "export * from './b'",
    'src/b.ts': 'export const x = make()',
  }).from('src/app.ts')
  expect(definitionOfExport(index, source, ['x'])?.source.path).toBe('/repo/src/b.ts')
  expect(definitionOfExport(index, source, ['y'])).toBeUndefined()
  expect(definitionOfExport(index, source, [])).toBeUndefined()
})
