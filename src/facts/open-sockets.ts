import type { Codebase } from '../frameworks/codebase.ts'
import type { AppObject } from '../frameworks/app-objects.ts'
import { appObject, isSameApp } from '../frameworks/app-objects.ts'
import { freeRange } from '../frameworks/free-range.ts'
import { listensToLoopback } from '../frameworks/loopback.ts'
import { SOCKET_SERVERS } from '../frameworks/sockets.ts'
import { imports } from '../frameworks/imported-modules.ts'
import { wrappedFunction } from '../frameworks/wrapped-function.ts'
import type { Node, Range, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { calleeName, calleeNameNode, importedName, methodName, receiverOf } from './callee.ts'
import type { FunctionPlace } from '../frameworks/across.ts'
import { functionAcross } from '../frameworks/across.ts'
import type { Answer, Judge } from './judge.ts'
import { strongest } from './judge.ts'
import { optionOf } from './model-call.ts'
import { collectWithin, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { stringOf } from './unwrap.ts'

/** Options that decide about a handshake. */
const HANDSHAKE = ['verifyClient', 'allowRequest']

/** The servers of `ws` and socket.io that the file makes and that let everybody connect, for sure: each one's `new`, or its call. */
export function openSockets(codebase: Codebase, source: Source, judge: Judge): Range[] {
  const found: Range[] = []
  for (const made of socketServers(source)) {
    const files = [source, ...codebase.importersOf(source)]
    if (listensToLoopback(codebase, files) !== 'no') continue
    if (answerOf(codebase, source, judge, made, files) === 'no') found.push(placeOf(source, made))
  }
  return found
}

/** Where the file makes a server of `ws` or socket.io. */
export const socketServers: (source: Source) => readonly Call[] = perSource((source) =>
  imports(source, SOCKET_MODULES)
    ? nodesOf(source, 'NewExpression', 'CallExpression').filter((made) => {
        const imported = importedName(source, made.callee)
        return imported !== undefined && SOCKET_SERVERS.has(`${imported.module}#${imported.name}`)
      })
    : [],
)

const SOCKET_MODULES = [...new Set([...SOCKET_SERVERS].map((key) => key.slice(0, key.indexOf('#'))))]

/** The callee's name is the place of the rules about a server's sizes and its adapter. */
function placeOf({ text }: Source, made: Call): Range {
  const [start] = made.range
  if (made.type === 'NewExpression') return [start, start + 'new'.length]
  const name = calleeNameNode(made).range
  return freeRange(text, name, [name], made.callee.range)
}

function answerOf(codebase: Codebase, source: Source, judge: Judge, made: Call, files: readonly Source[]): Answer {
  const answers: Answer[] = []
  const options = made.arguments.findLast((it) => it.type !== 'SpreadElement')
  for (const name of HANDSHAKE) {
    const value = optionOf(source, options, name)
    if (value === 'spread') answers.push(mayBeOptions(source, options) ? 'unknown' : 'no')
    else if (value !== undefined) answers.push('yes')
  }
  const server = appObject(codebase, source, made)
  const noServer = optionOf(source, options, 'noServer')
  if (noServer !== undefined && noServer !== 'spread') answers.push(upgrades(codebase, files, judge))
  let isHeard = false
  for (const file of files)
    for (const call of nodesOf(file, 'CallExpression')) {
      const name = methodName(call)
      const receiver = receiverOf(call)
      if (receiver === undefined || (name !== 'use' && name !== 'on' && name !== 'once')) continue
      if (!isSameApp(appObject(codebase, file, receiver), server)) continue
      const given = name === 'use' ? call.arguments[0] : call.arguments[1]
      if (given === undefined || given.type === 'SpreadElement') continue
      if (name === 'use')
        answers.push(judge.gate({ source: file, node: given, kind: 'middleware', isCertain: true }, undefined))
      else if (/^connect(?:ion)?$/.test(stringOf(call.arguments[0]) ?? '')) {
        isHeard = true
        const fn = wrappedFunction(file, given)?.fn
        const place = fn === undefined ? functionAcross(codebase, file, given) : { source: file, node: fn }
        answers.push(
          place === undefined || isHandedOn(place) || isHook(place)
            ? 'unknown'
            : judge.handler(place, undefined, undefined),
        )
      }
    }
  if (!isHeard || (!answers.includes('yes') && isGivenAway(codebase, files, server))) answers.push('unknown')
  return strongest(answers)
}

/** True when a function of the project is handed the server, whose namespaces it may guard; of packages, the adapter of tRPC with a context that may refuse. */
function isGivenAway(codebase: Codebase, files: readonly Source[], server: AppObject | undefined): boolean {
  return files.some((file) =>
    nodesOf(file, 'CallExpression', 'NewExpression').some((call) => {
      const given = call.arguments.flatMap(handedOver).filter((it) => isSameApp(appObject(codebase, file, it), server))
      if (given.length === 0) return false
      const imported = importedName(file, call.callee)
      if (imported?.module === '@trpc/server/adapters/ws')
        return optionOf(file, call.arguments[0], 'createContext') !== undefined
      return functionAcross(codebase, file, call.callee) !== undefined
    }),
  )
}

/** The names among an argument's values: itself, or what the properties of an object hold. */
function handedOver(argument: Node): Node[] {
  if (argument.type === 'Identifier' || argument.type === 'MemberExpression') return [argument]
  if (argument.type !== 'ObjectExpression') return []
  return argument.properties.flatMap((property) =>
    property.type === 'Property'
      ? handedOver(property.value as Node).filter((it) => it.type !== 'ObjectExpression')
      : [],
  )
}

/** True when a connection goes to something else as a whole, which may ask for a token in a message. */
function isHandedOn({ source, node }: FunctionPlace): boolean {
  const [socket] = node.params
  if (socket?.type !== 'Identifier') return false
  return collectWithin(source, node.body, (it) => it.type === 'CallExpression').some(
    (call) =>
      /^(?:handle|setup|add|on)?_?connect(?:ion|ed)?$/i.test(calleeName(call) ?? '') &&
      call.arguments.some((it) => it.type === 'Identifier' && it.name === socket.name),
  )
}

/** True for a method without a body, which classes and callers fill. */
function isHook({ node }: FunctionPlace): boolean {
  return node.parent.type === 'MethodDefinition' && node.body?.type === 'BlockStatement' && node.body.body.length === 0
}

/** What stands in front of `handleUpgrade`. */
function upgrades(codebase: Codebase, files: readonly Source[], judge: Judge): Answer {
  const answers: Answer[] = []
  for (const file of files)
    for (const call of nodesOf(file, 'CallExpression')) {
      if (methodName(call) !== 'on' || stringOf(call.arguments[0]) !== 'upgrade' || call.arguments[1] === undefined)
        continue
      const place = functionAcross(codebase, file, call.arguments[1])
      answers.push(place === undefined ? 'unknown' : judge.handler(place, undefined, undefined))
    }
  return answers.length === 0 ? 'unknown' : strongest(answers)
}

/** False for a server or a port that stands where options could. */
function mayBeOptions(source: Source, argument: Node | undefined): boolean {
  if (argument === undefined) return false
  const origin = originOf(source, argument)
  const type = origin.kind === 'expression' ? origin.node.type : undefined
  return type !== 'CallExpression' && type !== 'NewExpression' && type !== 'Literal'
}
