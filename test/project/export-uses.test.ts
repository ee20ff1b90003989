import { describe, expect, it } from 'vitest'
import { exportPathsOf } from '../../src/facts/export-paths.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import { usesOfExport } from '../../src/project/export-uses.ts'
import { parseSource } from '../parse-source.ts'
import { memoryIndex } from './memory-index.ts'

/** The places that use what `src/chat.ts` exports under a name: file and the text around it. */
function uses(texts: Readonly<Record<string, string>>, ...exported: string[]): { at: string[]; isOpen: boolean } {
  const { index } = memoryIndex({ 'src/chat.ts': 'export {}', ...texts }).from('src/chat.ts')
  const { uses: found, isOpen } = usesOfExport(index, '/repo/src/chat.ts', exported)
  return {
    at: found
      .map(
        ({ source, node }) =>
          `${source.path.replace('/repo/src/', '')}: ${source.text.slice(...(node.parent ?? node).range)}`,
      )
      .sort(),
    isOpen,
  }
}

describe('uses of an export', () => {
  it.each([
    ['an import', "import { chat } from './chat'\nuse(chat)"],
    ['a namespace', "import * as all from './chat'\nuse(all.chat)"],
    ['an alias', "import { chat as c } from './chat'\nconst d = c\nuse(d)"],
    ['require', "use(require('./chat').chat)"],
    ['destructuring', "const { chat: c = other } = require('./chat')\nuse(c)"],
    ['import on demand', "const { chat } = await import('./chat')\nuse(chat)"],
    ['then', "import('./chat').then(({ chat }) => use(chat))"],
    ['then with a module', "import('./chat').then((m) => use(m.chat))"],
    [
      'an object that is exported',
      "import { chat } from './chat'\nexport const all = { chat }",
      "import { all } from './app'\nuse(all.chat)",
    ],
    ['a barrel', "export { chat as c } from './chat'", "import { c } from './app'\nuse(c)"],
    ['export *', "export * from './chat'", "import { chat } from './app'\nuse(chat)"],
    ['export * as', "export * as ns from './chat'", "import * as x from './app'\nuse(x.ns.chat)"],
    [
      'an import that is exported',
      "import { chat } from './chat'\nexport default chat",
      "import z from './app'\nuse(z)",
    ],
  ])('are found through %s', (_name, app, more = '') => {
    const { at, isOpen } = uses({ 'src/app.ts': app, 'src/more.ts': more }, 'chat')
    expect(at).toHaveLength(1)
    expect(at[0]).toMatch(/: use\(/)
    expect(isOpen).toBe(false)
  })

  it('are those of the default export', () => {
    const texts = { 'src/app.ts': "import c from './chat'\nuse(c)", 'src/b.ts': "app.register(import('./chat'))" }
    expect(uses(texts, 'default')).toEqual({
      at: ['app.ts: use(c)', "b.ts: app.register(import('./chat'))"],
      isOpen: false,
    })
  })

  it('are those of module.exports', () => {
    const texts = { 'src/app.js': "use(require('./chat'))", 'src/b.ts': "import c from './chat'\nuse(c)" }
    expect(uses(texts)).toEqual({ at: ["app.js: use(require('./chat'))", 'b.ts: use(c)'], isOpen: false })
  })

  it('are none of other names, types and tests', () => {
    const texts = {
      'src/a.ts': "import { other } from './chat'\nuse(other)",
      'src/b.ts': "import type { chat } from './chat'\nuse<typeof chat>(1)",
      'src/c.ts': "import { chat } from './chat'\nlet x: typeof chat",
      'src/d.test.ts': "import { chat } from './chat'\nuse(chat)",
      'src/e.ts': "export * from './chat'",
    }
    expect(uses(texts, 'chat')).toEqual({ at: [], isOpen: false })
    expect(
      uses({ 'src/e.ts': "export * from './chat'", 'src/f.ts': "import x from './e'\nuse(x)" }, 'default').at,
    ).toEqual([])
  })

  it.each([
    ['a module that is passed on', "import * as all from './chat'\nmount(all)"],
    ['a computed name', "import * as all from './chat'\nuse(all[name])"],
    ['a promise of the module', "lazy(import('./chat'))"],
    ['a file that does not parse', "import { chat } from './chat'\nconst {"],
  ])('may be more than are found: %s', (_name, app) => {
    expect(uses({ 'src/app.ts': app }, 'chat')).toEqual({ at: [], isOpen: true })
  })

  it('end where names go in a circle', () => {
    const texts = {
      'src/app.ts': "import { chat } from './chat'\nlet a = chat\nlet b = a\na = b\nuse(b)\nexport * from './b'",
      'src/b.ts': "export * from './app'\nexport * from './chat'",
    }
    expect(uses(texts, 'chat').at).toEqual(['app.ts: use(b)'])
  })
})

describe('the names under which a value leaves its file', () => {
  it.each([
    ['export const r = make()', [['r']]],
    ['const r = make()\nexport { r }', [['r']]],
    ['const r = make()\nexport { r as x, r as default }', [['x'], ['default']]],
    ['const r = make()\nexport default r', [['default']]],
    ['export default make()', [['default']]],
    ['const r = make()\nmodule.exports = r', [[]]],
    ['module.exports = make()', [[]]],
    ['const r = (module.exports = make())\nr.get()', [[]]],
    ['const r = make()\nmodule.exports = { r, x: r }', [['r'], ['x']]],
    ['exports.r = make()', [['r']]],
    ['const r = make()\nexport = r', [[]]],
    ['const r = make()\nexport const all = { r }', [['all', 'r']]],
    ['const r = make()\nuse(r)', []],
    ['let r\nr = make()\nexport { r }', [['r']]],
  ])('%j', (text, expected) => {
    const source = parseSource(text)
    const made = nodesOf(source, 'CallExpression').find((it) => text.slice(...it.range) === 'make()')
    expect(made === undefined ? undefined : exportPathsOf(source, made)).toEqual(expected)
  })

  it('of declarations', () => {
    const source = parseSource('export function a() {}\nexport default class B {}\nfunction c() {}\nexport { c as d }')
    const paths = [...nodesOf(source, 'FunctionDeclaration'), ...nodesOf(source, 'ClassDeclaration')].map((it) =>
      exportPathsOf(source, it),
    )
    expect(paths).toEqual([[['a']], [['d']], [['default']]])
  })
})
