import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Accumulator } from './accumulators.ts'
import { calleeName, methodName, receiverOf } from './callee.ts'
import { runForEachChunk } from './chunk-handlers.ts'
import { localFunction } from './functions.ts'
import { growths, isCount } from './growths.ts'
import type { KeptValue } from './kept-value.ts'
import { declarationOf, keptValue } from './kept-value.ts'
import { isChunk } from './loop-chunk.ts'
import type { StreamLoop } from './stream-loops.ts'
import { contains, isWithin, nodesOf } from './nodes.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

const RELATIONS = new Set(['<', '>', '<=', '>='])
const MEASURES = new Set(['length', 'byteLength', 'size'])
/** Methods that take a length and bound nothing. */
const COPYING = new Set([
  'set',
  'concat',
  'slice',
  'subarray',
  'substring',
  'substr',
  'copy',
  'alloc',
  'allocUnsafe',
  'indexOf',
  'max',
  'min',
  'round',
  'floor',
  'String',
  'Number',
])

/**
 * True when something that runs for each chunk compares the size of what has been kept so far, a running count, or a count
 * of chunks with a limit, or gives it to a function that may.
 */
export function isLengthTested(source: Source, accumulator: Accumulator): boolean {
  const { loop } = accumulator
  const sizes = new Sizes(source, accumulator)
  return runForEachChunk(source, loop).some((root) =>
    contains(source, root, (node) => {
      if (node.type === 'BinaryExpression') return RELATIONS.has(node.operator) && isLimitTest(source, node, sizes)
      return node.type === 'CallExpression' && (isToldSize(source, node, sizes) || isChunkMeasured(source, loop, node))
    }),
  )
}

/** Every place of the file that counts something up or down. */
const counters = perSource((source): readonly { readonly node: Node; readonly value: KeptValue }[] => [
  ...growths(source).filter((it) => isCount(source, it)),
  ...nodesOf(source, 'UpdateExpression').flatMap((node) => {
    const value = keptValue(source, node.argument)
    return value === undefined ? [] : [{ node, value }]
  }),
])

/** What tells how much has been kept. */
class Sizes {
  readonly #source: Source
  readonly #accumulator: Accumulator
  readonly #counts: ReadonlySet<string>

  constructor(source: Source, accumulator: Accumulator) {
    this.#source = source
    this.#accumulator = accumulator
    const roots = runForEachChunk(source, accumulator.loop)
    const isInside = (node: Node) => roots.some((root) => isWithin(node, root))
    // What begins anew with each chunk counts no chunks.
    const outlives = counters(source).filter(({ node, value }) => {
      if (!isInside(node)) return false
      const declared = declarationOf(value)
      return declared === undefined || !isInside(declared)
    })
    this.#counts = new Set(outlives.map(({ value }) => value.key))
  }

  /** The expression is, or is computed from, the size of what has been kept. */
  tells(expression: Node, steps = 3): boolean {
    const source = this.#source
    return contains(
      source,
      expression,
      (node) => {
        switch (node.type) {
          case 'MemberExpression':
            return (MEASURES.has(propertyName(node) ?? '') && this.#holds(node.object, steps)) || this.#isCount(node)
          case 'CallExpression':
            return methodName(node) === 'byteLength' && node.arguments.some((it) => this.#holds(it, steps))
          case 'Identifier':
            return this.#isCount(node) || this.#isNamedSize(node, steps)
          default:
            return false
        }
      },
      { functions: 'skip' },
    )
  }

  #isCount(node: Node): boolean {
    const key = keptValue(this.#source, node)?.key
    return key !== undefined && this.#counts.has(key)
  }

  /** The kept value itself, or a value made of it: `const next = kept + chunk`. */
  #holds(expression: Node, steps: number): boolean {
    const source = this.#source
    const node = unwrap(expression)
    const value = keptValue(source, node)
    if (value?.key === this.#accumulator.growth.value.key) return true
    const made = value === undefined || value.path.length > 0 || steps === 0 ? undefined : onlyValue(source, node)
    if (made !== undefined && this.#isPerChunk(node))
      return contains(source, made, (it) => it !== made.parent && this.#holds(it, steps - 1), { functions: 'skip' })
    return false
  }

  /** `const size = received + chunk.length`. */
  #isNamedSize(node: Node, steps: number): boolean {
    const made = steps === 0 || !this.#isPerChunk(node) ? undefined : onlyValue(this.#source, node)
    return made !== undefined && this.tells(made, steps - 1)
  }

  #isPerChunk(identifier: Node): boolean {
    const declared = identifier.type === 'Identifier' ? variableOf(this.#source, identifier)?.identifiers[0] : undefined
    if (declared === undefined) return false
    return runForEachChunk(this.#source, this.#accumulator.loop).some((root) => isWithin(declared as Node, root))
  }
}

function onlyValue(source: Source, identifier: Node): Node | undefined {
  const variable = identifier.type === 'Identifier' ? variableOf(source, identifier) : undefined
  const writes = variable === undefined ? [] : writesOf(variable)
  return writes.length === 1 && writes[0]?.isPattern === false ? writes[0].value : undefined
}

/** `received > MAX`; not `buffer.length > 0`, and not `i < buffer.length`, which looks at what is there. */
function isLimitTest(source: Source, test: TSESTree.BinaryExpression, sizes: Sizes): boolean {
  const [left, right] = [test.left, test.right]
  if (isNothing(left) || isNothing(right)) return false
  const [size, limit] = sizes.tells(left) ? [left, right] : [right, left]
  return sizes.tells(size) && !isIndex(source, limit)
}

function isNothing(node: Node): boolean {
  const value = unwrap(node)
  if (value.type === 'UnaryExpression') return isNothing(value.argument)
  return value.type === 'Literal' && (value.value === 0 || value.value === 1)
}

/** A variable that is moved along. */
function isIndex(source: Source, expression: Node): boolean {
  const node = unwrap(expression)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  return variable !== undefined && writesOf(variable).some((write) => write.isUpdate)
}

/** `assertWithin(received)`, `meter.add(chunk.length)`: a function that this file does not show may throw. */
function isToldSize(source: Source, call: TSESTree.CallExpression, sizes: Sizes): boolean {
  const name = calleeName(call)
  if (name === undefined || COPYING.has(name) || isConsole(source, call)) return false
  if (localFunction(source, call.callee) !== undefined) return false
  return call.arguments.some((argument) => {
    const node = unwrap(argument)
    if (node.type === 'SpreadElement') return false
    const isSize = node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'BinaryExpression'
    return isSize && sizes.tells(node)
  })
}

function isConsole(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  if (receiver === undefined) return false
  return (
    globalName(source, receiver) === 'console' || /(?:^|\.)_?log(?:ger)?$/i.test(source.text.slice(...receiver.range))
  )
}

/** The chunk's own size is given to a function: `quota.take(chunk.length)`. */
function isChunkMeasured(source: Source, loop: StreamLoop, call: TSESTree.CallExpression): boolean {
  if (COPYING.has(calleeName(call) ?? '') || isConsole(source, call)) return false
  return call.arguments.some((argument) => {
    const node = unwrap(argument)
    return (
      node.type === 'MemberExpression' && MEASURES.has(propertyName(node) ?? '') && isChunk(source, loop, node.object)
    )
  })
}
