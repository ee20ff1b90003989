import type { FunctionNode } from '../facts/nodes.ts'
import type { Source } from '../source.ts'
import { FRAMEWORKS } from './frameworks.ts'
import type { Framework, Handler } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { VERBS, handlerArguments, httpMethod, namesPath, pathOfCall, routeCalls } from './route-calls.ts'
import { frameworkOfTypes } from './typed-handlers.ts'
import { wrappedFunctions } from './wrapped-function.ts'

/** Handlers of routers that another file makes: `router.get('/path', fn)`, told by the types of `fn` or by what it does with its parameters. */
export function openRouteHandlers(source: Source): Handler[] {
  const found: Handler[] = []
  for (const route of routeCalls(source)) {
    const { call, name, instance } = route
    if (instance.key !== undefined || (name !== 'all' && !VERBS.has(name))) continue
    const certainty = instance.path === '' ? namesPath(source, call) : 'yes'
    if (certainty === 'no') continue
    const functions = wrappedFunctions(
      source,
      certainty === 'yes' ? handlerArguments(call) : call.arguments.slice(1),
    ).filter(({ fn }) => certainty === 'yes' || !takesError(fn))
    let framework: Framework | undefined
    for (const { fn } of functions.toReversed()) framework ??= frameworkOf(source, fn)
    if (framework === undefined) continue
    for (const [index, { fn, wrappers }] of functions.entries()) {
      if (wrappers.length > 0 && fn.params.length === 0) continue
      found.push(
        makeHandler(source, framework, {
          fn,
          wrappers,
          registration: call,
          method: httpMethod(name),
          path: pathOfCall(route),
          isMiddleware: index < functions.length - 1,
        }),
      )
    }
  }
  return found
}

function frameworkOf(source: Source, fn: FunctionNode): Framework | undefined {
  return frameworkOfTypes(source, fn) ?? FRAMEWORKS.find((framework) => framework.looksLike?.(source, fn) === true)
}

/** `client.get(url, (error, response) => …)` is a request of this program, and its callback no handler. */
function takesError(fn: FunctionNode): boolean {
  const first = fn.params[0]
  return first?.type === 'Identifier' && /^_?e(?:rr(?:or)?)?$/i.test(first.name)
}
