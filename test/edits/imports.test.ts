import { describe, expect, it } from 'vitest'
import { applyChanges } from '../../src/edits/edit.ts'
import type { ImportRequest } from '../../src/edits/imports.ts'
import { importBinding, importBindings } from '../../src/edits/imports.ts'
import { edited, first } from './edited.ts'
import { parseFile } from './parse-component.ts'

const PIPELINE: ImportRequest = { module: 'node:stream/promises', name: 'pipeline' }
const STREAM_TYPE: ImportRequest = { module: 'node:stream', name: 'Readable', typeOnly: true }
const P_MAP: ImportRequest = { module: 'p-map', name: 'default' }
const NAMESPACE: ImportRequest = { module: 'node:stream/promises', name: '*' }

/** The code with the requests imported; checks that asking again brings no change and the same names. */
function imported(code: string, requests: ImportRequest | readonly ImportRequest[], path?: string): string | undefined {
  const all = 'module' in requests ? [requests] : requests
  let locals: string[] | undefined
  const result = edited(
    code,
    (source) => {
      const bindings = importBindings(source, all)
      locals = bindings?.map(({ local }) => local)
      return bindings?.flatMap(({ changes }) => changes)
    },
    path,
  )
  if (result === undefined) return undefined
  const again = importBindings(parseFile(result, path), all)
  expect(again?.flatMap(({ changes }) => changes)).toEqual([])
  expect(again?.map(({ local }) => local)).toEqual(locals)
  return result
}

function locals(code: string, requests: readonly ImportRequest[], path?: string): string[] | undefined {
  return importBindings(parseFile(code, path), requests)?.map(({ local }) => local)
}

type Case = [what: string, code: string, expected: string | undefined, request?: ImportRequest | ImportRequest[]]

describe('an import that is there', () => {
  it.each<Case>([
    ['by name', "import { pipeline } from 'node:stream/promises'\n", 'pipeline'],
    ['without node:', "import { pipeline } from 'stream/promises'\n", 'pipeline'],
    ['under an alias', "import { pipeline as pump } from 'node:stream/promises'\n", 'pump'],
    ['under a string', "import { 'pipeline' as pump } from 'node:stream/promises'\n", 'pump'],
    ['default', "import map from 'p-map'\n", 'map', P_MAP],
    ['default by name', "import { default as map } from 'p-map'\n", 'map', P_MAP],
    ['the whole module', "import * as streams from 'node:stream/promises'\n", 'streams', NAMESPACE],
    ['a type by a value import', "import { Readable } from 'stream'\n", 'Readable', STREAM_TYPE],
    ['a type by a type import', "import type { Readable } from 'stream'\n", 'Readable', STREAM_TYPE],
    ['required', "const { pipeline: pump } = require('stream/promises')\n", 'pump'],
    ['a member required', "const pump = require('stream/promises').pipeline\n", 'pump'],
    ['the whole module required', "const map = require('p-map')\n", 'map', P_MAP],
    [
      'a default of an ES module required',
      "const map = require('p-map').default\n",
      'map',
      { ...P_MAP, esModule: true },
    ],
    ['import equals', "import streams = require('stream/promises')\nstreams.finished\n", 'streams.pipeline'],
    ['import equals, default', "import map = require('p-map')\n", 'map', P_MAP],
    [
      'import equals, default of an ES module',
      "import map = require('p-map')\n",
      'map.default',
      { ...P_MAP, esModule: true },
    ],
  ])('%s', (_, code, local, request = PIPELINE) => {
    expect(imported(code, request)).toBe(code)
    expect(locals(code, [request as ImportRequest])).toEqual([local])
  })

  it('is not node:test for the package test', () => {
    expect(imported("import { test } from 'test'\n", { module: 'node:test', name: 'test' })).toBe(
      "import { test } from 'test'\nimport { test as testTest } from 'node:test'\n",
    )
  })

  it('is not used where another scope hides its name, unless the place shows that it does not', () => {
    const code =
      "import { pipeline } from 'node:stream/promises'\nfunction f(pipeline) {\n  a()\n}\nfunction g() {\n  b()\n}\n"
    const at = (name: string) => {
      const source = parseFile(code)
      return importBinding(source, { ...PIPELINE, at: first(source, 'Identifier', name) })?.local
    }
    expect(at('a')).toBe('streamPipeline')
    expect(at('b')).toBe('pipeline')
    expect(locals(code, [PIPELINE])).toEqual(['streamPipeline'])
  })

  it('is not a required name that is written again', () => {
    expect(locals("let { pipeline } = require('stream/promises')\npipeline = 1\n", [PIPELINE])).toEqual([
      'streamPipeline',
    ])
  })

  it('is not a require of a local function, nor one inside a function', () => {
    const code = "function f() {\n  const { pipeline } = require('stream/promises')\n}\n"
    expect(imported(code, PIPELINE)).toBe(
      `const { pipeline: streamPipeline } = require('node:stream/promises')\n\n${code}`,
    )
  })
})

describe('a type that is needed as a value', () => {
  const READABLE: ImportRequest = { module: 'node:stream', name: 'Readable' }
  it.each([
    ['inline', "import { type Readable, Writable } from 'stream'\n", "import { Readable, Writable } from 'stream'\n"],
    ['alone', "import type { Readable } from 'stream'\n", "import { Readable } from 'stream'\n"],
    [
      'among others',
      "import type { Duplex, Readable, Writable } from 'stream'\n",
      "import { type Duplex, Readable, type Writable } from 'stream'\n",
    ],
    [
      'with comments',
      "import /* a */ type /* b */ { Readable } from 'stream'\n",
      "import /* a */ /* b */ { Readable } from 'stream'\n",
    ],
    [
      'the name type',
      "import { type type as Readable } from 'stream'\n",
      "import { type type as Readable, Readable as StreamReadable } from 'stream'\n",
    ],
  ])('%s', (_, code, expected) => {
    expect(imported(code, READABLE)).toBe(expected)
  })

  it('does it for two names of one import, and adds a third', () => {
    expect(
      imported("import type { Duplex, Readable, Writable } from 'stream'\n", [
        READABLE,
        { module: 'node:stream', name: 'Duplex' },
        { module: 'node:stream', name: 'PassThrough', typeOnly: true },
      ]),
    ).toBe("import { Duplex, Readable, type Writable } from 'stream'\nimport type { PassThrough } from 'node:stream'\n")
  })
})

describe('an import of the same module', () => {
  it.each<Case>([
    [
      'named',
      "import { finished } from 'node:stream/promises'\n",
      "import { finished, pipeline } from 'node:stream/promises'\n",
    ],
    [
      'named, without node:',
      'import { finished } from "stream/promises";\n',
      'import { finished, pipeline } from "stream/promises";\n',
    ],
    [
      'tight',
      "import {finished} from 'node:stream/promises'\n",
      "import {finished, pipeline} from 'node:stream/promises'\n",
    ],
    [
      'several lines',
      "import {\n  finished, // a\n} from 'node:stream/promises'\n",
      "import {\n  finished, // a\n  pipeline,\n} from 'node:stream/promises'\n",
    ],
    [
      'several lines, CRLF, tabs, no trailing comma',
      "import {\r\n\tfinished // a\r\n} from 'node:stream/promises'\r\n",
      "import {\r\n\tfinished, // a\r\n\tpipeline\r\n} from 'node:stream/promises'\r\n",
    ],
    ['default only', "import a from 'node:stream/promises'\n", "import a, { pipeline } from 'node:stream/promises'\n"],
    [
      'default and named',
      "import a, { finished } from 'node:stream/promises'\n",
      "import a, { finished, pipeline } from 'node:stream/promises'\n",
    ],
    [
      'named, a default wanted',
      "import { pMapSkip } from 'p-map'\n",
      "import pMap, { pMapSkip } from 'p-map'\n",
      P_MAP,
    ],
    ['a default of another name', "import a from 'm'\n", "import a, { b } from 'm'\n", { module: 'm', name: 'b' }],
    [
      'type only',
      "import type { A } from 'node:stream/promises'\n",
      "import type { A } from 'node:stream/promises'\nimport { pipeline } from 'node:stream/promises'\n",
    ],
    [
      'a namespace',
      "import * as a from 'node:stream/promises'\n",
      "import * as a from 'node:stream/promises'\nimport { pipeline } from 'node:stream/promises'\n",
    ],
    [
      'side effects only',
      "import 'node:stream/promises'\n",
      "import 'node:stream/promises'\nimport { pipeline } from 'node:stream/promises'\n",
    ],
    [
      'attributes',
      "import { a } from 'm' with { type: 'json' }\n",
      "import { a } from 'm' with { type: 'json' }\nimport { b } from 'm'\n",
      { module: 'm', name: 'b' },
    ],
    [
      'a type to a type import',
      "import type { Writable } from 'node:stream'\n",
      "import type { Writable, Readable } from 'node:stream'\n",
      STREAM_TYPE,
    ],
    [
      'a type where types are written apart',
      "import type { A } from 'a'\nimport { finished } from 'node:stream'\n",
      "import type { A } from 'a'\nimport { finished } from 'node:stream'\nimport type { Readable } from 'node:stream'\n",
      STREAM_TYPE,
    ],
    [
      'a type where types are written inline',
      "import { type A } from 'a'\nimport { finished } from 'node:stream'\n",
      "import { type A } from 'a'\nimport { finished, type Readable } from 'node:stream'\n",
      STREAM_TYPE,
    ],
    [
      'required',
      "const { finished } = require('node:stream/promises')\n",
      "const { finished, pipeline } = require('node:stream/promises')\n",
    ],
    [
      'required, several lines',
      "const {\n  finished,\n} = require('stream/promises');\n",
      "const {\n  finished,\n  pipeline,\n} = require('stream/promises');\n",
    ],
    [
      'required with a rest',
      "const { finished, ...a } = require('node:stream/promises')\n",
      "const { finished, ...a } = require('node:stream/promises')\nconst { pipeline } = require('node:stream/promises')\n",
    ],
    [
      'required whole',
      "const streams = require('node:stream/promises')\n",
      "const streams = require('node:stream/promises')\nconst { pipeline } = require('node:stream/promises')\n",
    ],
  ])('%s', (_, code, expected, request = PIPELINE) => {
    expect(imported(code, request)).toBe(expected)
  })
})

describe('a new import', () => {
  const ADDED = "import { pipeline } from 'node:stream/promises'"
  it.each<Case>([
    [
      'behind the last',
      "import a from 'a'\nimport b from 'b'\n\nc()\n",
      `import a from 'a'\nimport b from 'b'\n${ADDED}\n\nc()\n`,
    ],
    ['behind its comment', "import a from 'a' // x\n// y\nb()\n", `import a from 'a' // x\n${ADDED}\n// y\nb()\n`],
    [
      'behind the first group',
      "import a from 'a'\nb()\nimport c from 'c'\n",
      `import a from 'a'\n${ADDED}\nb()\nimport c from 'c'\n`,
    ],
    ['behind the first that come late', "a()\nimport b from 'b'\nc()\n", `a()\nimport b from 'b'\n${ADDED}\nc()\n`],
    [
      'in the style of the others',
      "import a from \"a\";\r\nb('c');\r\nd('e');\r\n",
      'import a from "a";\r\nimport { pipeline } from "node:stream/promises";\r\nb(\'c\');\r\nd(\'e\');\r\n',
    ],
    ['tight', "import {a} from 'a'\n", `import {a} from 'a'\nimport {pipeline} from 'node:stream/promises'\n`],
    [
      'before more on the line',
      "import a from 'a'; b()\n",
      `import a from 'a';\nimport { pipeline } from 'node:stream/promises';\nb()\n`,
    ],
    ['before a guard', "import a from 'a'\n;[b].map(c)\n", `import a from 'a'\n${ADDED}\n;[b].map(c)\n`],
    ['in an empty file', '', `${ADDED};\n`],
    ['in a file with a BOM', '\uFEFFa()\n', `\uFEFF${ADDED}\n\na()\n`],
    ['behind a BOM alone', '\uFEFF', `\uFEFF${ADDED};\n`],
    ['behind a shebang', '#!/usr/bin/env node\na()\n', `#!/usr/bin/env node\n${ADDED}\n\na()\n`],
    ['behind a shebang alone', '#!/usr/bin/env node\n', `#!/usr/bin/env node\n${ADDED};\n`],
    ['behind directives', "'use client'\n\na()\n", `'use client'\n\n${ADDED}\n\na()\n`],
    ['behind a directive alone', "'use client' // x\n", `'use client' // x\n${ADDED}\n`],
    ['behind a licence', '/* Copyright A */\na()\n', `/* Copyright A */\n${ADDED}\n\na()\n`],
    [
      'behind a licence and before documentation',
      '/*!\n * A\n */\n\n/** a */\nfunction f() {}\n',
      `/*!\n * A\n */\n\n${ADDED};\n\n/** a */\nfunction f() {}\n`,
    ],
    [
      'behind comments about the file',
      '// @ts-check\n/* eslint-disable no-console */\na()\n',
      `// @ts-check\n/* eslint-disable no-console */\n${ADDED}\n\na()\n`,
    ],
    ['before a comment for the next line', '// @ts-expect-error x\na()\n', `${ADDED}\n\n// @ts-expect-error x\na()\n`],
    ['behind a comment alone', '// a\n', `// a\n${ADDED};\n`],
    [
      'shebang, licence, directive',
      "#!/usr/bin/env node\n// SPDX-License-Identifier: MIT\n'use strict'\nexport const a = 1\n",
      `#!/usr/bin/env node\n// SPDX-License-Identifier: MIT\n'use strict'\n${ADDED}\n\nexport const a = 1\n`,
    ],
    ['default', "import a from 'a'\n", "import a from 'a'\nimport pMap from 'p-map'\n", P_MAP],
    [
      'namespace',
      "import a from 'a'\n",
      "import a from 'a'\nimport * as streamPromises from 'node:stream/promises'\n",
      NAMESPACE,
    ],
    ['a type', "import a from 'a'\n", "import a from 'a'\nimport type { Readable } from 'node:stream'\n", STREAM_TYPE],
    [
      'a type by default',
      "import a from 'a'\n",
      "import a from 'a'\nimport type pMap from 'p-map'\n",
      { ...P_MAP, typeOnly: true },
    ],
    [
      'a name of its own',
      "import a from 'a'\n",
      "import a from 'a'\nimport { pipeline as pump } from 'node:stream/promises'\n",
      { ...PIPELINE, as: 'pump' },
    ],
    ['behind a type import', "import type { A } from 'a'\n", `import type { A } from 'a'\n${ADDED}\n`],
  ])('%s', (_, code, expected, request = PIPELINE) => {
    expect(imported(code, request)).toBe(expected)
  })

  it('takes names of one module in one change, and keeps the order of modules', () => {
    const requests: ImportRequest[] = [
      PIPELINE,
      { module: 'p-map', name: 'pMapSkip' },
      { module: 'stream/promises', name: 'finished' },
      P_MAP,
      { ...P_MAP, name: 'Options', typeOnly: true },
    ]
    expect(imported('a()\n', requests)).toBe(
      "import { pipeline, finished } from 'node:stream/promises'\nimport pMap, { pMapSkip, type Options } from 'p-map'\n\na()\n",
    )
    expect(imported("import type { A } from 'a'\n", requests)).toBe(
      "import type { A } from 'a'\nimport { pipeline, finished } from 'node:stream/promises'\nimport pMap, { pMapSkip } from 'p-map'\nimport type { Options } from 'p-map'\n",
    )
    const bindings = importBindings(parseFile('a()\n'), requests)
    expect(bindings?.map(({ changes }) => changes.length)).toEqual([1, 1, 0, 0, 0])
    expect(bindings?.map(({ module }) => module)).toEqual(requests.map(({ module }) => module))
  })

  it('gives the same name to the same request', () => {
    expect(locals('a()', [PIPELINE, PIPELINE, { ...PIPELINE, module: 'stream/promises' }])).toEqual([
      'pipeline',
      'pipeline',
      'pipeline',
    ])
  })
})

describe('the local name', () => {
  it.each<[what: string, code: string, request: ImportRequest, local: string]>([
    ['free', 'a()', PIPELINE, 'pipeline'],
    ['declared', 'const pipeline = 1', PIPELINE, 'streamPipeline'],
    ['declared in an inner scope', 'function f(pipeline) {}', PIPELINE, 'streamPipeline'],
    ['a global that the file uses', 'pipeline()', PIPELINE, 'streamPipeline'],
    ['a type', 'type Readable = 1', { module: 'node:stream', name: 'Readable' }, 'StreamReadable'],
    ['a property is no name', 'a.pipeline()', PIPELINE, 'pipeline'],
    ['the second choice is taken too', 'let pipeline, streamPipeline', PIPELINE, 'streamPipeline2'],
    ['of another module', "import { pipeline } from 'm'", PIPELINE, 'streamPipeline'],
    ['a scoped package', 'const fetch = 1', { module: '@a/b-c/d', name: 'fetch' }, 'bCFetch'],
    ['a wish', 'a()', { ...P_MAP, as: 'map' }, 'map'],
    ['a wish that is taken', 'const map = 1', { ...P_MAP, as: 'map' }, 'pMapMap'],
    ['a default of a scoped package', 'a()', { module: '@fastify/rate-limit', name: 'default' }, 'rateLimit'],
    ['a default whose name is taken', 'const pMap = 1', P_MAP, 'pMapModule'],
    ['a reserved word', 'a()', { module: 'delete', name: 'default' }, 'deleteModule'],
    ['a module that begins with a digit', 'a()', { module: '2b', name: 'default' }, 'value2'],
  ])('%s', (_, code, request, local) => {
    expect(locals(code, [request])).toEqual([local])
    expect(imported(code, request)).toContain(local)
  })

  it('is not given twice', () => {
    expect(locals('a()', [PIPELINE, { module: 'node:stream', name: 'pipeline' }])).toEqual([
      'pipeline',
      'streamPipeline',
    ])
  })
})

describe('CommonJS', () => {
  const ADDED = "const { pipeline } = require('node:stream/promises')"
  it.each<Case>([
    [
      'behind the requires',
      "'use strict'\nconst a = require('a')\nrequire('b').config()\n\na()\n",
      `'use strict'\nconst a = require('a')\nrequire('b').config()\n${ADDED}\n\na()\n`,
    ],
    [
      'semicolons, quotes, CRLF',
      'const a = require("a"); // x\r\n\r\na();\r\n',
      'const a = require("a"); // x\r\nconst { pipeline } = require("node:stream/promises");\r\n\r\na();\r\n',
    ],
    ['before a guard', "const a = require('a')\n;[a].map(b)\n", `const a = require('a')\n${ADDED}\n;[a].map(b)\n`],
    [
      'before code that comes before the requires',
      "a()\nconst b = require('b')\n",
      `${ADDED}\n\na()\nconst b = require('b')\n`,
    ],
    ['var', "var a = require('a')\n", "var a = require('a')\nvar { pipeline } = require('node:stream/promises')\n"],
    ['by its exports', 'module.exports = a\n', `${ADDED}\n\nmodule.exports = a\n`],
    [
      'an alias',
      "const a = require('a')\nconst pipeline = 1\n",
      "const a = require('a')\nconst { pipeline: streamPipeline } = require('node:stream/promises')\nconst pipeline = 1\n",
    ],
    [
      'the whole module',
      "const a = require('a')\n",
      "const a = require('a')\nconst streamPromises = require('node:stream/promises')\n",
      NAMESPACE,
    ],
    ['a default', "const a = require('a')\n", "const a = require('a')\nconst pMap = require('p-map')\n", P_MAP],
    [
      'a default of an ES module',
      "const a = require('a')\n",
      "const a = require('a')\nconst { default: pMap } = require('p-map')\n",
      { ...P_MAP, esModule: true },
    ],
    [
      'a default and a name',
      "const a = require('a')\n",
      "const a = require('a')\nconst pMap = require('p-map')\nconst { pMapSkip } = require('p-map')\n",
      [P_MAP, { module: 'p-map', name: 'pMapSkip' }],
    ],
    ['a required module that is called', "const a = require('a')(b)\n", `${ADDED}\n\nconst a = require('a')(b)\n`],
    [
      'a type',
      "const a = require('a')\n",
      "const a = require('a')\nimport type { Readable } from 'node:stream'\n",
      STREAM_TYPE,
    ],
  ])('%s', (_, code, expected, request = PIPELINE) => {
    expect(imported(code, request, 'src/file.cts')).toBe(expected)
  })

  it('goes by the path, by calls of require, or by what the file exports', () => {
    expect(imported('a()\n', PIPELINE, 'a.cjs')).toBe(`${ADDED}\n\na()\n`)
    expect(imported("require('a')\n", PIPELINE, 'a.js')).toBe(`require('a')\n${ADDED}\n`)
    expect(imported('exports.a = b\n', PIPELINE, 'a.js')).toBe(`${ADDED}\n\nexports.a = b\n`)
    expect(imported("import a from 'a'\nconst b = require('b')\n", PIPELINE, 'a.ts')).toBe(
      "import a from 'a'\nconst b = require('b')\nimport { pipeline } from 'node:stream/promises'\n",
    )
    expect(
      imported(
        "import { createRequire } from 'node:module'\nconst require = createRequire(a)\nrequire('b')\n",
        PIPELINE,
      ),
    ).toBe(
      "import { createRequire } from 'node:module'\nimport { pipeline } from 'node:stream/promises'\nconst require = createRequire(a)\nrequire('b')\n",
    )
  })

  it('imports no type into JavaScript', () => {
    expect(imported("const a = require('a')\n", STREAM_TYPE, 'a.cjs')).toBeUndefined()
    expect(imported("import a from 'a'\n", STREAM_TYPE, 'a.js')).toBeUndefined()
    expect(imported("import a from 'a'\n", STREAM_TYPE, 'a.mts')).toContain('import type { Readable }')
  })
})

describe('import m = require()', () => {
  it.each<Case>([
    [
      'a name',
      "import a = require('a')\n",
      "import a = require('a')\nimport streamPromises = require('node:stream/promises')\n",
    ],
    ['a default', "import a = require('a')\n", "import a = require('a')\nimport pMap = require('p-map')\n", P_MAP],
    [
      'a default and a name',
      "import a = require('a');\n",
      "import a = require('a');\nimport pMap = require('p-map');\n",
      [P_MAP, { module: 'p-map', name: 'pMapSkip' }],
    ],
    [
      'the whole module',
      "import a = require('a')\n",
      "import a = require('a')\nimport streamPromises = require('node:stream/promises')\n",
      NAMESPACE,
    ],
    [
      'by what the file exports',
      'const a = 1\nexport = a\n',
      "import streamPromises = require('node:stream/promises')\n\nconst a = 1\nexport = a\n",
    ],
    [
      'beside a type import',
      "import type { A } from 'a'\nimport b = require('b')\n",
      "import type { A } from 'a'\nimport b = require('b')\nimport streamPromises = require('node:stream/promises')\n",
    ],
    [
      'a type',
      "import a = require('a')\n",
      "import a = require('a')\nimport type { Readable } from 'node:stream'\n",
      STREAM_TYPE,
    ],
    [
      'beside ES imports',
      "import a = require('a')\nimport b from 'b'\n",
      "import a = require('a')\nimport b from 'b'\nimport { pipeline } from 'node:stream/promises'\n",
    ],
  ])('%s', (_, code, expected, request = PIPELINE) => {
    expect(imported(code, request)).toBe(expected)
  })

  it('names exports through the module', () => {
    const code = "import a = require('a')\n"
    expect(locals(code, [PIPELINE, P_MAP, { ...P_MAP, name: 'pMapSkip' }, NAMESPACE])).toEqual([
      'streamPromises.pipeline',
      'pMap',
      'pMap.pMapSkip',
      'streamPromises',
    ])
  })
})

describe('components', () => {
  const ADDED = "import { pipeline } from 'node:stream/promises'"

  it.each([
    [
      'the script, not the template',
      '<template>\n  <p />\n</template>\n\n<script setup>\n// a\nb()\n</script>\n',
      `<template>\n  <p />\n</template>\n\n<script setup>\n${ADDED}\n\n// a\nb()\n</script>\n`,
    ],
    [
      'behind the imports of the script',
      "<script setup>\nimport a from 'a'\n\nb()\n</script>\n<template><p /></template>\n",
      `<script setup>\nimport a from 'a'\n${ADDED}\n\nb()\n</script>\n<template><p /></template>\n`,
    ],
    [
      'in the indentation of the script',
      '<script>\n  export default {}\n</script>\n',
      `<script>\n  ${ADDED};\n\n  export default {}\n</script>\n`,
    ],
    [
      'a name that the template uses',
      '<script setup>\nb()\n</script>\n<template>{{ pipeline }}</template>\n',
      `<script setup>\nimport { pipeline as streamPipeline } from 'node:stream/promises'\n\nb()\n</script>\n<template>{{ pipeline }}</template>\n`,
    ],
    ['no script', '<template><p /></template>\n', undefined],
  ])('Vue: %s', (_, code, expected) => {
    expect(imported(code, PIPELINE, 'a.vue')).toBe(expected)
  })

  it('Vue: the script of the place where the name is used', () => {
    const code = "<script>\nimport a from 'a'\nb()\n</script>\n<script setup>\nimport c from 'c'\nd()\n</script>\n"
    const at = (name: string) =>
      edited(
        code,
        (source) => importBinding(source, { ...PIPELINE, at: first(source, 'Identifier', name) })?.changes,
        'a.vue',
      )
    expect(at('b')).toBe(code.replace("'a'\n", `'a'\n${ADDED}\n`))
    expect(at('d')).toBe(code.replace("'c'\n", `'c'\n${ADDED}\n`))
  })

  it('Vue: types where the script is TypeScript', () => {
    expect(imported('<script setup>\na()\n</script>\n', STREAM_TYPE, 'a.vue')).toBeUndefined()
    expect(imported('<script setup lang="ts">\na()\n</script>\n', STREAM_TYPE, 'a.vue')).toBe(
      `<script setup lang="ts">\nimport type { Readable } from 'node:stream'\n\na()\n</script>\n`,
    )
  })

  it.each([
    [
      'the script',
      '<p>{a}</p>\n<script lang="ts">\n\tb()\n</script>\n',
      `<p>{a}</p>\n<script lang="ts">\n\t${ADDED}\n\n\tb()\n</script>\n`,
    ],
    ['an empty script', '<script></script>\n<p>{a}</p>\n', `<script>\n${ADDED};</script>\n<p>{a}</p>\n`],
    [
      'the module script, which all see',
      "<script module>\n  import a from 'a'\n</script>\n<script>\n  b()\n</script>\n",
      `<script module>\n  import a from 'a'\n  ${ADDED}\n</script>\n<script>\n  b()\n</script>\n`,
    ],
    [
      'a name that the markup uses',
      '<script>\n  b()\n</script>\n<p>{pipeline}</p>\n',
      `<script>\n  import { pipeline as streamPipeline } from 'node:stream/promises'\n\n  b()\n</script>\n<p>{pipeline}</p>\n`,
    ],
    ['no script', '<p>{a}</p>\n', undefined],
  ])('Svelte: %s', (_, code, expected) => {
    expect(imported(code, PIPELINE, 'a.svelte')).toBe(expected)
  })

  it('Svelte: the module script sees nothing of the other', () => {
    const code = `<script module>\n  a()\n</script>\n<script>\n  ${ADDED}\n  b()\n</script>\n<p on:click={() => c()}>d</p>\n`
    const at = (name: string) =>
      edited(
        code,
        (source) => importBinding(source, { ...PIPELINE, at: first(source, 'Identifier', name) })?.changes,
        'a.svelte',
      )
    expect(at('b')).toBe(code)
    expect(at('c')).toBe(code)
    expect(at('a')).toBe(
      code.replace('  a()', "  import { pipeline as streamPipeline } from 'node:stream/promises'\n\n  a()"),
    )
  })
})

it('imports and other changes of an edit do not overlap', () => {
  const code = "import { a } from 'a'\na()\n"
  const source = parseFile(code)
  const binding = importBinding(source, PIPELINE)
  const call = first(source, 'CallExpression')
  expect(applyChanges(code, [...(binding?.changes ?? []), { range: call.range, text: `${binding?.local}(b)` }])).toBe(
    "import { a } from 'a'\nimport { pipeline } from 'node:stream/promises'\npipeline(b)\n",
  )
})
