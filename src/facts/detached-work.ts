import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from './nodes.ts'
import { propertyName } from './unwrap.ts'
import { callsNamed } from './named-calls.ts'

/** Names that stand for work which goes on when its client leaves, or which another request ends. */
const DETACHED = new Set([
  'consumeStream',
  'consumeSseStream',
  'createResumableStreamContext',
  'resumableStream',
  'resumeExistingStream',
  'createNewResumableStream',
  'after',
  'unstable_after',
  'waitUntil',
  'clientDetached',
])
/** Registries of the controllers of running answers, and stores of jobs. */
const REGISTRY =
  /abort\w*(?:registry|pool|map|store|manager)|(?:active|running|pending|inflight)_?(?:stream|run|request|generation|job|controller|abort)|jobs?_?(?:store|manager|queue|registry)|(?:stream|run|controller|abort\w*)s?_?registry|resumable/i

/** True for a file that lets upstream work outlive its client on purpose: a disconnect must not end it. */
export const isDetachedOnPurpose = perSource(
  (source: Source): boolean =>
    callsNamed(source, DETACHED).length > 0 ||
    nodesOf(source, 'Property').some((property) => DETACHED.has(propertyName(property) ?? '')) ||
    nodesOf(source, 'Identifier').some(({ name }) => REGISTRY.test(name) || name === 'clientDetached'),
)
