import { codeFor } from '../edits/code-lines.ts'
import { fileStyle } from '../edits/file-style.ts'
import type { Source } from '../source.ts'

/** What the module is called that all load tests of a project share. */
export const HOLD_READERS_FILE = 'hold-readers.mjs'

/** True for the text of the module, also when somebody has changed it. */
export function isHoldReadersModule(text: string): boolean {
  return /^export async function holdReaders\(/m.test(text)
}

/**
 * The text of the module that reads a stream many times at once, in the style of a file. It needs nothing but Node 20:
 * tools for load tests count whole answers; they have no time to the first byte, and take a stream that outlasts their timeout for an error.
 */
export function holdReadersModule(source: Source): string {
  const { lineEnding } = fileStyle(source)
  return [
    ...codeFor(source)`import { parseArgs } from 'node:util';

/**
 * @typedef {object} Route
 * @property {string} method
 * @property {string} path from the root of the server, parameters as \`:name\`
 * @property {Record<string, string>} [parameters] values of the parameters
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 */

/**
 * What one reader saw; times in milliseconds since its request.
 * @typedef {object} Reading
 * @property {number} [firstByte]
 * @property {number} [end] absent while the stream was still open when the time was over
 * @property {number} bytes
 * @property {string} [failure]
 */

/**
 * Reads a route many times at once, each time to the end, and prints how long the first byte and the end took, and what failed.
 * The exit code is 1 when a reader failed. Options of the command line:
 *   --url       the server, http://localhost:3000
 *   --readers   how many read at the same time, 50
 *   --rounds    how many streams each of them reads one after the other, 1
 *   --duration  how long a stream is read at most, in seconds, 60; one that is open then is counted as open, not as failed
 *   --header    'name: value', as often as needed
 *   --body      instead of the script's own
 * @param {Route} route
 */
export async function holdReaders(route) {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      readers: { type: 'string', default: '50' },
      rounds: { type: 'string', default: '1' },
      duration: { type: 'string', default: '60' },
      header: { type: 'string', multiple: true, default: [] },
      body: { type: 'string' },
    },
  });
  const readers = countOf('readers', values.readers);
  const rounds = countOf('rounds', values.rounds);
  const duration = countOf('duration', values.duration);
  const url = new URL(addressOf(route), values.url);
  const headers = new Headers(route.headers);
  for (const header of values.header) {
    const [name = '', ...rest] = header.split(':');
    headers.set(name.trim(), rest.join(':').trim());
  }
  const request = { method: route.method, headers, body: values.body ?? route.body };

  /** @type {Reading[]} */
  const readings = [];
  const readInTurn = async () => {
    for (let round = 0; round < rounds; round++) readings.push(await read(url, request, duration));
  };
  console.log(route.method + ' ' + url.href + ', ' + readers + ' readers at once');
  await Promise.all(Array.from({ length: readers }, readInTurn));
  report(readings, duration);
}

/**
 * @param {URL} url
 * @param {RequestInit} request
 * @param {number} duration in seconds
 * @returns {Promise<Reading>}
 */
async function read(url, request, duration) {
  /** @type {Reading} */
  const reading = { bytes: 0 };
  const start = performance.now();
  const signal = AbortSignal.timeout(duration * 1000);
  try {
    const response = await fetch(url, { ...request, signal });
    if (!response.ok) {
      await response.body?.cancel();
      return { ...reading, failure: (response.status + ' ' + response.statusText).trim() };
    }
    for await (const chunk of response.body ?? []) {
      reading.firstByte ??= performance.now() - start;
      reading.bytes += chunk.byteLength;
    }
    reading.end = performance.now() - start;
    if (reading.firstByte === undefined) reading.failure = 'ended without a byte';
  } catch (error) {
    if (!signal.aborted) reading.failure = messageOf(error);
    else if (reading.firstByte === undefined) reading.failure = 'no byte in ' + duration + ' s';
  }
  return reading;
}

/**
 * @param {Reading[]} readings
 * @param {number} duration in seconds
 */
function report(readings, duration) {
  const ended = readings.filter((it) => it.end !== undefined && it.failure === undefined);
  const failed = readings.filter((it) => it.failure !== undefined);
  const open = readings.length - ended.length - failed.length;
  const bytes = readings.reduce((sum, it) => sum + it.bytes, 0);
  console.log('first byte  ' + timesOf(readings.map((it) => it.firstByte)));
  console.log('end         ' + timesOf(ended.map((it) => it.end)));
  console.log(ended.length + ' ended, ' + open + ' still open after ' + duration + ' s, ' + failed.length + ' failed, ' + bytes + ' bytes');
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { failure = '' } of failed) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  for (const [failure, count] of counts) console.log('  ' + count + ' x ' + failure);
  if (failed.length > 0) process.exitCode = 1;
}

/** @param {(number | undefined)[]} times in milliseconds */
function timesOf(times) {
  const sorted = times.filter((it) => it !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return 'none';
  /** @param {number} share */
  const quantile = (share) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0) + ' ms';
  return 'p50 ' + quantile(0.5) + '   p95 ' + quantile(0.95) + '   max ' + quantile(1);
}

/** @param {Route} route */
function addressOf({ path, parameters = {} }) {
  return path.replace(/:(\\w+)/g, (written, name) => encodeURIComponent(parameters[name] ?? written));
}

/** @param {string} name @param {string} text */
function countOf(name, text) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error('--' + name + ' is a whole number above zero');
  return count;
}

/** @param {unknown} error */
function messageOf(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.message || cause.name;
}`,
    '',
  ].join(lineEnding)
}
