import { describe, expect, it } from 'vitest'
import type { Handlers } from '../../src/edits/try-text.ts'
import { wrapFunctionBody, wrapInTry } from '../../src/edits/wrap.ts'
import type { FunctionNode } from '../../src/facts/nodes.ts'
import { isFunction, visitWithin } from '../../src/facts/nodes.ts'
import { statementOf } from '../../src/edits/statement-place.ts'
import type { Node, Source } from '../../src/source.ts'
import { edited } from './edited.ts'

const FINALLY: Handlers = { finally: 'end()' }
const CATCH: Handlers = { catch: { param: 'error', code: 'report(error)' } }
const BOTH: Handlers = { ...CATCH, finally: ['if (c) {', '  end()', '}'] }

/** Wraps the statements that run `w1`, `w2` and so on. */
function wrap(code: string, handlers: Handlers = FINALLY, path?: string): string | undefined {
  return edited(code, (source) => wrapInTry(source, marked(source), handlers), path)
}

function marked(source: Source): Node[] {
  const found: Node[] = []
  visitWithin(source, source.ast, (node) => {
    const isMark = node.type === 'Identifier' && /^w\d$/.test(node.name)
    const statement = isMark ? statementOf(node) : undefined
    if (statement !== undefined && !found.includes(statement)) found.push(statement)
    return 'enter'
  })
  return found
}

describe('wrapInTry', () => {
  it.each<[what: string, code: string, expected: string, handlers?: Handlers]>([
    ['one statement', 'w1()\n', 'try {\n  w1()\n} finally {\n  end()\n}\n'],
    ['a catch', 'w1()\n', 'try {\n  w1()\n} catch (error) {\n  report(error)\n}\n', CATCH],
    [
      'both',
      'if (a) {\n\tw1()\n}\n',
      'if (a) {\n\ttry {\n\t\tw1()\n\t} catch (error) {\n\t\treport(error)\n\t} finally {\n\t\tif (c) {\n\t\t  end()\n\t\t}\n\t}\n}\n',
      BOTH,
    ],
    ['no parameter', 'w1()\n', 'try {\n  w1()\n} catch {\n  end()\n}\n', { catch: { code: 'end()' } }],
    ['an empty clause', 'w1()\n', 'try {\n  w1()\n} catch {}\n', { catch: { code: [] } }],
    ['a run', 'a()\nw1()\n\nw2()\nb()\n', 'a()\ntry {\n  w1()\n\n  w2()\n} finally {\n  end()\n}\nb()\n'],
    [
      'CRLF',
      'if (a) {\r\n  w1(\r\n    b,\r\n  )\r\n}\r\n',
      'if (a) {\r\n  try {\r\n    w1(\r\n      b,\r\n    )\r\n  } finally {\r\n    end()\r\n  }\r\n}\r\n',
    ],
    [
      'its comments',
      '// a\n\n// b\nw1() // c\n// d\n',
      '// a\n\ntry {\n  // b\n  w1() // c\n} finally {\n  end()\n}\n// d\n',
    ],
    [
      'documentation moves, other block comments stay',
      'w1(\n  /**\n   * a\n   */\n  b,\n  /* c\nd */\n)\n',
      'try {\n  w1(\n    /**\n     * a\n     */\n    b,\n    /* c\nd */\n  )\n} finally {\n  end()\n}\n',
    ],
    [
      'a template literal',
      'w1(`\n  a\n${b(\n  c,\n)}\n  d`)\n',
      'try {\n  w1(`\n  a\n${b(\n    c,\n  )}\n  d`)\n} finally {\n  end()\n}\n',
    ],
    ['a string with a continued line', "w1('a\\\n  b')\n", "try {\n  w1('a\\\n  b')\n} finally {\n  end()\n}\n"],
    [
      'a label and its jumps',
      'a: for (const b of w1) {\n  continue a\n}\n',
      'try {\n  a: for (const b of w1) {\n    continue a\n  }\n} finally {\n  end()\n}\n',
    ],
    ['an if without braces', 'if (a) w1()\nelse b()\n', 'if (a) try {\n  w1()\n} finally {\n  end()\n}\nelse b()\n'],
    [
      'an own-line body without braces',
      'if (a)\n  w1()\n',
      'if (a)\n  try {\n    w1()\n  } finally {\n    end()\n  }\n',
    ],
    ['a block on one line', 'if (a) { w1() }\n', 'if (a) {\n  try {\n    w1()\n  } finally {\n    end()\n  }\n}\n'],
    [
      'a function on one line over several',
      'f(() => { w1(\n  a,\n) })\n',
      'f(() => {\n  try {\n    w1(\n      a,\n    )\n  } finally {\n    end()\n  }\n})\n',
    ],
    [
      'a case',
      'switch (a) {\n  case 1:\n    w1()\n    break\n}\n',
      'switch (a) {\n  case 1:\n    try {\n      w1()\n    } finally {\n      end()\n    }\n    break\n}\n',
    ],
    ['a guarding semicolon behind it', 'w1()\n;[a].map(b)\n', 'try {\n  w1()\n} finally {\n  end()\n}\n;[a].map(b)\n'],
    ['a guarding semicolon before it', 'a()\n;[w1].map(b)\n', 'a()\n;try {\n  [w1].map(b)\n} finally {\n  end()\n}\n'],
    ['more on its line', 'a(); w1(); b()\n', 'a(); try {\n  w1();\n} finally {\n  end()\n} b()\n'],
    [
      'a const that only the run uses',
      'const a = w1()\nw2(a)\nb()\n',
      'try {\n  const a = w1()\n  w2(a)\n} finally {\n  end()\n}\nb()\n',
    ],
    ['a var that is used behind', 'var a = w1()\nb(a)\n', 'try {\n  var a = w1()\n} finally {\n  end()\n}\nb(a)\n'],
    [
      'a using at the end of its block',
      'if (a) {\n  using b = w1()\n  w2(b)\n}\n',
      'if (a) {\n  try {\n    using b = w1()\n    w2(b)\n  } finally {\n    end()\n  }\n}\n',
    ],
    ['a BOM and a shebang', '\uFEFFw1()\n', '\uFEFFtry {\n  w1()\n} finally {\n  end()\n}\n'],
    [
      'behind a shebang',
      '#!/usr/bin/env node\nw1()\n',
      '#!/usr/bin/env node\ntry {\n  w1()\n} finally {\n  end()\n}\n',
    ],
  ])('%s', (_, code, expected, handlers) => {
    expect(wrap(code, handlers)).toBe(expected)
  })

  it('leaves JSX text, which folds white space, as it reads', () => {
    expect(wrap('w1(\n  <p\n    title="a\n  b"\n  >\n    c\n  </p>,\n)\n', FINALLY, 'a.tsx')).toBe(
      'try {\n  w1(\n    <p\n      title="a\n  b"\n    >\n      c\n    </p>,\n  )\n} finally {\n  end()\n}\n',
    )
  })

  it.each([
    ['a const is used behind the run', 'const a = w1()\nb(a)\n'],
    ['a const is used before the run, in a function', 'const f = () => a\nconst a = w1()\n'],
    ['a class is exported behind the run', 'class A extends w1 {}\nexport { A }\n'],
    ['a type is used behind the run', 'type A = typeof w1\nlet c: A\n'],
    ['it imports', 'import a from "a"\nw1(a)\nimport w2 from "b"\n'],
    ['it exports', 'export const a = w1()\n'],
    ['a using would end before what follows', 'if (a) {\n  using b = w1()\n  w2(b)\n  c()\n}\n'],
    ['it calls the constructor of the base class', 'class A extends B {\n  constructor() {\n    super(w1)\n  }\n}\n'],
    ['it declares what is elsewhere', 'declare const a: typeof w1\n'],
    ['the statements are no neighbours', 'w1()\na()\nw2()\n'],
    ['there is nothing to wrap', 'a()\n'],
  ])('refuses when %s', (_, code) => {
    expect(wrap(code)).toBeUndefined()
  })

  it('refuses a function that is used before it, and a directive', () => {
    const statement = (code: string, index: number) =>
      edited(code, (source) => wrapInTry(source, source.ast.body.slice(index, index + 1), FINALLY))
    expect(statement('f()\nfunction f() {}\n', 1)).toBeUndefined()
    expect(statement('"use strict"\nf()\n', 0)).toBeUndefined()
    expect(statement('"use strict"\nf()\n', 1)).toBe('"use strict"\ntry {\n  f()\n} finally {\n  end()\n}\n')
  })

  it('refuses without a clause', () => {
    expect(wrap('w1()\n', {})).toBeUndefined()
  })

  it('refuses what the template of a component or another script sees', () => {
    expect(wrap('<script setup>\nconst a = w1()\n</script>\n', FINALLY, 'a.vue')).toBeUndefined()
    expect(wrap('<script>\nvar a = w1()\n</script>\n{a}\n', FINALLY, 'a.svelte')).toBeUndefined()
    expect(wrap('<script setup>\nw1()\n</script>\n', FINALLY, 'a.vue')).toBe(
      '<script setup>\ntry {\n  w1()\n} finally {\n  end()\n}\n</script>\n',
    )
  })
})

function wrapBody(code: string, handlers: Handlers = CATCH): string | undefined {
  return edited(code, (source) => {
    let fn: FunctionNode | undefined
    visitWithin(source, source.ast, (node) => {
      if (!isFunction(node)) return 'enter'
      fn = node
      return 'stop'
    })
    return wrapFunctionBody(source, fn!, handlers)
  })
}

describe('wrapFunctionBody', () => {
  it.each<[what: string, code: string, expected: string | undefined]>([
    [
      'a block',
      'function f() {\n  a()\n  return b\n}\n',
      'function f() {\n  try {\n    a()\n    return b\n  } catch (error) {\n    report(error)\n  }\n}\n',
    ],
    [
      'directives',
      'function f() {\n  "use server"\n  a()\n}\n',
      'function f() {\n  "use server"\n  try {\n    a()\n  } catch (error) {\n    report(error)\n  }\n}\n',
    ],
    [
      'a block on one line',
      'const f = () => { a(); b() }\n',
      'const f = () => {\n  try {\n    a(); b()\n  } catch (error) {\n    report(error)\n  }\n}\n',
    ],
    [
      'an expression',
      'f(async () => a(\n  b,\n))\n',
      'f(async () => {\n  try {\n    return a(\n      b,\n    )\n  } catch (error) {\n    report(error)\n  }\n})\n',
    ],
    [
      'an expression on its own line',
      'const f = () =>\n  // a\n  b()\n',
      'const f = () => {\n  try {\n    // a\n    return b()\n  } catch (error) {\n    report(error)\n  }\n}\n',
    ],
    [
      'an object',
      'const f = () => ({\n  a,\n})\n',
      'const f = () => {\n  try {\n    return ({\n      a,\n    })\n  } catch (error) {\n    report(error)\n  }\n}\n',
    ],
    ['nothing', 'function f() {}\n', undefined],
  ])('%s', (_, code, expected) => {
    expect(wrapBody(code)).toBe(expected)
  })
})
