import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { importedName, methodName } from './callee.ts'
import { calledFunction, enclosingFunction, returnedExpressions } from './functions.ts'
import { allCallsOf } from './known-callers.ts'
import { originsOf } from './origin.ts'
import { candidatesOf } from './same-stream.ts'
import { writtenType } from './type-annotation.ts'
import { unwrap, unwrapAwait } from './unwrap.ts'
import type { Use } from './uses.ts'
import { globalName } from './variables.ts'

const MAX_HELPERS = 3
const MAX_CALLERS = 16
/** Written types of values that are in memory as a whole. */
const WHOLE_TYPES = new Set(['Buffer', 'Uint8Array', 'string'])
/** Streams that do nothing to what they are given. */
const ENDED_HERE = new Set(['PassThrough', 'Readable', 'Duplex'])
const WHOLE_MAKERS = new Set(['Buffer.from', 'Buffer.alloc', 'Buffer.concat', 'JSON.stringify'])
/** Methods that give a text, whatever object has them. */
const TEXT_METHODS = new Set(['toString', 'join', 'toISOString', 'trim'])

/**
 * True for a Node stream that was filled from memory and ended here, so that nothing is left that could fail: a
 * `PassThrough` after `end(…)`, a `Readable` after `push(null)`, `Readable.from` of a text, a buffer or a literal list.
 */
export function isEndedInMemory(source: Source, stream: Node): boolean {
  return isMemory(source, stream, MAX_HELPERS)
}

function isMemory(source: Source, stream: Node, steps: number): boolean {
  const candidates = candidatesOf(source, stream)
  return (
    steps > 0 &&
    candidates.length > 0 &&
    candidates.every(({ origin, uses }) => {
      if (origin?.kind === 'parameter' && origin.path.length === 0) {
        const calls = allCallsOf(source, origin.fn) ?? []
        const handed = calls.map((call) => call.arguments[origin.index])
        if (handed.length === 0 || handed.length > MAX_CALLERS) return false
        return handed.every((it) => it !== undefined && isMemory(source, it, steps - 1))
      }
      if (origin?.kind !== 'expression' || origin.path.length > 0) return false
      const made = unwrapAwait(origin.node)
      if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return false
      const imported = importedName(source, made.callee)
      if (imported?.module === 'stream') {
        const [argument] = made.arguments
        if (imported.name === 'Readable.from')
          return argument !== undefined && argument.type !== 'SpreadElement' && isWhole(source, argument)
        return ENDED_HERE.has(imported.name) && isEnded(made, uses)
      }
      const fn = made.type === 'CallExpression' ? calledFunction(source, made) : undefined
      const returned = fn === undefined ? [] : returnedExpressions(source, fn)
      return returned.length > 0 && returned.every((it) => isMemory(source, it, steps - 1))
    })
  )
}

/** Ended in the very function that makes it, and fed by no other stream. */
function isEnded(made: TSESTree.CallExpression | TSESTree.NewExpression, uses: readonly Use[]): boolean {
  const here = enclosingFunction(made)
  const isFed = uses.some((use) => use.kind === 'argument' || use.kind === 'unknown')
  return (
    !isFed &&
    uses.some((use) => {
      if (use.kind !== 'method-call' || enclosingFunction(use.call) !== here) return false
      const [argument] = use.call.arguments
      if (use.name === 'end') return true
      return use.name === 'push' && argument?.type === 'Literal' && argument.raw === 'null'
    })
  )
}

/** A text, a buffer, or a list that is written out. */
function isWhole(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type !== undefined && !type.isLocal && WHOLE_TYPES.has(type.name)) return true
  const origins = originsOf(source, expression)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      if (origin.kind !== 'expression' || origin.path.length > 0) return false
      const value = unwrap(origin.node)
      if (value.type === 'CallExpression')
        return givesText(value) || WHOLE_MAKERS.has(dottedGlobal(source, value.callee))
      return (
        value.type === 'ArrayExpression' ||
        value.type === 'TemplateLiteral' ||
        (value.type === 'Literal' && typeof value.value === 'string')
      )
    })
  )
}

function givesText(call: TSESTree.CallExpression): boolean {
  return TEXT_METHODS.has(methodName(call) ?? '')
}

function dottedGlobal(source: Source, callee: Node): string {
  const member = unwrap(callee)
  if (member.type !== 'MemberExpression' || member.property.type !== 'Identifier') return ''
  return `${globalName(source, member.object) ?? ''}.${member.property.name}`
}
