import { CODEMODS } from '../codemods/codemods.ts'
import type { StreamingPlugin } from '../index.ts'
import { MISTAKES } from '../rule.ts'
import { MISTAKE_TITLES } from './mistake-titles.ts'
import type { Output } from './terminal.ts'
import { paint } from './terminal.ts'

/** The codemods: those of their own, then every rule that offers a change, by its name. */
export function codemodNames(rules: StreamingPlugin['rules']): string[] {
  return [...CODEMODS.map(({ name }) => name), ...rulesWithChanges(rules)]
}

function rulesWithChanges(rules: StreamingPlugin['rules']): string[] {
  return Object.entries(rules)
    .filter(([, { meta }]) => meta.hasSuggestions === true || meta.fixable !== undefined)
    .map(([name]) => name)
}

/** Prints the codemods with what they change, by mistake. */
export function list(rules: StreamingPlugin['rules'], output: Output): void {
  const names = rulesWithChanges(rules)
  const width = Math.max(...codemodNames(rules).map((name) => name.length))
  for (const mistake of MISTAKES) {
    const own = names.filter((name) => rules[name]?.meta.docs.mistake === mistake)
    const more = CODEMODS.filter((codemod) => codemod.mistake === mistake)
    if (own.length === 0 && more.length === 0) continue
    output.write(`${paint(output, ['bold', 'cyan'], MISTAKE_TITLES[mistake].title)}\n`)
    for (const { name, title, rules: from } of more)
      output.write(`  ${name.padEnd(width)}  ${title} (from the reports of ${from.join(', ')})\n`)
    for (const name of own) output.write(`  ${name.padEnd(width)}  ${rules[name]?.meta.docs.description ?? ''}\n`)
  }
}
