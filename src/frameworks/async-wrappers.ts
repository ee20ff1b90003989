import { importedName } from '../facts/callee.ts'
import { isForeign } from '../facts/call-path.ts'
import { localFunction } from '../facts/functions.ts'
import { contains } from '../facts/nodes.ts'
import { propertyName } from '../facts/unwrap.ts'
import type { Node } from '../source.ts'
import type { Handler, Surroundings } from './handler.ts'

/** Packages whose export wraps an async handler so that its rejection reaches `next`. */
const WRAPPER_PACKAGES = new Set([
  'express-async-handler',
  'express-async-wrap',
  'express-async-wrapper',
  'express-asyncify',
  '@awaitjs/express',
  'async-middleware',
  'middleware-async',
])

/** Names that projects give to such wrappers, lower-cased. */
const WRAPPER_NAMES = new Set([
  'ash',
  'asynchandler',
  'asynchandlerwrapper',
  'asyncmiddleware',
  'asyncroute',
  'asyncroutehandler',
  'asyncwrap',
  'asyncwrapper',
  'awaithandler',
  'catchasync',
  'catchasyncerror',
  'catchasyncerrors',
  'catcherror',
  'catcherrors',
  'errorhandlerwrapper',
  'expressasynchandler',
  'handleasync',
  'handleasyncerrors',
  'handleerror',
  'handleerrors',
  'safeasync',
  'safehandler',
  'trycatch',
  'trycatchwrapper',
  'use',
  'withasync',
  'withcatch',
  'witherrorhandler',
  'witherrorhandling',
  'withroutehandler',
  'wrap',
  'wrapasync',
  'wrapasynchandler',
  'wraphandler',
  'wraproute',
])

/** True for the names that projects give to wrappers that only catch. */
export function isKnownWrapperName(name: string | undefined): boolean {
  return name !== undefined && WRAPPER_NAMES.has(name.toLowerCase())
}

/**
 * What the wrappers at the registration do with a rejection. True: one of them catches it. False: there are none, or only
 * wrappers of this file in which nothing catches. Undefined: a wrapper that cannot be seen into.
 */
export function wrapperCatches(handler: Handler, { source, settings }: Surroundings): boolean | undefined {
  let answer: boolean | undefined = false
  for (const name of handler.wrappers) {
    const written = nameOf(name)
    if (written !== undefined && settings.errorWrappers.includes(written)) return true
    const callee = calleeOf(name)
    const imported = importedName(source, callee)
    if (imported !== undefined && WRAPPER_PACKAGES.has(imported.module)) return true
    const local = localFunction(source, callee)
    if (local !== undefined) {
      if (contains(source, local.body, catches)) return true
      continue
    }
    const isOwn = imported === undefined || !isForeign(imported.module)
    if (isOwn && written !== undefined && WRAPPER_NAMES.has(written.toLowerCase())) return true
    answer = undefined
  }
  return answer
}

function catches(node: Node): boolean {
  if (node.type === 'TryStatement') return node.handler !== null
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const name = propertyName(node.callee)
  return name === 'catch' || (name === 'then' && node.arguments.length > 1)
}

function nameOf(name: Node): string | undefined {
  return name.type === 'Identifier' ? name.name : undefined
}

/** The callee that a name node belongs to: the member expression around a property, else the name itself. */
function calleeOf(name: Node): Node {
  const parent = name.parent
  return parent?.type === 'MemberExpression' && parent.property === name ? parent : name
}
