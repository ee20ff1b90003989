/** Who runs a function that it is given and drops what the function gives back, a promise among it. */

/** Methods that register a listener: the event first, the function second. */
export const LISTEN_METHODS: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
])

/** Packages whose `on` waits for what a listener gives back, and handles its rejection. */
export const WAITING_EMITTERS: ReadonlySet<string> = new Set([
  'emittery',
  'telegraf',
  'grammy',
  'probot',
  '@octokit/webhooks',
  '@octokit/app',
  'octokit',
  '@slack/bolt',
  '@hapi/hapi',
  'vk-io',
])
/** Chat bots call their update's context so, and catch what its listeners reject with. */
export const BOT_CONTEXT: ReadonlySet<string> = new Set(['ctx', 'context'])

/** Functions that run their first argument later. */
export const TIMERS: ReadonlySet<string> = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'process.nextTick',
])

/** Constructors that run their first argument. */
export const CONSTRUCTORS: Readonly<Record<string, 'executor' | 'observer'>> = {
  Promise: 'executor',
  MutationObserver: 'observer',
  IntersectionObserver: 'observer',
  ResizeObserver: 'observer',
  PerformanceObserver: 'observer',
}

/** Imported functions that run their first argument after a render, as `module#name`. */
export const EFFECTS: ReadonlySet<string> = new Set([
  'react#useEffect',
  'react#useLayoutEffect',
  'react#useInsertionEffect',
  'preact/hooks#useEffect',
  'preact/hooks#useLayoutEffect',
  'preact/compat#useEffect',
  'svelte#onMount',
  'svelte#afterUpdate',
  'solid-js#createEffect',
  'solid-js#onMount',
])

/** Properties that hold an event handler when they are assigned to: `onmessage`, `onopen`, `onclick`. */
export const HANDLER_PROPERTY = /^on[a-z]+$/
/** JSX attributes that hold one, on elements of the platform. */
export const JSX_HANDLER = /^on[A-Z]\w*$|^on[a-z]+$|^on:/
/** The same on components, which may do anything with their other properties. */
export const JSX_COMPONENT_HANDLER =
  /^on(?:Click|DoubleClick|Press|LongPress|Key\w+|Mouse\w+|Pointer\w+|Touch\w+|Focus|Blur|Change|Input|Drop|Drag\w*|Paste|Scroll|Wheel)$/
