import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Variable } from '../source.ts'

/**
 * `for-await` · `read`: a loop that awaits `reader.read()` · `then`: `read().then(…)` that calls itself again ·
 * `listener`: `x.on('data', fn)`, `x.addEventListener('message', fn)` · `handler`: `onmessage = fn`, `{ onChunk: fn }` ·
 * `pull`: of a ReadableStream's source · `sink`: `write`/`transform` of a stream made here.
 */
export type StreamLoopForm = 'for-await' | 'read' | 'then' | 'listener' | 'handler' | 'pull' | 'sink'

/** Code that runs once for every chunk of a stream. */
export interface StreamLoop {
  readonly form: StreamLoopForm
  /** The loop statement, or the function that is run for each chunk. */
  readonly node: Node
  /** What runs for each chunk: the body of the loop or of the function. */
  readonly body: Node
  /** The iterated expression, the reader, or the emitter; undefined where the loop does not name it. */
  readonly stream: Node | undefined
  /** `read` and `then`: the `.read()` calls of the loop. */
  readonly reads: readonly TSESTree.CallExpression[]
  /** Event or property name of listeners and handlers: `data`, `message`, `onmessage`, `transform`. */
  readonly event: string | undefined
  /** Variables that hold a whole chunk. */
  readonly chunks: readonly Variable[]
  /** Variables whose `.value` is the chunk: `const result = await reader.read()`. */
  readonly results: readonly Variable[]
  /** Variables that are true at the end: `done`. */
  readonly dones: readonly Variable[]
}

/** The parts of a loop that most forms do not have. */
export const NO_READ = {
  reads: [],
  event: undefined,
  chunks: [],
  results: [],
  dones: [],
} as const satisfies Partial<StreamLoop>
