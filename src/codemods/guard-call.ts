import { codeFor } from '../edits/code-lines.ts'
import { prependToBlock } from '../edits/blocks.ts'
import type { Change } from '../edits/edit.ts'
import { insertAfter, insertBefore } from '../edits/edit.ts'
import { semicolon } from '../edits/file-style.ts'
import { makeAsync } from '../edits/make-async.ts'
import type { FrameworkName, Handler } from '../frameworks/handler.ts'
import { partText } from '../frameworks/part-text.ts'
import type { Source } from '../source.ts'
import type { Signature } from './typescript-projects.ts'

/** Frameworks whose handlers return the answer. */
const BY_RETURN: ReadonlySet<FrameworkName> = new Set(['next-app', 'sveltekit', 'remix', 'fetch-handler'])

/**
 * Puts a guard into a route that is a function and nothing else: around it, when the guard takes a handler and gives one back, else
 * as its first statement. What a refusal looks like is told by what the guard returns: a response is returned, `false` or nothing
 * becomes a 401, and a guard that returns nothing of the kind throws.
 * @returns undefined when its parameters or its result are none of these
 */
export function callGuardFirst(
  source: Source,
  handler: Handler,
  guard: Signature,
  local: string,
): Change[] | undefined {
  if (guard.returnsFunction)
    return guard.parameters[0]?.isFunction === true ? wrapHandler(source, handler, local) : undefined
  const { fn } = handler
  const values = guard.parameters.map(({ type }) => argumentFor(handler, type))
  if (fn.body.type !== 'BlockStatement' || values.includes(undefined)) return undefined
  const code = codeFor(source)
  const call = `${guard.isAsync ? 'await ' : ''}${local}(${values.join(', ')})`
  const asked = guard.isAsync ? `(${call})` : call
  const lines = ((): string[] | undefined => {
    const isByReturn = BY_RETURN.has(handler.framework)
    const canBeNothing = /\b(?:undefined|null)\b/.test(guard.returns)
    if (/\b(?:Next)?Response\b/.test(guard.returns)) {
      if (!isByReturn || !canBeNothing) return undefined
      return code`const refusal = ${call};
        if (refusal) return refusal;`
    }
    if (guard.returns !== 'boolean' && !canBeNothing) return code`${call};`
    if (isByReturn) return code`if (!${asked}) return new Response('Unauthorized', { status: 401 });`
    // A guard that has the response answers itself.
    return partText(handler, 'nodeResponse') !== undefined && values.includes(partText(handler, 'nodeResponse'))
      ? code`if (!${asked}) return;`
      : undefined
  })()
  if (lines === undefined) return undefined
  const before = prependToBlock(source, fn.body, lines)
  const async = guard.isAsync ? makeAsync(source, fn) : []
  return before === undefined || async === undefined ? undefined : [...async, ...before]
}

/** What a parameter of the guard is given, by its type. */
function argumentFor(handler: Handler, type: string): string | undefined {
  if (/\b(?:IncomingMessage|NextApiRequest)\b/.test(type)) return partText(handler, 'nodeRequest')
  if (/\b(?:ServerResponse|NextApiResponse)\b/.test(type)) return partText(handler, 'nodeResponse')
  if (/\b(?:RequestEvent|H3Event|LoaderFunctionArgs|ActionFunctionArgs)\b/.test(type)) return handler.context?.name
  return /\b(?:Next)?Request\b/.test(type) ? partText(handler, 'webRequest') : undefined
}

/** `export const POST = guard(async function POST(…) { … })` */
function wrapHandler(source: Source, { fn }: Handler, local: string): Change[] | undefined {
  if (fn.type !== 'FunctionDeclaration') return [insertBefore(fn, `${local}(`), insertAfter(fn, ')')]
  const { parent } = fn
  const isDefault = parent.type === 'ExportDefaultDeclaration'
  if (!isDefault && (parent.type !== 'ExportNamedDeclaration' || fn.id === null)) return undefined
  const declared = isDefault ? '' : `const ${fn.id?.name ?? ''} = `
  return [insertBefore(fn, `${declared}${local}(`), insertAfter(fn, `)${semicolon(source)}`)]
}
