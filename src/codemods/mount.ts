import type { TSESTree } from '@typescript-eslint/utils'
import { addArguments, addOptions } from '../edits/add-argument.ts'
import { addProperty, objectText } from '../edits/add-property.ts'
import type { Change } from '../edits/edit.ts'
import { insertAfter, insertBefore } from '../edits/edit.ts'
import { fileStyle } from '../edits/file-style.ts'
import { indentationAt } from '../edits/lines.ts'
import { optionOf } from '../facts/model-call.ts'
import { collectWithin, isFunction, isWithin } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { FrameworkName, Handler } from '../frameworks/handler.ts'
import { wrappedFunctions } from '../frameworks/wrapped-function.ts'
import type { Node, Source } from '../source.ts'

/** Where middleware stands in a registration: among its arguments, in its options, or in a decorator. */
export type Mounting = 'argument' | 'option' | 'decorator'

const MOUNTINGS: Readonly<Partial<Record<FrameworkName, Mounting>>> = {
  express: 'argument',
  koa: 'argument',
  hono: 'argument',
  fastify: 'option',
  nest: 'decorator',
}

/** How a framework mounts what runs before a route; undefined where a route is a function and nothing else. */
export function mountingOf(framework: FrameworkName): Mounting | undefined {
  return MOUNTINGS[framework]
}

/** True when a registration uses a name already, so that what it names is mounted. */
export function isMounted(registration: Node, name: string, source: Source): boolean {
  const root = registration.type === 'Decorator' ? registration.parent : registration
  return collectWithin(source, root, (node): node is TSESTree.Identifier => node.type === 'Identifier').some(
    (node) => node.name === name && !isInBody(node, root),
  )
}

/** `router.post('/chat', guard, handler)`: right before the handler, behind what it may build on. */
export function mountAsArgument(source: Source, handler: Handler, text: string): Change[] | undefined {
  const { registration, fn } = handler
  if (registration.type !== 'CallExpression') return undefined
  const index = registration.arguments.findIndex(
    (argument) => isWithin(fn, argument) || wrappedFunctions(source, [argument]).some((it) => it.fn === fn),
  )
  return index === -1 ? undefined : addArguments(source, registration, [text], index)
}

/** The same for a call of another file, whose argument is known. */
export function mountBeforeArgument(source: Source, call: TSESTree.CallExpression, argument: Node, text: string) {
  const index = call.arguments.findIndex((it) => it === argument)
  return index === -1 ? undefined : addArguments(source, call, [text], index)
}

/** `app.get('/chat', { preHandler: guard }, handler)`, behind the hooks of the name that are there. */
export function mountAsOption(source: Source, call: Node, name: string, text: string): Change[] | undefined {
  if (call.type !== 'CallExpression') return undefined
  const options = optionsArgument(call)
  if (options === undefined) {
    const isShort = call.arguments.length === 2 && stringOf(call.arguments[0]) !== undefined
    return isShort ? addArguments(source, call, [objectText(source, [{ name, value: text }])], 1) : undefined
  }
  const known = optionOf(source, options, name)
  if (known === 'spread') return undefined
  if (known === undefined) {
    if (options.type === 'ObjectExpression') return addProperty(source, options, name, text)
    return addOptions(source, call, call.arguments.indexOf(options), [{ name, value: text }], { spread: true })
  }
  if (!isWithin(known, options)) return undefined
  const value = unwrap(known)
  if (value.type !== 'ArrayExpression') return [insertBefore(known, '['), insertAfter(known, `, ${text}]`)]
  const last = value.elements.at(-1)
  if (last === null) return undefined
  return [last === undefined ? { range: value.range, text: `[${text}]` } : insertAfter(last, `, ${text}`)]
}

/** `@UseGuards(Guard)` on a line of its own above the decorator that registers the method. */
export function mountAsDecorator(source: Source, decorator: Node, text: string): Change[] | undefined {
  if (decorator.type !== 'Decorator') return undefined
  const { lineEnding } = fileStyle(source)
  return [insertBefore(decorator, `@${text}${lineEnding}${indentationAt(source.text, decorator.range[0])}`)]
}

/** The options of a Fastify route: its only object, or what stands between path and handler. */
function optionsArgument(call: TSESTree.CallExpression): TSESTree.Expression | undefined {
  const [first, second] = call.arguments
  const isObject = (node: Node | undefined) => node !== undefined && unwrap(node).type === 'ObjectExpression'
  const found =
    call.arguments.length === 1 || call.arguments.length === 3 || isObject(second)
      ? call.arguments.length === 1
        ? first
        : second
      : undefined
  if (found === undefined || found.type === 'SpreadElement') return undefined
  const value = unwrap(found)
  return value.type === 'ObjectExpression' ? value : found
}

/** True for what stands inside a function of the registration, where the name is used and not mounted. */
function isInBody(node: Node, root: Node): boolean {
  for (
    let current = node.parent;
    current !== undefined && current !== null && current !== root;
    current = current.parent
  )
    if (isFunction(current)) return true
  return false
}
