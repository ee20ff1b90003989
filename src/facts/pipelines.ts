import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { isDroppedPromise } from './dropped-promise.ts'
import { methodOf } from './functions.ts'
import { importedModules } from './imported-modules.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { bareModule, enclosingClass, originsOf } from './origin.ts'
import { isResponse } from './pipes.ts'
import { WRITABLE_METHODS } from './pipe-tables.ts'
import { importedFunction, keyOf } from './promisified.ts'
import { candidatesOf } from './same-stream.ts'
import { streamOf } from './stream-value.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { readsOf, variableOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** `callback`: `pipeline` of `node:stream`. `promise`: that of `node:stream/promises`, or promisified. `pipeTo`: of a WHATWG stream. */
export interface PipelineCall {
  readonly kind: 'callback' | 'promise' | 'pipeTo'
  readonly call: TSESTree.CallExpression
}

const STREAM_MODULES: ReadonlySet<string> = new Set(['stream', 'stream/promises', 'readable-stream'])

/** Every call of `pipeline` of Node, under any name, and of a `pipeTo` method. Other libraries' `pipeline()` is none. */
export const pipelineCalls = perSource((source): readonly PipelineCall[] => {
  const found: PipelineCall[] = []
  const importsStreams = importedModules(source).some(({ specifier }) => STREAM_MODULES.has(bareModule(specifier)))
  for (const call of importsStreams ? nodesOf(source, 'CallExpression') : methodCalls(source, ['pipeTo'])) {
    if (methodName(call) === 'pipeTo') {
      if (isWebPipeTo(source, call)) found.push({ kind: 'pipeTo', call })
      continue
    }
    const imported = importsStreams ? importedFunction(source, call.callee) : undefined
    const key = imported === undefined ? undefined : keyOf(imported)
    if (key === 'stream/promises#pipeline') found.push({ kind: 'promise', call })
    if (key === 'stream#pipeline') found.push({ kind: imported?.isPromisified === true ? 'promise' : 'callback', call })
  }
  return found
})

function isWebPipeTo(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  if (receiver === undefined || call.arguments[0] === undefined) return false
  const object = unwrap(receiver)
  if (object.type === 'Super') return false
  const stream = streamOf(source, object)
  if (stream !== undefined) return stream.family === 'web'
  if (object.type === 'ThisExpression') {
    const owner = enclosingClass(object)
    return owner !== undefined && owner.superClass !== null && methodOf(source, owner, 'pipeTo') === undefined
  }
  // A module or class that has a function of this name.
  return originsOf(source, object).every(({ kind }) => kind !== 'import')
}

/** True when the failure of a promise `pipeline` or `pipeTo` reaches nobody. */
export function isFloating(source: Source, { kind, call }: PipelineCall): boolean {
  if (kind === 'callback' || !isDroppedPromise(source, call)) return false
  const [target] = call.arguments
  const piped = kind === 'pipeTo' ? receiverOf(call) : undefined
  // It ends with the program, whose failure its exit code tells.
  if (piped !== undefined && isChildOutput(source, piped)) return false
  return kind === 'promise' || target === undefined || !hasUsedTwin(source, target)
}

/** `body.pipeTo(writable)` whose `readable` twin is read, returned or passed on: the failure travels on through it. */
function hasUsedTwin(source: Source, target: Node): boolean {
  const node = unwrap(target)
  if (node.type === 'MemberExpression')
    return (
      propertyName(node) === 'writable' &&
      candidatesOf(source, node.object).some(({ uses }) =>
        uses.some((use) => (use.kind === 'property' || use.kind === 'destructured') && use.name === 'readable'),
      )
    )
  if (node.type !== 'Identifier') return false
  const declared = variableOf(source, node)?.defs[0]?.name as Node | undefined
  const sibling = declared === undefined ? undefined : siblingNamed(declared, 'writable', 'readable')
  if (sibling !== undefined) {
    const variable = variableOf(source, sibling)
    return variable !== undefined && readsOf(variable).length > 0
  }
  return originsOf(source, node).some(
    (origin) =>
      origin.kind === 'expression' &&
      origin.path.at(-1) === 'writable' &&
      usesOf(source, origin.node).some(
        (use) => (use.kind === 'property' || use.kind === 'destructured') && use.name === 'readable',
      ),
  )
}

/** In `{ readable, writable: w }` the name that `readable` gets, asked with that of `writable`. */
function siblingNamed(declared: Node, own: string, other: string): Node | undefined {
  const property = declared.parent?.type === 'AssignmentPattern' ? declared.parent.parent : declared.parent
  if (property?.type !== 'Property' || propertyName(property) !== own) return undefined
  const pattern = property.parent
  if (pattern.type !== 'ObjectPattern') return undefined
  for (const it of pattern.properties) {
    if (it.type !== 'Property' || propertyName(it) !== other) continue
    const value = it.value.type === 'AssignmentPattern' ? it.value.left : it.value
    return value.type === 'Identifier' ? value : undefined
  }
  return undefined
}

/**
 * Whether a callback `pipeline` is given its callback. False: its last argument is certainly a stream or a generator.
 * Undefined: nobody can tell.
 */
export function hasCallback(source: Source, call: TSESTree.CallExpression): boolean | undefined {
  const last = call.arguments.at(-1)
  if (last === undefined || last.type === 'SpreadElement') return undefined
  const node = unwrap(last)
  if (isFunction(node)) return !node.generator
  if (node.type === 'ArrayExpression' || node.type === 'ObjectExpression') return false
  if (isStream(source, node)) return false
  // `pipeline(stream, x)` has nothing to join unless x is a stream.
  const [first, second] = call.arguments
  if (call.arguments.length === 2 && first !== undefined && second === last && isStream(source, first)) {
    const made = originsOf(source, node)
    return made.some((it) => it.kind === 'expression' && isFunction(unwrap(it.node)))
  }
  return originsOf(source, node).some(
    (it) => it.kind === 'expression' && it.path.length === 0 && isGenerator(unwrap(it.node)),
  )
    ? false
    : undefined
}

function isGenerator(node: Node): boolean {
  return isFunction(node) && node.generator
}

function isStream(source: Source, expression: Node): boolean {
  if (expression.type === 'SpreadElement') return false
  if (streamOf(source, expression) !== undefined || isResponse(source, expression)) return true
  return candidatesOf(source, expression).some(({ uses }) =>
    uses.some((use) => use.kind === 'method-call' && (use.name === 'on' || WRITABLE_METHODS.has(use.name))),
  )
}
