import type { TSESTree } from '@typescript-eslint/utils'
import { allOf } from '../edits/all-of.ts'
import type { Change } from '../edits/edit.ts'
import { importBindings } from '../edits/imports.ts'
import { calleeNameNode } from '../facts/callee.ts'
import { collectWithin } from '../facts/nodes.ts'
import type { Handler } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding, FileEdit } from './codemod.ts'
import { callGuardFirst } from './guard-call.ts'
import type { Guard } from './guard.ts'
import { exportOf, fitsFramework, guardOf, guardSpecifier } from './guard.ts'
import {
  isMounted,
  mountAsArgument,
  mountAsDecorator,
  mountAsOption,
  mountBeforeArgument,
  mountingOf,
} from './mount.ts'
import { registrationsElsewhere } from './registrations.ts'
import { routeOfFinding } from './route-of-finding.ts'
import { perFinding } from './per-finding.ts'

export const AUTHENTICATE_ROUTES: Codemod = {
  name: 'authenticate-routes',
  title: 'Mount the guard of `--guard <module#name>` in front of every open route that streams',
  mistake: 'security',
  rules: ['require-stream-auth'],
  needs: ['guard'],
  problem({ guard }, cwd) {
    return guard?.map((it) => guardOf(it, cwd)).find((read) => typeof read === 'string')
  },
  async transform(context) {
    const guards = (context.given.guard ?? [])
      .map((it) => guardOf(it, context.cwd))
      .filter((it): it is Guard => typeof it !== 'string')
    return perFinding((file, finding) => guardedByFirst(context, file, finding, guards))(context)
  },
}

/** What the first guard makes of a finding that fits its route; what to do by hand when none does. */
async function guardedByFirst(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
  guards: readonly Guard[],
): Promise<CodemodChange | string | undefined> {
  const framework = routeOfFinding(file, finding)?.handler.framework
  let advice: string | undefined
  for (const guard of guards) {
    if (guards.length > 1 && framework !== undefined && !(await fitsFramework(guard, framework, context))) continue
    const answer = await guarded(context, file, finding, guard)
    if (typeof answer !== 'string') return answer
    advice ??= answer
  }
  return advice ?? 'Put a guard of this framework in front of this route; none that was named fits it.'
}

/** The change that puts the guard in front of a route, what to do by hand, or undefined when the guard is there. */
async function guarded(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
  guard: Guard,
): Promise<CodemodChange | string | undefined> {
  if (finding.messageId === 'socket')
    return 'Refuse connections of unknown clients in the handshake, or in a middleware of the server.'
  if (finding.messageId === 'unknown')
    return 'Look whether what stands before this route lets strangers through; if not, name it in `settings.streaming.guards`.'
  const { source } = file
  const route = routeOfFinding(file, finding)
  const advice = `Put \`${guard.name}\` in front of this route.`
  if (route === undefined) return advice
  const { handler } = route
  const mounting = mountingOf(handler.framework)
  if (mounting !== undefined && !handler.isRegistered) return elsewhere(context, file, handler, guard, advice)
  const specifier = await guardSpecifier(guard, file.path, context)
  if (specifier === undefined) return advice
  const imports = importBindings(source, [
    { module: specifier, ...exportOf(guard), at: handler.registration },
    ...(mounting === 'decorator' ? [{ module: '@nestjs/common', name: 'UseGuards', at: handler.registration }] : []),
  ])
  const [binding, useGuards] = imports ?? []
  if (imports === undefined || binding === undefined) return advice
  if (mounting !== undefined && isMounted(handler.registration, binding.local, source)) return undefined
  const text = guard.isMade ? `${binding.local}()` : binding.local
  const put = async (): Promise<Change[] | undefined> => {
    switch (mounting) {
      case 'argument':
        return mountAsArgument(source, handler, text)
      case 'option':
        return mountAsOption(source, handler.registration, 'preHandler', text)
      case 'decorator':
        return mountAsDecorator(source, handler.registration, `${useGuards?.local ?? ''}(${text})`)
      case undefined: {
        if (callsName(source, handler.registration, binding.local)) return []
        const signature =
          guard.file === undefined ? undefined : await context.types.exportedFunction(guard.file, guard.name)
        return signature === undefined || guard.isMade
          ? undefined
          : callGuardFirst(source, handler, signature, binding.local)
      }
    }
  }
  const made = await put()
  if (made?.length === 0) return undefined
  const edit = allOf([made])
  return edit === undefined ? advice : { edits: [{ path: file.path, edit: { ...edit, imports } }] }
}

/** A controller is guarded where it is registered, which may be in other files and several times. */
async function elsewhere(
  context: CodemodContext,
  file: CodemodFile,
  handler: Handler,
  guard: Guard,
  advice: string,
): Promise<CodemodChange | string | undefined> {
  const registrations = await registrationsElsewhere(context, file, handler)
  if (registrations.length === 0) return advice
  const edits: FileEdit[] = []
  for (const { file: at, places } of registrations) {
    const { source } = at
    const [first] = places
    const specifier = await guardSpecifier(guard, at.path, context)
    if (specifier === undefined || first === undefined) return advice
    const imports = importBindings(source, [{ module: specifier, ...exportOf(guard), at: first.call }])
    const [imported] = imports ?? []
    if (imports === undefined || imported === undefined) return advice
    const open = places.filter(({ call }) => !isMounted(call, imported.local, source))
    if (open.length === 0) continue
    const text = guard.isMade ? `${imported.local}()` : imported.local
    const edit = allOf(
      open.map(({ call, argument }) =>
        handler.framework === 'fastify'
          ? mountAsOption(source, call, 'preHandler', text)
          : mountBeforeArgument(source, call, argument, text),
      ),
    )
    if (edit === undefined) return advice
    edits.push({ path: at.path, edit: { ...edit, imports } })
  }
  return edits.length === 0 ? undefined : { edits }
}

/** True when the route calls, or is wrapped by, what has the name. */
function callsName(source: Source, registration: Node, name: string): boolean {
  return collectWithin(
    source,
    registration,
    (node): node is TSESTree.CallExpression => node.type === 'CallExpression',
  ).some((call) => {
    const callee = calleeNameNode(call)
    return callee.type === 'Identifier' && callee.name === name
  })
}
