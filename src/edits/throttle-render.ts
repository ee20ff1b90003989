import type { TSESTree } from '@typescript-eslint/utils'
import type { ChunkRender, StreamRenders } from '../facts/chunk-renders.ts'
import { isRunByRender } from '../facts/components.ts'
import { functionTarget } from '../facts/function-target.ts'
import { contains, isFunction, isWithin } from '../facts/nodes.ts'
import { pieceOf } from '../facts/render-pieces.ts'
import { unwrap } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Library } from '../libraries/library.ts'
import type { Node, Range, Source } from '../source.ts'
import { codeFor, joinLines } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { importBinding } from './imports.ts'
import { indentationAt, isFirstOnLine } from './lines.ts'
import { isTypeScript } from './module-syntax.ts'
import { freshName } from './names.ts'
import { startWithComments, statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'
import { wrapInTry } from './wrap.ts'

/** In milliseconds: twenty times a second reads as flowing text. */
const INTERVAL = '50'

/** What becomes of one render: code before the loop, the throttled function's name, changes where it was called. */
interface Throttled {
  readonly name: string
  readonly code: readonly string[]
  readonly changes: readonly Change[]
}

/**
 * Shows the text of a stream at most every 50 ms: the setter is wrapped with a throttle before the loop, which is flushed
 * on every way out of the loop. What adds a piece to the text gathers the pieces in between.
 * @returns undefined where a render cannot be moved out of the loop: it needs what exists only inside, it is part of a
 * larger expression, its type cannot be written, or the loop is set up by each render of a component
 */
export function throttleRenders(source: Source, all: StreamRenders, library: Library): Edit | undefined {
  const { loop } = all[0]
  const statement = statementOf(loop.node)
  const [wanted] = library.imports
  if (statement === undefined || wanted === undefined || loop.form === 'then') return undefined
  if (isFunction(loop.node) && isRunByRender(statement)) return undefined
  const binding = importBinding(source, { module: wanted.from, name: wanted.name, as: wanted.local, at: statement })
  if (binding === undefined) return undefined
  const plan = new Plan(source, binding.local)
  const done = all.map((it) => plan.throttled(it))
  if (!done.every((it) => it !== undefined)) return undefined
  const unique = done.filter((it, index) => done.findIndex(({ name }) => name === it.name) === index)
  const code = unique.flatMap((it) => it.code)
  const inside = done.flatMap((it) => it.changes)
  const changes = isFunction(loop.node)
    ? before(source, statement, code, inside)
    : around(source, statement, code, unique, inside)
  return changes === undefined ? undefined : { imports: [binding], changes }
}

class Plan {
  readonly #source: Source
  readonly #throttle: string
  readonly #names = new Set<string>()
  /** By setter and new value: only calls that set the same may share a throttle, since one call replaces another. */
  readonly #known = new Map<string, string>()

  constructor(source: Source, throttle: string) {
    this.#source = source
    this.#throttle = throttle
  }

  throttled(found: ChunkRender): Throttled | undefined {
    const { render, via, growing, loop } = found
    if (growing === 'item' || hasCommentInside(this.#source, via ?? render.node)) return undefined
    if (via !== undefined) return this.#helper(via, found)
    if (growing === 'piece') return this.#piece(found)
    const callee = render.kind === 'call' ? unwrap(render.node.callee) : undefined
    if (render.kind === 'call' && callee?.type === 'Identifier') return this.#named(render.node, callee, loop.node)
    const whole = this.#whole(render.node, loop.node)
    if (whole !== undefined) return whole
    return render.kind === 'assignment'
      ? this.#assignment(render.node, loop.node)
      : this.#method(render.node, loop.node)
  }

  /** `const renderSoon = throttle(() => { … }, 50)`, for what needs nothing of the loop. */
  #whole(node: Node, loop: Node): Throttled | undefined {
    if (node.parent?.type !== 'ExpressionStatement') return undefined
    if (contains(this.#source, node, (it) => this.#isInside(it, loop) || it.type === 'AwaitExpression'))
      return undefined
    const name = this.#fresh('renderSoon')
    const code = codeFor(this.#source)`const ${name} = ${this.#throttle}(() => {
      ${node};
    }, ${INTERVAL});`
    return { name, code, changes: [replace(node, `${name}()`)] }
  }

  /** `const setTextSoon = throttle(setText, 50)`. */
  #named(call: TSESTree.CallExpression, callee: TSESTree.Identifier, loop: Node): Throttled | undefined {
    if (this.#isInside(callee, loop)) return undefined
    const key = textOf(this.#source, call)
    const name = this.#known.get(key) ?? this.#fresh(`${callee.name}Soon`)
    this.#known.set(key, name)
    const code = codeFor(this.#source)`const ${name} = ${this.#throttle}(${callee.name}, ${INTERVAL});`
    return { name, code, changes: [replace(callee, name)] }
  }

  /** A function of the file that does nothing but show what it is given. */
  #helper(call: TSESTree.CallExpression, { growing, loop, render }: ChunkRender): Throttled | undefined {
    const fn = functionTarget(this.#source, call.callee)
    const callee = unwrap(call.callee)
    if (fn === undefined || callee.type !== 'Identifier' || growing !== 'snapshot') return undefined
    const statements = fn.body.type === 'BlockStatement' ? fn.body.body : [fn.body]
    const isOnlyRender = statements.length === 1 && statementOrSelf(render.node) === statements[0]
    return isOnlyRender ? this.#named(call, callee, loop.node) : undefined
  }

  /** `const setSoon = throttle((value) => store.set(value), 50)`. */
  #method(call: TSESTree.CallExpression, loop: Node): Throttled | undefined {
    const [argument, ...more] = call.arguments
    if (argument === undefined || more.length > 0 || !this.#isMovable(call.callee, loop)) return undefined
    const callee = textOf(this.#source, call.callee)
    if (isTypeScript(this.#source)) return undefined
    const name = this.#fresh('renderSoon')
    return {
      name,
      code: codeFor(this.#source)`const ${name} = ${this.#throttle}((value) => ${callee}(value), ${INTERVAL});`,
      changes: [replace(call.callee, name)],
    }
  }

  /** `const renderSoon = throttle((value) => { bubble.textContent = value }, 50)`. */
  #assignment(node: TSESTree.AssignmentExpression, loop: Node): Throttled | undefined {
    if (node.parent.type !== 'ExpressionStatement' || !this.#isMovable(node.left, loop)) return undefined
    const target = textOf(this.#source, node.left)
    const type = this.#typeText(node.left)
    if (type === undefined) return undefined
    const name = this.#fresh('renderSoon')
    return {
      name,
      code: codeFor(this.#source)`const ${name} = ${this.#throttle}((value${type}) => {
        ${target} = value;
      }, ${INTERVAL});`,
      changes: [replace([node.range[0], node.right.range[0]], `${name}(`), insertAfter(node.right, ')')],
    }
  }

  /** The pieces are gathered, and shown together. */
  #piece(found: ChunkRender): Throttled | undefined {
    const source = this.#source
    const { node } = found.render
    const piece = pieceOf(source, found)
    const isBody = node.parent.type === 'ArrowFunctionExpression' && node.parent.body === node
    if (piece === undefined || (node.parent.type !== 'ExpressionStatement' && !isBody)) return undefined
    if (piece.parent?.type === 'Property' && piece.parent.shorthand) return undefined
    const [pending, one] = [this.#fresh('pending'), this.#fresh('piece')]
    const name = this.#fresh(`${found.render.name.startsWith('set') ? found.render.name : 'render'}Soon`)
    const shown =
      source.text.slice(node.range[0], piece.range[0]) + one + source.text.slice(piece.range[1], node.range[1])
    const end = semicolon(source)
    const gathered = `${pending} += ${textOf(source, piece)}`
    const list = isBody ? undefined : node.parent.parent?.type
    const base = indentationAt(source.text, node.range[0])
    const { lineEnding } = fileStyle(source)
    const isListed = list === 'BlockStatement' && isFirstOnLine(source.text, node.range[0])
    const text = isListed
      ? `${gathered}${end}${lineEnding}${base}${name}()`
      : isBody || list !== 'BlockStatement'
        ? `{ ${gathered}; ${name}()${isBody ? '' : ';'} }`
        : `${gathered}; ${name}()`
    const range: Range = isBody || list === 'BlockStatement' ? node.range : node.parent.range
    return {
      name,
      code: codeFor(source)`let ${pending} = '';
      const ${name} = ${this.#throttle}(() => {
        const ${one} = ${pending};
        ${pending} = '';
        ${shown};
      }, ${INTERVAL});`,
      changes: [replace(range, text)],
    }
  }

  #fresh(name: string): string {
    const fresh = freshName(this.#source, name, [`${name}2`], this.#names)
    this.#names.add(fresh)
    return fresh
  }

  /** The type of a value that is set, as an annotation; nothing in JavaScript; undefined where it cannot be written. */
  #typeText(target: Node): string | undefined {
    if (!isTypeScript(this.#source)) return ''
    return isEntityName(target) ? `: typeof ${textOf(this.#source, target)}` : undefined
  }

  #isMovable(target: Node, loop: Node): boolean {
    return !contains(this.#source, target, (it) => it.type === 'CallExpression' || this.#isInside(it, loop))
  }

  #isInside(node: Node, loop: Node): boolean {
    if (node.type !== 'Identifier') return false
    const declared = variableOf(this.#source, node)?.identifiers ?? []
    return declared.some((it) => isWithin(it as Node, loop))
  }
}

function isEntityName(node: Node): boolean {
  if (node.type === 'Identifier') return true
  return node.type === 'MemberExpression' && !node.computed && !node.optional && isEntityName(node.object)
}

function statementOrSelf(node: Node): Node {
  return node.parent?.type === 'ExpressionStatement' ? node.parent : node
}

/** Code in front of the statement that sets up a listener; its last text is shown by the throttle's own timer. */
function before(
  source: Source,
  statement: Node,
  code: readonly string[],
  inside: readonly Change[],
): Change[] | undefined {
  const inserted = insertStatementsBefore(source, statement, code)
  return inserted === undefined ? undefined : [...inserted, ...inside]
}

/** Code in front of a loop, and a `finally` around it that shows the last text on every way out. */
function around(
  source: Source,
  statement: Node,
  code: readonly string[],
  throttled: readonly Throttled[],
  inside: readonly Change[],
): Change[] | undefined {
  if (!isFirstOnLine(source.text, startWithComments(source, statement))) return undefined
  const flush = throttled.flatMap(({ name }) => codeFor(source)`${name}.flush();`)
  const [opening, ...rest] = wrapInTry(source, [statement], { finally: flush }) ?? []
  if (opening === undefined || !opening.text.startsWith('try')) return undefined
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(source.text, statement.range[0])
  const declared = joinLines(source, code, base) + lineEnding + base
  // Lines of what is replaced go with it; new lines move in as the others do.
  const kept = rest.filter(({ range }) => !inside.some((it) => it.range[0] < range[0] && range[1] < it.range[1]))
  const moved = inside.map((it) => ({ ...it, text: it.text.replaceAll(lineEnding, lineEnding + indent) }))
  return [{ ...opening, text: declared + opening.text }, ...moved, ...kept]
}
