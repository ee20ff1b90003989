import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const RULES = join(ROOT, 'rules')
const INDEX = join(ROOT, 'src/index.ts')
const STUB = '\0what is known of a rule:'
const FINGERPRINT = join(ROOT, 'src/project/fingerprint.ts')
const FINGERPRINT_STUB = '\0the fingerprint, from the engine'
const FILE = '\0the file of the engine'
/** What finds, as an entry of the bundle of what is loaded late. */
export const ENGINE_ENTRY = 'the rules and their facts'

/**
 * Keeps what the rules find with out of the entry: it is loaded with the first linted file that holds the terms of a rule. The entry has
 * only what ESLint asks before that: names, messages, options and terms, written down when the plugin is built.
 * @param {Promise<Map<string, object>>} specs of `specsOfRules`
 * @returns {import('rolldown').RolldownPlugin} for the bundle of the entry
 */
export function lazyRules(specs) {
  return {
    name: 'lazy-rules',
    resolveId(id, importer) {
      if (id === FILE) return id
      if (importer !== INDEX) return undefined
      const path = resolve(dirname(importer), id)
      if (path === FINGERPRINT) return FINGERPRINT_STUB
      return path.startsWith(RULES) ? `${STUB}${path}` : undefined
    },
    async load(id) {
      if (id === FILE)
        return `import { lateFile } from ${JSON.stringify(join(ROOT, 'src/late-file.ts'))}
export const engine = lateFile('./engine.cjs')`
      if (id === FINGERPRINT_STUB)
        return `import { engine } from ${JSON.stringify(FILE)}
export const fingerprintOf = (folder) => engine().fingerprintOf(folder)`
      return id.startsWith(STUB) ? stubOf((await specs).get(id.slice(STUB.length))) : undefined
    },
  }
}

/**
 * What the entry loads late.
 * @param {Promise<Map<string, object>>} specs of `specsOfRules`
 * @returns {{ plugin: import('rolldown').RolldownPlugin, holds: (id: string) => boolean }} `plugin` for a bundle that has `ENGINE_ENTRY` as
 * an entry; `holds` tells a module of it, which must stay with all others: calls from one file of CommonJS to another are slow
 */
export function engine(specs) {
  const entry = `\0${ENGINE_ENTRY}`
  const imports = new Map()
  let held
  return {
    plugin: {
      name: 'engine',
      resolveId: (id) => (id === ENGINE_ENTRY ? entry : undefined),
      load: async (id) => (id === entry ? engineOf([...(await specs)]) : undefined),
      moduleParsed({ id, importedIds }) {
        imports.set(id, importedIds)
      },
    },
    holds(id) {
      held ??= reachedFrom(entry, imports)
      return held.has(id)
    },
  }
}

function reachedFrom(entry, imports) {
  const reached = new Set([entry])
  for (const id of reached) for (const imported of imports.get(id) ?? []) reached.add(imported)
  return reached
}

/**
 * What the rules say of themselves, by the paths of their files.
 * @param {import('rolldown').InputOptions} options of a bundle, without its input
 * @returns {Promise<Map<string, object>>} rejects when the sources cannot be bundled or loaded
 */
export async function specsOfRules(options) {
  const file = join(ROOT, `node_modules/.cache/specs-of-rules-${process.pid}.js`)
  const bundle = await rolldown({ ...options, input: INDEX })
  const { output } = await bundle.write({ file, format: 'esm' })
  const { default: plugin } = await import(`${pathToFileURL(file).href}?read=${Date.now()}`)
  await rm(file)
  const paths = Object.keys(output[0].modules).filter((path) => path.startsWith(RULES))
  return new Map(
    Object.values(plugin.rules).map(({ spec }) => {
      const path = paths.find((it) => it.endsWith(`/${spec.mistake}/${spec.name}.ts`))
      if (path === undefined) throw new Error(`${spec.name} is not in rules/${spec.mistake}/${spec.name}.ts`)
      return [path, spec]
    }),
  )
}

/** A rule of the same spec whose `find` is that of the engine. */
function stubOf(spec) {
  const { find, ...known } = spec
  const written = JSON.stringify(known)
  if (typeof find !== 'function' || !isWrittenWhole(known)) throw new Error(`${spec.name} has more than JSON can say`)
  return `import { defineRule } from ${JSON.stringify(join(ROOT, 'src/rule.ts'))}
import { engine } from ${JSON.stringify(FILE)}
export default defineRule({ ...${written}, find: (ask) => engine().finds[${JSON.stringify(spec.name)}](ask) })`
}

function isWrittenWhole(value) {
  if (Array.isArray(value)) return value.every(isWrittenWhole)
  if (typeof value === 'object' && value !== null)
    return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isWrittenWhole)
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
}

function engineOf(specs) {
  const imports = specs.map(([path], index) => `import rule${index} from ${JSON.stringify(path)}`)
  const finds = specs.map(([, { name }], index) => `${JSON.stringify(name)}: rule${index}.spec.find`)
  const fingerprint = `export { fingerprintOf } from ${JSON.stringify(FINGERPRINT)}`
  return [...imports, fingerprint, `export const finds = { ${finds.join(', ')} }`].join('\n')
}
