import type { codeFor } from '../edits/code-lines.ts'
import type { SharedModule } from './shared-module.ts'

/** What the figures of streams can be recorded with: idioms of the catalogue. */
export const TELEMETRY_IDIOMS = ['prom-client', 'opentelemetry', 'pino'] as const

export type TelemetryIdiom = (typeof TELEMETRY_IDIOMS)[number]

type Code = ReturnType<typeof codeFor>
type Language = Pick<SharedModule, 'syntax' | 'isTypeScript'>

/** The import of what the code of an idiom uses. */
export function telemetryImport(code: Code, idiom: TelemetryIdiom, syntax: SharedModule['syntax']): string[] {
  const [names, module] = IMPORTS[idiom]
  return syntax === 'import'
    ? code`import { ${names} } from '${module}';`
    : code`const { ${names} } = require('${module}');`
}

const IMPORTS: Readonly<Record<TelemetryIdiom, readonly [names: string, module: string]>> = {
  'prom-client': ['Counter, Histogram, register', 'prom-client'],
  opentelemetry: ['metrics', '@opentelemetry/api'],
  pino: ['pino', 'pino'],
}

/** The upper bounds of durations, in seconds: streams begin within moments and may last for minutes. */
const BUCKETS = '[0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]'

/** The types of what is recorded; in JavaScript, what outcomes there are. */
export function figureTypes(code: Code, { isTypeScript }: Language): string[] {
  const outcomes = "'completed' | 'refused' | 'abandoned' | 'failed'"
  const lines = [
    '/**',
    ' * How a stream was over. `refused`: with a status from 400 on. `abandoned`: its client left. `failed`: the server broke it off, or',
    ' * answered with a status from 500 on.',
    ...(isTypeScript ? [] : [` * @typedef {${outcomes}} Outcome`]),
    ' */',
  ]
  if (!isTypeScript) return [...lines, '']
  return [
    ...lines,
    ...code`type Outcome = 'completed' | 'refused' | 'abandoned' | 'failed';

      interface Figures {
        /** From the call of the handler to the end, in seconds. */
        duration: number;
        /** From the call of the handler to the first chunk, in seconds; undefined when there was none. */
        firstChunk: number | undefined;
        chunks: number;
        bytes: number;
      }`,
    '',
  ]
}

/** What is declared for the recording of streams, and the function `recordStream`. */
export function recordStreamCode(code: Code, idiom: TelemetryIdiom, language: Language): string[] {
  switch (idiom) {
    case 'prom-client':
      return promClient(code, language)
    case 'opentelemetry':
      return openTelemetry(code, language)
    case 'pino':
      return pinoLogger(code, language)
  }
}

/** The head of the function, which all idioms share. */
function head({ isTypeScript }: Language, figures: string, withError: boolean): string {
  const error = withError ? (isTypeScript ? ', error: unknown' : ', error') : ''
  return isTypeScript
    ? `function recordStream(route: string, outcome: Outcome, ${figures}: Figures${error}): void`
    : `function recordStream(route, outcome, ${figures}${error})`
}

function promClient(code: Code, language: Language): string[] {
  const { isTypeScript } = language
  const typed = (text: string) => (isTypeScript ? text : '')
  const known = (kind: string) => `register.getSingleMetric(name)${typed(` as ${kind}<Label> | undefined`)}`
  return [
    ...code`const LABELS = ['route', 'outcome']${typed(' as const')};`,
    ...(isTypeScript ? code`type Label = (typeof LABELS)[number];` : []),
    '/** The upper bounds of the buckets, in seconds. */',
    ...code`const BUCKETS = ${BUCKETS};`,
    '',
    '// A bundler may load this module more than once, and a name can be registered only once.',
    ...code`function histogram(name${typed(': string')}, help${typed(': string')})${typed(': Histogram<Label>')} {
      const known = ${known('Histogram')};
      return known ?? new Histogram({ name, help, labelNames: LABELS, buckets: BUCKETS });
    }

    function counter(name${typed(': string')}, help${typed(': string')})${typed(': Counter<Label>')} {
      const known = ${known('Counter')};
      return known ?? new Counter({ name, help, labelNames: LABELS });
    }

    const durations = histogram('stream_duration_seconds', 'How long streams took');
    const firstChunks = histogram('stream_first_chunk_seconds', 'How long the first chunks of streams took');
    const chunkCount = counter('stream_chunks_total', 'Chunks written to streams');
    const byteCount = counter('stream_bytes_total', 'Bytes written to streams');
    const streamCount = counter('streams_total', 'Streams that are over');

    ${head(language, '{ duration, firstChunk, chunks, bytes }', false)} {
      const labels = { route, outcome };
      streamCount.inc(labels);
      durations.observe(labels, duration);
      if (firstChunk !== undefined) firstChunks.observe(labels, firstChunk);
      chunkCount.inc(labels, chunks);
      byteCount.inc(labels, bytes);
    }`,
  ]
}

function openTelemetry(code: Code, language: Language): string[] {
  const { isTypeScript } = language
  return [
    '/** The upper bounds of the buckets, in seconds. */',
    ...code`const advice = { explicitBucketBoundaries: ${BUCKETS} };

    function createInstruments() {
      const meter = metrics.getMeter('streams');
      return {
        streams: meter.createCounter('stream.count', { unit: '{stream}', description: 'Streams that are over' }),
        durations: meter.createHistogram('stream.duration', { unit: 's', description: 'How long streams took', advice }),
        firstChunks: meter.createHistogram('stream.first_chunk', {
          unit: 's',
          description: 'How long the first chunks of streams took',
          advice,
        }),
        chunks: meter.createCounter('stream.chunks', { unit: '{chunk}', description: 'Chunks written to streams' }),
        bytes: meter.createCounter('stream.bytes', { unit: 'By', description: 'Bytes written to streams' }),
      };
    }
    `,
    '',
    '// Made when the first stream is over: a meter that is asked for before the SDK is set up stays silent for ever.',
    ...code`let instruments${isTypeScript ? ': ReturnType<typeof createInstruments> | undefined' : ''};

    ${head(language, '{ duration, firstChunk, chunks, bytes }', false)} {
      instruments ??= createInstruments();
      const attributes = { route, outcome };
      instruments.streams.add(1, attributes);
      instruments.durations.record(duration, attributes);
      if (firstChunk !== undefined) instruments.firstChunks.record(firstChunk, attributes);
      instruments.chunks.add(chunks, attributes);
      instruments.bytes.add(bytes, attributes);
    }`,
  ]
}

function pinoLogger(code: Code, language: Language): string[] {
  return code`const logger = pino();

    ${head(language, 'figures', true)} {
      const level = outcome === 'failed' ? 'error' : 'info';
      logger[level]({ route, outcome, ...figures, err: error ?? undefined }, 'stream is over');
    }`
}
