import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { outermostPromise } from '../facts/dropped-promise.ts'
import { isFunction } from '../facts/nodes.ts'
import type { PipelineCall } from '../facts/pipelines.ts'
import { isResponse } from '../facts/pipes.ts'
import { isNeededBehind, mayAwait } from '../facts/waiting.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import { addArguments } from './add-argument.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, insertBefore, replace } from './edit.ts'
import { importBinding } from './imports.ts'
import { Precedence, requiredAt } from './precedence.ts'
import type { FailedPipeline } from './pipeline-failure.ts'
import { behindAwait, behindPromise, callbackText } from './pipeline-failure.ts'
import { hasCommentInside } from './tokens.ts'

/** What is offered: `await` has the code wait; `catch` and `callback` have it go on and tell of the failure. */
export interface HearingRemedy<Form extends string> {
  readonly form: Form
  readonly edit: () => Edit | undefined
}

/** Has somebody get the rejection of a promise `pipeline` or `pipeTo` that stands alone. */
export function hearFloating({ call }: PipelineCall, where: Surroundings): HearingRemedy<'await' | 'catch'> {
  const { source } = where
  const outer = outermostPromise(source, call)
  const failed = { place: outer, departure: departureOf(source, call) }
  const opening = mayWait(source, call, outer) ? openingOf(source, outer) : undefined
  if (opening === undefined)
    return { form: 'catch', edit: () => ({ changes: [insertAfter(outer, behindPromise(failed, where))] }) }
  const behind = insertAfter(outer, behindAwait(failed, where))
  return { form: 'await', edit: () => ({ changes: [opening, behind].filter(isChange) }) }
}

/** Gives a callback `pipeline` what it lacks: its callback, or the promise that the code waits for. */
export function addFailureCallback({ call }: PipelineCall, where: Surroundings): HearingRemedy<'await' | 'callback'> {
  const { source } = where
  const failed = { place: call, departure: departureOf(source, call) }
  const isAwaited = wrapped(call).parent?.type === 'AwaitExpression'
  if (isAwaited || (openingOf(source, call) !== undefined && mayWait(source, call, call)))
    return {
      form: 'await',
      edit: () => {
        const binding = importBinding(source, { module: 'node:stream/promises', name: 'pipeline', at: call })
        if (binding === undefined || hasCommentInside(source, call.callee)) return undefined
        const opening = `${isAwaited ? '' : 'await '}${binding.local}`
        return {
          imports: [binding],
          changes: [replace(call.callee, opening), insertAfter(call, behindAwait(failed, where))].filter(isChange),
        }
      },
    }
  return {
    form: 'callback',
    edit: () => {
      const changes = addArguments(source, call, [callbackText(failed, where)])
      return changes === undefined ? undefined : { changes }
    },
  }
}

/** What makes a promise that stands alone awaited: `await` in front, or in place of `void`. Undefined where it does not stand alone. */
function openingOf(source: Source, outer: TSESTree.CallExpression): Change | undefined {
  if ((requiredAt(wrapped(outer)) ?? Precedence.PRIMARY) > Precedence.UNARY) return undefined
  let node: Node = wrapped(outer)
  for (let parent: Node | null | undefined = node.parent; parent != null; parent = node.parent) {
    if (parent.type === 'ExpressionStatement') return insertBefore(outer, 'await ')
    if (parent.type === 'UnaryExpression') return voidToAwait(source, parent, outer)
    const isPassedOn =
      (parent.type === 'LogicalExpression' && parent.right === node) ||
      (parent.type === 'ConditionalExpression' && parent.test !== node)
    if (!isPassedOn) return undefined
    node = parent
  }
  return undefined
}

function voidToAwait(source: Source, unary: TSESTree.UnaryExpression, outer: Node): Change | undefined {
  const [start] = unary.range
  if (unary.operator !== 'void' || unary.argument !== outer || unary.parent.type !== 'ExpressionStatement')
    return undefined
  return hasCommentInside(source, [start, outer.range[0]])
    ? undefined
    : { range: [start, start + 'void'.length], text: 'await' }
}

function mayWait(source: Source, call: TSESTree.CallExpression, outer: Node): boolean {
  return mayAwait(source, outer) && !isNeededBehind(source, outer, outer.range[1], streamsOf(call))
}

function streamsOf(call: TSESTree.CallExpression): Node[] {
  const streams = call.arguments.filter((it) => it.type !== 'SpreadElement' && it.type !== 'ObjectExpression')
  const receiver = methodName(call) === 'pipeTo' ? receiverOf(call) : undefined
  return receiver === undefined ? streams.filter((it) => !isFunction(it)) : [receiver, ...streams]
}

function departureOf(source: Source, call: TSESTree.CallExpression): FailedPipeline['departure'] {
  const last = streamsOf(call).at(-1)
  if (last === undefined) return undefined
  if (methodName(call) !== 'pipeTo') return isResponse(source, unwrap(last)) ? 'pipeline' : undefined
  const made = unwrap(last)
  if (made.type !== 'CallExpression' || made.arguments[0] === undefined) return undefined
  const imported = importedName(source, made.callee)
  const isNodes = imported?.module === 'stream' && imported.name === 'Writable.toWeb'
  return isNodes && isResponse(source, made.arguments[0]) ? 'pipeTo' : undefined
}

function isChange({ range, text }: Change): boolean {
  return text !== '' || range[0] !== range[1]
}
