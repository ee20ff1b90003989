import type { TSESTree } from '@typescript-eslint/utils'
import { allOf } from '../edits/all-of.ts'
import { prependToBlock } from '../edits/blocks.ts'
import { codeFor } from '../edits/code-lines.ts'
import type { Change, Edit } from '../edits/edit.ts'
import { addProperty, objectText } from '../edits/add-property.ts'
import { quoted } from '../edits/file-style.ts'
import { importBindings } from '../edits/imports.ts'
import type { ImportRequest } from '../edits/imports.ts'
import { appendToList } from '../edits/list.ts'
import { isTypeScript } from '../edits/module-syntax.ts'
import { statementOf } from '../edits/statement-place.ts'
import { insertStatementsAfter } from '../edits/statements.ts'
import { importedName, receiverOf } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { unwrap, unwrapAwait } from '../facts/unwrap.ts'
import type { FrameworkName, Handler } from '../frameworks/handler.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Library } from '../libraries/library.ts'
import { loadsFromCommonJs } from '../libraries/module-system.ts'
import type { Node } from '../source.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding, FileEdit } from './codemod.ts'
import { declareForModule, declaresName, propertyOf } from './module-constant.ts'
import { isMounted, mountAsArgument, mountAsDecorator, mountAsOption, mountBeforeArgument } from './mount.ts'
import { registrationsElsewhere } from './registrations.ts'
import { routeOfFinding } from './route-of-finding.ts'
import { perFinding } from './per-finding.ts'

/** What the routes are limited with: `settings.streaming.libraries`, else what the project has, else the framework's usual one. */
const IDIOMS: Readonly<Partial<Record<FrameworkName, string>>> = {
  express: 'express-middleware',
  fastify: 'fastify-plugin',
  hono: 'hono-middleware',
  koa: 'consume',
  nest: 'nest-guard',
}

/** Streams that one client may start in a minute: enough for a person who asks, too few for a script. */
const STREAMS_PER_MINUTE = '10'
const LIMITER = 'streamLimiter'
const KOA_LIMITER = 'limitStreams'

export const RATE_LIMIT_ROUTES: Codemod = {
  name: 'rate-limit-routes',
  title: 'Mount the limiter of the framework in front of every route that streams without one',
  mistake: 'throttling',
  rules: ['require-rate-limit'],
  transform: perFinding((file, finding, context) => limited(context, file, finding)),
}

/** The change that limits a route, what to do by hand, or undefined when the limiter is there. */
async function limited(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): Promise<CodemodChange | string | undefined> {
  if (finding.messageId === 'unknown')
    return 'Look whether what stands before this route limits its clients; if so, name it in `settings.streaming.limiters`.'
  const { source, project, settings } = file
  const handler = routeOfFinding(file, finding)?.handler
  if (handler === undefined) return adviceFor(undefined)
  const { framework } = handler
  const idiom = IDIOMS[framework]
  const needs = { settings, project, framework, runtime: runtimeOf(source) }
  const choice = idiom === undefined ? undefined : chooseLibrary('rate-limit', { ...needs, idioms: [idiom] })
  if (choice === undefined) return adviceFor(chooseLibrary('rate-limit', needs)?.library)
  const { library } = choice
  switch (framework) {
    case 'express':
    case 'hono':
    case 'koa':
      return handler.isRegistered
        ? oneEdit(file, handler, library)
        : manyEdits(await registrationsElsewhere(context, file, handler), handler, library)
    case 'fastify':
      return fastifyRoute(file, handler, library) ?? adviceFor(library)
    case 'nest':
      return (await nestRoute(context, file, handler, library)) ?? adviceFor(library)
    default:
      return adviceFor(library)
  }
}

function adviceFor(library: Library | undefined): string {
  return `Limit how many streams one client may start here${library === undefined ? '' : `, with \`${library.package}\``}.`
}

function oneEdit(file: CodemodFile, handler: Handler, library: Library): CodemodChange | string | undefined {
  const { source } = file
  const { registration } = handler
  const name = handler.framework === 'koa' ? KOA_LIMITER : LIMITER
  if (isMounted(registration, name, source)) return undefined
  const edit = middlewareEdit(file, handler.framework, library, registration, mountAsArgument(source, handler, name))
  return edit === undefined ? adviceFor(library) : { edits: [{ path: file.path, edit }] }
}

function manyEdits(
  registrations: Awaited<ReturnType<typeof registrationsElsewhere>>,
  handler: Handler,
  library: Library,
): CodemodChange | string | undefined {
  const name = handler.framework === 'koa' ? KOA_LIMITER : LIMITER
  const edits: FileEdit[] = []
  for (const { file, places } of registrations) {
    const { source } = file
    const open = places.filter(({ call }) => !isMounted(call, name, source))
    const [first] = open
    if (first === undefined) continue
    const mounted = open.map(({ call, argument }) => mountBeforeArgument(source, call, argument, name))
    const edit = middlewareEdit(file, handler.framework, library, first.call, allOf(mounted)?.changes)
    if (edit === undefined) return adviceFor(library)
    edits.push({ path: file.path, edit })
  }
  if (registrations.length === 0) return adviceFor(library)
  return edits.length === 0 ? undefined : { edits }
}

/** The limiter as a constant of the module, unless it is there, and the changes that mount it. */
function middlewareEdit(
  file: CodemodFile,
  framework: FrameworkName,
  library: Library,
  user: Node,
  mounted: readonly Change[] | undefined,
): Edit | undefined {
  const { source, project } = file
  const isKoa = framework === 'koa'
  if (declaresName(source, isKoa ? KOA_LIMITER : LIMITER)) return allOf([mounted])
  const isTyped = isTypeScript(source)
  const onNode = framework === 'hono' && project.has('@hono/node-server')
  const wanted: ImportRequest[] = library.imports
    .filter(({ name }) => name !== 'ipKeyGenerator')
    .map(({ from, name, local }) => ({
      module: from,
      name,
      as: local,
      at: user,
      esModule: loadsFromCommonJs(library.package, project) !== true,
    }))
  if (isKoa && isTyped)
    for (const name of ['Context', 'Next']) wanted.push({ module: 'koa', name, typeOnly: true, at: user })
  if (onNode) wanted.push({ module: '@hono/node-server/conninfo', name: 'getConnInfo', at: user })
  const imports = importBindings(source, wanted)
  const [first, second, third, fourth] = (imports ?? []).map(({ local }) => local)
  if (imports === undefined || first === undefined) return undefined
  const code = codeFor(source)
  const lines = ((): string[] => {
    switch (framework) {
      case 'koa':
        return [
          ...code`const ${LIMITER} = new ${first}({ points: ${STREAMS_PER_MINUTE}, duration: 60 });`,
          '',
          ...code`async function ${KOA_LIMITER}(${isTyped ? `ctx: ${third ?? ''}, next: ${fourth ?? ''}` : 'ctx, next'})${isTyped ? ': Promise<void>' : ''} {
            try {
              await ${LIMITER}.consume(ctx.ip);
            } catch (error) {
              // A store that fails is no client that asks too often.
              if (!(error instanceof ${second ?? ''})) throw error;
              // Koa drops what was set on the response before an error.
              ctx.throw(429, 'Too many streams', { headers: { 'retry-after': String(Math.ceil(error.msBeforeNext / 1000)) } });
            }
            await next();
          }`,
        ]
      case 'hono': {
        const key = onNode ? `${second ?? ''}(c).remote.address ?? ''` : addressHeader(file)
        return code`const ${LIMITER} = ${first}({ windowMs: 60_000, limit: ${STREAMS_PER_MINUTE}, keyGenerator: (c) => ${key} });`
      }
      default:
        return code`const ${LIMITER} = ${first}({ windowMs: 60_000, limit: ${STREAMS_PER_MINUTE}, standardHeaders: 'draft-8', legacyHeaders: false });`
    }
  })()
  const edit = allOf([declareForModule(source, user, lines), mounted])
  return edit === undefined ? undefined : { ...edit, imports }
}

/** The header in which what stands in front of the application passes the client's address on. */
function addressHeader({ source, project }: CodemodFile): string {
  const isCloudflare = project.has('wrangler') || project.has('@cloudflare/workers-types')
  const [code = ''] = codeFor(source)`c.req.header('${isCloudflare ? 'cf-connecting-ip' : 'x-forwarded-for'}') ?? ''`
  return code
}

/** The plugin where the instance is made, and its option on the route. */
function fastifyRoute(file: CodemodFile, handler: Handler, library: Library): CodemodChange | undefined {
  const { source, project } = file
  const { registration } = handler
  if (registration.type !== 'CallExpression') return undefined
  const value = objectText(source, [
    { name: 'max', value: STREAMS_PER_MINUTE },
    { name: 'timeWindow', value: quoted(source, '1 minute') },
  ])
  const config = configOf(registration)
  const mounted =
    config === undefined
      ? mountAsOption(source, registration, 'config', objectText(source, [{ name: 'rateLimit', value }]))
      : addProperty(source, config, 'rateLimit', value)
  if (mounted === undefined) return undefined
  const isThere =
    project.has(library.package) ||
    nodesOf(source, 'ImportDeclaration').some((it) => it.source.value === library.package)
  if (isThere) return { edits: [{ path: file.path, edit: { changes: mounted } }] }
  const receiver = receiverOf(registration)
  const [wanted] = library.imports
  const imports =
    wanted === undefined
      ? undefined
      : importBindings(source, [{ module: wanted.from, name: wanted.name, as: wanted.local, at: registration }])
  const [binding] = imports ?? []
  if (receiver === undefined || imports === undefined || binding === undefined) return undefined
  const registered = registerPlugin(file, receiver, binding.local)
  const edit = allOf([registered, mounted])
  return edit === undefined ? undefined : { edits: [{ path: file.path, edit: { ...edit, imports } }] }
}

/** `{ config: { … } }` of a route, as written there. */
function configOf(call: TSESTree.CallExpression): TSESTree.ObjectExpression | undefined {
  for (const argument of call.arguments) {
    const config = propertyOf(unwrap(argument), 'config')
    if (config?.type === 'ObjectExpression') return config
  }
  return undefined
}

/**
 * `await app.register(rateLimit, { global: false })` before the routes: where the instance is made, or at the start of the plugin that is
 * given it. Without `await` the routes below would be declared before the plugin is there.
 */
function registerPlugin({ source }: CodemodFile, receiver: Node, plugin: string): Change[] | undefined {
  const origin = originOf(source, receiver)
  const name = unwrap(receiver)
  if (name.type !== 'Identifier') return undefined
  const line = codeFor(source)`await ${name.name}.register(${plugin}, { global: false });`
  if (origin.kind === 'parameter') {
    const { fn } = origin
    if (!fn.async || fn.body.type !== 'BlockStatement' || enclosingFunction(receiver) !== fn) return undefined
    return prependToBlock(source, fn.body, line)
  }
  if (origin.kind !== 'expression' && origin.kind !== 'import') return undefined
  const made = nodesOf(source, 'VariableDeclarator').find(({ id }) => id.type === 'Identifier' && id.name === name.name)
  const init = made?.init == null ? undefined : unwrapAwait(made.init)
  if (made === undefined || init?.type !== 'CallExpression' || importedName(source, init.callee)?.module !== 'fastify')
    return undefined
  const owner = enclosingFunction(made)
  const mayWait =
    owner === undefined ? source.ast.sourceType === 'module' && !/\.c[jt]s$/.test(source.path) : owner.async
  const statement = statementOf(made)
  return mayWait && statement !== undefined ? insertStatementsAfter(source, statement, line) : undefined
}

/** The guard and its numbers on the method, and the module of the throttler where the controller is listed. */
async function nestRoute(
  context: CodemodContext,
  file: CodemodFile,
  { registration, fn }: Handler,
  library: Library,
): Promise<CodemodChange | undefined> {
  const { source, project } = file
  const imports = importBindings(source, [
    { module: library.package, name: 'Throttle', at: registration },
    { module: library.package, name: 'ThrottlerGuard', at: registration },
    { module: '@nestjs/common', name: 'UseGuards', at: registration },
  ])
  const [throttle, guard, useGuards] = imports ?? []
  if (imports === undefined || throttle === undefined || guard === undefined || useGuards === undefined)
    return undefined
  if (isMounted(registration, throttle.local, source)) return undefined
  const edit = allOf([
    mountAsDecorator(source, registration, `${useGuards.local}(${guard.local})`),
    mountAsDecorator(
      source,
      registration,
      `${throttle.local}({ default: { limit: ${STREAMS_PER_MINUTE}, ttl: 60_000 } })`,
    ),
  ])
  if (edit === undefined) return undefined
  const own: FileEdit = { path: file.path, edit: { ...edit, imports } }
  // A project that has the package has its module, too.
  if (project.has(library.package)) return { edits: [own] }
  const owner = enclosingClass(fn)
  const module = owner?.id == null ? undefined : await moduleEdit(context, file, owner.id.range[0], library)
  return module === undefined || module.path === file.path ? undefined : { edits: [own, module] }
}

async function moduleEdit(
  context: CodemodContext,
  file: CodemodFile,
  offset: number,
  library: Library,
): Promise<FileEdit | undefined> {
  for (const { path, range } of (await context.types.referencesTo(file.path, offset)) ?? []) {
    const at = await context.open(path)
    const name = at === undefined ? undefined : nodesOf(at.source, 'Identifier').find((it) => it.range[0] === range[0])
    const list = name?.parent
    const property = list?.type === 'ArrayExpression' ? list.parent : undefined
    const options = property?.type === 'Property' ? property.parent : undefined
    if (at === undefined || options?.type !== 'ObjectExpression' || propertyOf(options, 'controllers') !== list)
      continue
    const { source } = at
    const imports = importBindings(source, [{ module: library.package, name: 'ThrottlerModule', at: options }])
    const [binding] = imports ?? []
    if (imports === undefined || binding === undefined) return undefined
    const text = `${binding.local}.forRoot([{ ttl: 60_000, limit: 100 }])`
    const known = propertyOf(options, 'imports')
    const changes =
      known === undefined
        ? addProperty(source, options, 'imports', `[${text}]`)
        : known.type === 'ArrayExpression' && !known.elements.includes(null)
          ? appendToList(
              source,
              { open: known.range[0] + 1, close: known.range[1] - 1, items: known.elements as Node[], isSpaced: false },
              [text],
            )
          : undefined
    const edit = allOf([changes])
    return edit === undefined ? undefined : { path, edit: { ...edit, imports } }
  }
  return undefined
}

function enclosingClass(node: Node): TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined {
  for (let current = node.parent; current !== undefined && current !== null; current = current.parent)
    if (current.type === 'ClassDeclaration' || current.type === 'ClassExpression') return current
  return undefined
}
