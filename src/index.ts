import type { ESLint, Linter, Rule } from 'eslint'
import packageJson from '../package.json' with { type: 'json' }
import noEagerEnqueue from '../rules/buffers/no-eager-enqueue.ts'
import noIgnoredBackpressure from '../rules/buffers/no-ignored-backpressure.ts'
import noUnboundedBuffer from '../rules/buffers/no-unbounded-buffer.ts'
import noUnsafeBufferSize from '../rules/buffers/no-unsafe-buffer-size.ts'
import noUncachedFetch from '../rules/caching/no-uncached-fetch.ts'
import requirePromptCache from '../rules/caching/require-prompt-cache.ts'
import noChunkAsMessage from '../rules/errors/no-chunk-as-message.ts'
import noDeadCloseListener from '../rules/errors/no-dead-close-listener.ts'
import noSplitDecode from '../rules/errors/no-split-decode.ts'
import noUnhandledPipe from '../rules/errors/no-unhandled-pipe.ts'
import requireAbortSignal from '../rules/errors/require-abort-signal.ts'
import requireReaderCancel from '../rules/errors/require-reader-cancel.ts'
import requireResponseCheck from '../rules/errors/require-response-check.ts'
import requireStreamErrorHandling from '../rules/errors/require-stream-error-handling.ts'
import noSwallowedStreamError from '../rules/monitoring/no-swallowed-stream-error.ts'
import requireStreamTelemetry from '../rules/monitoring/require-stream-telemetry.ts'
import noCumulativePayload from '../rules/payload/no-cumulative-payload.ts'
import requireStreamFlush from '../rules/payload/require-stream-flush.ts'
import noManualSseFraming from '../rules/protocols/no-manual-sse-framing.ts'
import noManualSseParsing from '../rules/protocols/no-manual-sse-parsing.ts'
import requireProtocolNegotiation from '../rules/protocols/require-protocol-negotiation.ts'
import requireSseHeaders from '../rules/protocols/require-sse-headers.ts'
import noInMemoryFanOut from '../rules/scale/no-in-memory-fan-out.ts'
import noLeakedStreamClient from '../rules/scale/no-leaked-stream-client.ts'
import requireSocketAdapter from '../rules/scale/require-socket-adapter.ts'
import noCredentialsInStreamUrl from '../rules/security/no-credentials-in-stream-url.ts'
import noErrorLeakInStream from '../rules/security/no-error-leak-in-stream.ts'
import requireStreamAuth from '../rules/security/require-stream-auth.ts'
import noIdealStreamTest from '../rules/testing/no-ideal-stream-test.ts'
import requireLoadTest from '../rules/testing/require-load-test.ts'
import noPerChunkRender from '../rules/throttling/no-per-chunk-render.ts'
import noReconnectWithoutBackoff from '../rules/throttling/no-reconnect-without-backoff.ts'
import noUnboundedConcurrency from '../rules/throttling/no-unbounded-concurrency.ts'
import requireRateLimit from '../rules/throttling/require-rate-limit.ts'
import { NAMESPACE, presetsOf } from './configs.ts'
import { fingerprintOf } from './project/fingerprint.ts'
import type { StreamingRule } from './rule.ts'

/** Every rule, in the order of their files: `rules/<mistake>/<rule>.ts`, mistakes and rules by name. */
const RULES: readonly StreamingRule[] = [
  noEagerEnqueue,
  noIgnoredBackpressure,
  noUnboundedBuffer,
  noUnsafeBufferSize,
  noUncachedFetch,
  requirePromptCache,
  noChunkAsMessage,
  noDeadCloseListener,
  noSplitDecode,
  noUnhandledPipe,
  requireAbortSignal,
  requireReaderCancel,
  requireResponseCheck,
  requireStreamErrorHandling,
  noSwallowedStreamError,
  requireStreamTelemetry,
  noCumulativePayload,
  requireStreamFlush,
  noManualSseFraming,
  noManualSseParsing,
  requireProtocolNegotiation,
  requireSseHeaders,
  noInMemoryFanOut,
  noLeakedStreamClient,
  requireSocketAdapter,
  noCredentialsInStreamUrl,
  noErrorLeakInStream,
  requireStreamAuth,
  noIdealStreamTest,
  requireLoadTest,
  noPerChunkRender,
  noReconnectWithoutBackoff,
  noUnboundedConcurrency,
  requireRateLimit,
]

/** What a rule says about itself, for tools that list rules. */
interface RuleDocs {
  readonly description: string
  readonly url: string
  /** Which of the ten mistakes the rule belongs to. */
  readonly mistake: string
  /** The weakest preset that has the rule. */
  readonly tier: 'recommended' | 'strict'
  readonly recommended: boolean
}

export interface StreamingPlugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string }
  rules: Record<string, Rule.RuleModule & { meta: Rule.RuleMetaData & { docs: RuleDocs } }>
  configs: { recommended: Linter.Config; strict: Linter.Config }
  /**
   * A config that makes rules which look at other files right under ESLint's `--cache`: its settings change whenever a file
   * changes that their answers can hang on, and the cache with them.
   * @param folder the project's own: `import.meta.dirname`
   */
  project(folder: string): Linter.Config
}

const rules = Object.fromEntries(RULES.map((rule) => [rule.spec.name, rule]))
const meta = { name: packageJson.name, version: packageJson.version, namespace: NAMESPACE }
const base = { meta, rules, project }

const plugin: StreamingPlugin = Object.assign(base, { configs: presetsOf(base, rules) })

function project(folder: string): Linter.Config {
  return { name: `${NAMESPACE}/project`, settings: { [NAMESPACE]: { fingerprint: fingerprintOf(folder) } } }
}

export default plugin
