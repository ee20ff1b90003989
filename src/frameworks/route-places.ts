import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction, isWithin } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Range, Source } from '../source.ts'
import { freeRange, fromLineStart } from './free-range.ts'
import type { Handler } from './handler.ts'
import { registrationName } from './registration-name.ts'

/** Where rules report what is wrong with a route as a whole: each its own place, all beginning on one line. */
export interface RoutePlaces {
  /** `post`, `GET`, `Sse`, `fetch`. */
  readonly name: Range
  /** The name with what it is taken from, or what declares it: `app.post`, `export async function GET`, `@Sse`. */
  readonly call: Range
  /** What the route is asked for: the text of its path, or the name with the parameters that follow it. */
  readonly path: Range
  /** What answers: the head of the function, its name where the route is given one, the whole decorator. */
  readonly handler: Range
}

/**
 * The places of a route. What is not written on the line of the name is replaced by the name with as much of what follows
 * as sets it apart from the other places.
 */
export function routePlaces(source: Source, handler: Handler): RoutePlaces {
  const { text } = source
  const at = registrationName(handler)
  const name = 'type' in at ? at.range : at
  const call = freeRange(text, name, [name], calleeOf(handler) ?? fromLineStart(text, name))
  const path = freeRange(text, name, [name, call], pathOf(handler) ?? [name[0], headEnd(source, handler.fn)])
  return { name, call, path, handler: freeRange(text, name, [name, call, path], answerOf(source, handler)) }
}

function calleeOf({ registration }: Handler): Range | undefined {
  return registration.type === 'CallExpression' || registration.type === 'NewExpression'
    ? registration.callee.range
    : undefined
}

/** What is said before the function, without its quotes: with them it is the place of the rule about the route's formats. */
function pathOf({ registration, path }: Handler): Range | undefined {
  const isDecorator = registration.type === 'Decorator'
  const call = isDecorator ? unwrap(registration.expression) : registration
  if (call.type !== 'CallExpression') return undefined
  const [first, second] = call.arguments
  const written = call.arguments.flatMap((it) => (it.type === 'ObjectExpression' ? valuesOf(it) : [it]))
  const found =
    written.find((it) => path !== undefined && stringOf(it) === path) ??
    (isDecorator || second !== undefined ? first : undefined)
  if (found === undefined || isFunction(found)) return undefined
  return stringOf(found) === undefined ? found.range : [found.range[0] + 1, found.range[1] - 1]
}

function valuesOf(object: TSESTree.ObjectExpression): Node[] {
  return object.properties.flatMap((it) => (it.type === 'Property' ? [it.value] : []))
}

function answerOf(source: Source, { registration, fn }: Handler): Range | undefined {
  if (registration.type === 'Decorator') return registration.range
  if (registration.type !== 'CallExpression') return declarationOf(source, fn)
  if (isWithin(fn, registration)) return [fn.range[0], headEnd(source, fn)]
  return registration.arguments.findLast((it) => !isFunction(it))?.range
}

/** From what declares the function to its body. A function that is an expression is meant without the name it is given. */
function declarationOf(source: Source, fn: FunctionNode): Range {
  const { text } = source
  const isExpression = fn.type !== 'FunctionDeclaration' && fn.parent.type !== 'MethodDefinition'
  const [start] = isExpression ? fn.range : fromLineStart(text, fn.range)
  return [start, headEnd(source, fn)]
}

/** Where the part of a function that stands in front of its body ends. */
function headEnd({ text }: Source, { body, range: [start] }: FunctionNode): number {
  return start + text.slice(start, body.range[0]).trimEnd().length
}
