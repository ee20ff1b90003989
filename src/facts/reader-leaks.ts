import type { Node, Range, Source } from '../source.ts'
import { abortSigns } from './abort-signs.ts'
import { isClearedOnTheWay } from './cleared-timers.ts'
import type { Exit } from './early-exits.ts'
import { afterExit, exitsOf, isLoopStatement, mayRunBefore } from './early-exits.ts'
import { isDrained } from './drained-generators.ts'
import { isEndCase, isEndFrame } from './end-frames.ts'
import { isRuledOut } from './flag-values.ts'
import { enclosingFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isFunction, isWithin } from './nodes.ts'
import { isStreamPassedOn } from './passed-on.ts'
import { endMarksOf } from './read-results.ts'
import type { Release, Releases } from './reader-releases.ts'
import { releasesOf } from './reader-releases.ts'
import type { Reader } from './readers.ts'
import { exitsOfRecursion } from './recursion-exits.ts'
import { runsOnce } from './runs-once.ts'
import type { EndSign } from './stream-end.ts'
import { StreamEnd } from './stream-end.ts'
import type { StreamLoop } from './stream-loops.ts'

/** Reading that stops before the end of a stream which nobody lets go then. */
export interface ReaderLeak {
  /** The loop statement that is left, the outermost that reads; of a recursion its callback. */
  readonly loop: Node
  readonly form: 'loop' | 'then'
  /** The ways out that neither cancel the reader nor abort the request, in document order; never empty. */
  readonly exits: readonly Exit[]
  /** The first of these ways gives the lock back and nothing more. */
  readonly isReleased: boolean
  /** The calls of `releaseLock()` that these ways come by; a cancel behind one is too late. */
  readonly unlocks: readonly Node[]
}

/** Every exit is held against every release; code with more of them is generated, and nobody can tell. */
const MAX_RELEASES = 200

/**
 * How a reader's stream leaks; undefined when it is drained, let go on every way out, or nobody can tell.
 * @param options `endFrames`: a way out at the frame by which the server says that nothing follows counts too
 */
export function leakOf(
  source: Source,
  reader: Reader,
  { endFrames }: { readonly endFrames: boolean },
): ReaderLeak | undefined {
  if (reader.isHandedOut || isStreamPassedOn(source, reader)) return undefined
  const isAborted = abortSigns(source, reader)
  const marks = endMarksOf(reader.loops)
  const isEnd: EndSign = (operand, when) => isAborted(operand, when) || isEndFrame(operand, when)
  const end = endFrames ? new StreamEnd(source, marks, isAborted) : new StreamEnd(source, marks, isEnd, isEndCase)
  const seen = new Set<Node>()
  for (const loop of reader.loops) {
    const region = regionOf(reader, loop)
    if (seen.has(region)) continue
    seen.add(region)
    const fn = isFunction(region) ? region : enclosingFunction(region)
    if (!isRunByTaker(source, reader, loop, fn)) continue
    const releases = releasesOf(source, reader, fn)
    if (releases.isElsewhere || releases.own.length > MAX_RELEASES) continue
    const judge = { source, reader, end, region, releases, loop }
    const exits = earlyExits(judge).filter((exit) => !isCovered(judge, exit))
    const [first] = exits
    if (first === undefined) continue
    const unlocks = exits.map((exit) =>
      releasesOnTheWay(judge, exit, afterExit(source, exit, region)).flatMap(({ kind, at }) =>
        kind === 'unlock' ? [at] : [],
      ),
    )
    return {
      loop: region,
      form: loop.form === 'then' ? 'then' : 'loop',
      exits,
      isReleased: (unlocks[0]?.length ?? 0) > 0,
      unlocks: [...new Set(unlocks.flat())],
    }
  }
  return undefined
}

interface Judge {
  readonly source: Source
  readonly reader: Reader
  readonly end: StreamEnd
  readonly region: Node
  readonly releases: Releases
  readonly loop: StreamLoop
}

/** The outermost loop of the function that still reads with the same reader; of a recursion its callback. */
function regionOf(reader: Reader, loop: StreamLoop): Node {
  if (loop.form === 'then') return loop.node
  let region = loop.node
  for (let current = loop.node.parent; current != null && !isFunction(current); current = current.parent) {
    if (isWithin(reader.taken, current)) break
    if (isLoopStatement(current)) region = current
  }
  return region
}

/**
 * The loop belongs to one life of the reader: it runs where the reader is taken, or in a function that is run once from
 * there. A loop in `pull` or in a callback goes on at the next call.
 */
function isRunByTaker(source: Source, reader: Reader, loop: StreamLoop, fn: FunctionNode | undefined): boolean {
  const taker = enclosingFunction(reader.taken)
  let current = fn
  while (current !== taker && current !== undefined) {
    if (taker !== undefined && !isWithin(current, taker)) return true
    if (loop.form === 'then' ? !isRecursion(loop, current) && !runsOnce(source, current) : !runsOnce(source, current))
      return false
    current = enclosingFunction(current)
  }
  return true
}

/** The callback of the recursion, or the function around its `read()` that the callback calls again. */
function isRecursion(loop: StreamLoop, fn: FunctionNode): boolean {
  return fn === loop.node || loop.reads.some((read) => enclosingFunction(read) === fn)
}

function earlyExits({ source, reader, end, region, loop }: Judge): Exit[] {
  const all = isLoopStatement(region) ? exitsOf(source, region) : exitsOfRecursion(source, loop, end)
  return all.filter(({ kind, node }) => {
    if (kind === 'condition') return !isLoopStatement(region) || isLoopOverItems(region) || !end.isToldBy(node, false)
    if (kind === 'yield' && isDrained(source, node)) return false
    return !end.isReachedAt(node, region) && !isAfterFailedRead(source, reader, node, region)
  })
}

function isLoopOverItems(loop: Node): boolean {
  return loop.type === 'ForOfStatement' || loop.type === 'ForInStatement'
}

/** `try { … await reader.read() … } catch { break }`: the stream has failed, unless the block throws for reasons of its own. */
function isAfterFailedRead(source: Source, reader: Reader, node: Node, region: Node): boolean {
  for (let current = node.parent; current != null && current !== region; current = current.parent) {
    if (current.type !== 'CatchClause') continue
    const { block } = current.parent
    const reads = reader.loops.some((loop) => loop.reads.some((read) => isWithin(read, block)))
    if (reads && !contains(source, block, (it) => it.type === 'ThrowStatement', { functions: 'skip' })) return true
  }
  return false
}

function isCovered(judge: Judge, exit: Exit): boolean {
  const { source, releases, region } = judge
  const after = afterExit(source, exit, region)
  if (letsGo(releasesOnTheWay(judge, exit, after))) return true
  if (exit.kind === 'throw' && releases.isOnRejection) return true
  return releases.timers.some((timer) => !isClearedOnTheWay(source, timer, exit.node, region, after))
}

/** A release that an exit comes by. `isSure`: no condition decides about it once the exit is taken. */
interface Passed extends Release {
  readonly isSure: boolean
}

/** The releases that run, or may run, when an exit is taken: in front of it in the loop, then behind it, in running order. */
function releasesOnTheWay({ source, releases, region }: Judge, exit: Exit, after: readonly Range[]): Passed[] {
  const passed: Passed[] = []
  for (const release of releases.own) {
    const { kind, at } = release
    if (kind === 'read' || !isWithin(at, region)) continue
    const isPart = isWithin(at, exit.node)
    if (isPart || mayRunBefore(source, at, exit.node))
      passed.push({ ...release, isSure: isPart || !isConditional(at, (parent) => isWithin(exit.node, parent)) })
  }
  for (const range of after)
    for (const release of releases.own) {
      if (!isInRange(release.at, range) || isRuledOut(source, release.at, exit.node)) continue
      passed.push({ ...release, isSure: !isConditional(release.at, (parent) => !isInRange(parent, range)) })
    }
  return passed
}

/** One of the releases works. A reader that is unlocked already cancels nothing; a stream that is still locked is not cancelled. */
function letsGo(passed: readonly Passed[]): boolean {
  let isUnlocked = false
  let mayBeUnlocked = false
  return passed.some(({ kind, isSure }) => {
    if (kind === 'unlock') {
      mayBeUnlocked = true
      isUnlocked ||= isSure
      return false
    }
    if (kind === 'cancel') return !isUnlocked
    return kind !== 'stream-cancel' || mayBeUnlocked
  })
}

/** True when something between a node and the part of the code that surely runs decides whether the node does. */
function isConditional(node: Node, isSureAt: (parent: Node) => boolean): boolean {
  for (let parent = node.parent; parent != null && !isSureAt(parent); parent = parent.parent)
    if (CONDITIONAL.has(parent.type)) return true
  return false
}

function isInRange(node: Node, range: Range): boolean {
  return node.range[0] >= range[0] && node.range[1] <= range[1]
}

const CONDITIONAL: ReadonlySet<string> = new Set([
  'IfStatement',
  'ConditionalExpression',
  'LogicalExpression',
  'SwitchCase',
  'CatchClause',
  'WhileStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
])
