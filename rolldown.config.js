import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'rolldown'
import ts from 'typescript'
import { EDITS_ENTRY, lazyEdits } from './build/lazy-edits.js'
import { ENGINE_ENTRY, engine, lazyRules, specsOfRules } from './build/lazy-rules.js'
import packageJson from './package.json' with { type: 'json' }

const outside = [...Object.keys(packageJson.dependencies), packageJson.name, 'eslint']
/** @type {import('rolldown').InputOptions} */
const options = {
  platform: 'node',
  external: (id) => isBuiltin(id) || outside.some((name) => id === name || id.startsWith(`${name}/`)),
  transform: { target: 'node20.19' },
}

// The plugin is a few files, because loading a hundred small modules costs more than the rules may: its entry, what the rules
// find with, and their edits. The last two are loaded when they are needed, while a file is linted; that is to say at once, and a module
// of CommonJS is what every host can load at once (not all can `require` an ES module: older Nodes of editors, Yarn's archives).
// Dependencies stay outside: they are loaded only when a rule asks something of them. The command line tool is another file, and
// loads the plugin.
const specs = specsOfRules(options)
const { plugin: engineRules, holds } = engine(specs)
export default defineConfig([
  bundle({ index: 'src/index.ts' }, { entryFileNames: '[name].js', cleanDir: true }, [
    lazyRules(specs),
    types(),
    oxlintPresets(),
  ]),
  bundle(
    { engine: ENGINE_ENTRY, edits: EDITS_ENTRY },
    {
      format: 'cjs',
      strict: true,
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      codeSplitting: { groups: [{ name: 'facts', test: holds }] },
    },
    [engineRules, lazyEdits()],
  ),
  bundle({ cli: 'src/cli/cli.ts' }, { entryFileNames: '[name].js' }, []),
])

/**
 * @param {Record<string, string>} input by the names of the files
 * @param {import('rolldown').OutputOptions} output
 * @param {import('rolldown').RolldownPluginOption[]} plugins
 */
function bundle(input, output, plugins) {
  return {
    ...options,
    input,
    output: { dir: 'dist', format: 'esm', comments: { jsdoc: false, annotation: false }, ...output },
    checks: { circularDependency: true },
    onLog(level, log, handler) {
      if (level === 'warn') throw new Error(log.message)
      handler(level, log)
    },
    plugins,
  }
}

/** Emits the entry's declarations with TypeScript's own emitter; the entry names no types but ESLint's, so one file is enough. */
function types() {
  return {
    name: 'types',
    async generateBundle() {
      const fileName = 'src/index.ts'
      const { outputText, diagnostics } = ts.transpileDeclaration(await readFile(fileName, 'utf8'), {
        fileName,
        reportDiagnostics: true,
        compilerOptions: { isolatedDeclarations: true, declaration: true, removeComments: false },
      })
      for (const { messageText } of diagnostics ?? []) this.error(ts.flattenDiagnosticMessageText(messageText, '\n'))
      this.emitFile({ type: 'asset', fileName: 'index.d.ts', source: outputText })
    },
  }
}

/** Writes the presets in oxlint's form; oxlint does not read the `configs` of a plugin. */
function oxlintPresets() {
  return {
    name: 'oxlint-presets',
    async writeBundle({ dir }) {
      // The query keeps a second build of the same process from getting the first one's module.
      const { default: plugin } = await import(`${pathToFileURL(resolve(dir, 'index.js')).href}?built=${Date.now()}`)
      await mkdir('dist/oxlint', { recursive: true })
      for (const [name, { rules }] of Object.entries(plugin.configs)) {
        const preset = { jsPlugins: [packageJson.name], rules }
        await writeFile(`dist/oxlint/${name}.json`, `${JSON.stringify(preset, undefined, 2)}\n`)
      }
    },
  }
}
