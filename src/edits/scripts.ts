import type { Node, Range, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { isScriptElement } from './statement-place.ts'
import { tokenAfter } from './tokens.ts'

/** A stretch of a file that holds statements: the whole file, or one `<script>` of a Vue or Svelte component. */
export interface Script {
  /** What lies between the tags; the whole text of other files. */
  readonly range: Range
  readonly body: readonly Node[]
  /** Svelte's `module` script: it sees nothing of the other script, the other one sees all of it. */
  readonly isModule: boolean
  /** Vue's `setup` script and Svelte's plain one: the template sees its names. */
  readonly isSetup: boolean
}

/** The scripts of a file, in document order. */
export const scriptsOf = perSource((source): readonly Script[] => {
  const body = source.ast.body as readonly Node[]
  if (source.path.endsWith('.svelte') || body.some(isScriptElement)) return svelteScripts(source, body)
  if (source.path.endsWith('.vue')) return vueScripts(source, body)
  return [{ range: [0, source.text.length], body, isModule: false, isSetup: false }]
})

/**
 * The script that code at a node can import into; without a node the one whose imports every script sees.
 * @returns undefined when the file has no script
 */
export function scriptFor(source: Source, at: Node | undefined): Script | undefined {
  const scripts = scriptsOf(source)
  if (scripts.length < 2) return scripts[0]
  const around =
    at === undefined ? undefined : scripts.find(({ range }) => range[0] <= at.range[0] && at.range[1] <= range[1])
  if (around !== undefined) return around
  if (at === undefined)
    return scripts.find((it) => it.isModule) ?? scripts.find((it) => it.body.length > 0) ?? scripts[0]
  return scripts.find((it) => it.isSetup) ?? scripts[0]
}

function svelteScripts(source: Source, body: readonly Node[]): Script[] {
  return body.filter(isScriptElement).map((element) => {
    const [start, end] = element.range
    const open = endOfTag(element)
    const close = source.text.lastIndexOf('</', end)
    const isModule = /\s(?:module\b|context\s*=\s*["']?module\b)/.test(source.text.slice(start, open))
    return { range: [open, close], body: element.body, isModule, isSetup: !isModule }
  })
}

function endOfTag(element: Node): number {
  const tag = (element as unknown as { startTag: { range: Range } }).startTag
  return tag.range[1]
}

/** The Vue parser joins the scripts' statements in one program and marks their tags among the tokens. */
function vueScripts(source: Source, body: readonly Node[]): Script[] {
  const scripts: Script[] = []
  for (let tag = tokenAfter(source, 0); tag !== undefined;) {
    if (tag.value !== '<script>' || tag.type !== 'Punctuator') {
      tag = tokenAfter(source, tag.range[1])
      continue
    }
    let end = tokenAfter(source, tag.range[1])
    while (end !== undefined && end.value !== '</script>') end = tokenAfter(source, end.range[1])
    const range: Range = [tag.range[1], end?.range[0] ?? source.text.length]
    const isSetup = /\ssetup\b/.test(source.text.slice(...tag.range))
    const own = body.filter((it) => it.range[0] >= range[0] && it.range[1] <= range[1])
    scripts.push({ range, body: own, isModule: false, isSetup })
    tag = end
  }
  return scripts
}
