import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const EDITS = join(ROOT, 'src/edits')
const RULES = join(ROOT, 'rules')
const STUB = '\0stub of an edit:'
const FILE = '\0the file of the edits'
/** What the edits are built from, as an entry of the bundle. */
export const EDITS_ENTRY = 'the edits of the rules'

/**
 * Keeps the edits in a file of their own, which is loaded when the first finding is reported: V8 reads all of a file before it
 * runs any of it, and most runs report nothing.
 *
 * What a rule imports of an edit's module becomes a function that loads the file and hands its arguments on. A module that exports
 * anything but functions stays where it is.
 * @returns {import('rolldown').RolldownPlugin} for a bundle that has `EDITS_ENTRY` as an entry named `edits`
 */
export function lazyEdits() {
  const modules = importedByRules()
  return {
    name: 'lazy-edits',
    resolveId(id, importer) {
      if (id === FILE) return id
      if (id === EDITS_ENTRY) return `\0${id}`
      if (importer === undefined || !importer.startsWith(RULES)) return undefined
      const path = resolve(dirname(importer), id)
      return modules.includes(path) ? `${STUB}${path}` : undefined
    },
    load(id) {
      if (id === `\0${EDITS_ENTRY}`)
        return modules.map((path) => `export * as ${nameOf(path)} from ${JSON.stringify(path)}`).join('\n')
      if (id === FILE)
        return `import { lateFile } from ${JSON.stringify(join(ROOT, 'src/late-file.ts'))}
export const edits = lateFile('./edits.cjs')`
      return id.startsWith(STUB) ? stubsOf(id.slice(STUB.length)) : undefined
    },
  }
}

/** The modules of edits that rules import and that export nothing but functions. */
function importedByRules() {
  const found = new Set()
  for (const entry of readdirSync(RULES, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const rule = join(entry.parentPath, entry.name)
    for (const [, id] of readFileSync(rule, 'utf8').matchAll(/^import \{[^}]*\} from '([^']+)'/gm)) {
      const path = resolve(dirname(rule), id)
      if (dirname(path) === EDITS && exportsFunctionsOnly(path)) found.add(path)
    }
  }
  return [...found].sort()
}

function exportsFunctionsOnly(path) {
  return !/^export (?!(?:async )?function\b|type\b|interface\b)/m.test(readFileSync(path, 'utf8'))
}

/** The functions of a module as functions that load them. */
function stubsOf(path) {
  const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:async )?function (\w+)/gm)].map(([, name]) => name)
  const stubs = names.map((name) => `export const ${name} = (...given) => edits().${nameOf(path)}.${name}(...given)`)
  return [`import { edits } from ${JSON.stringify(FILE)}`, ...stubs].join('\n')
}

/** `wrap-in-try.ts` as the name of a variable. */
function nameOf(path) {
  return basename(path, '.ts').replace(/-(.)/g, (_, letter) => letter.toUpperCase())
}
