import type { Answer, Ask } from './interview.ts'
import { Interrupted } from './interview.ts'
import { showDiff } from './show-diff.ts'
import type { Output } from './terminal.ts'
import { paint, wrap } from './terminal.ts'

/** What can be chosen, with the key that chooses it: those of `git add --patch`. */
const CHOICES: readonly { readonly value: string; readonly label: string; readonly answer: Answer }[] = [
  { value: 'y', label: 'apply', answer: 'apply' },
  { value: 'n', label: 'skip', answer: 'skip' },
  { value: 'a', label: 'apply this one and all that follow', answer: 'all' },
  { value: 'q', label: 'quit: neither this one nor any that follows; what was applied so far is kept', answer: 'quit' },
]

/**
 * Questions on the terminal. They go to the standard error, so that the diff on the standard output can be kept.
 * @returns undefined when nobody sits there
 */
export function askOnTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream, shown: Output): Ask | undefined {
  if (!input.isTTY || !output.isTTY) return undefined
  // Some terminals say that they have no columns, and would get a line for each character.
  if (!output.columns) output.columns = 80
  return async ({ name, place, message, changes }) => {
    const { isCancel, selectKey } = await import('@clack/prompts')
    shown.write(`
${paint(shown, 'cyan', place)}  ${paint(shown, 'bold', name)}
${wrap(shown, message, 2)}
`)
    for (const change of changes) showDiff(change, shown)
    const options = CHOICES.map(({ value, label }) => ({ value, label }))
    const key = await selectKey({ message: 'Apply this change?', options, input, output })
    if (isCancel(key)) throw new Interrupted('Interrupted')
    return CHOICES.find(({ value }) => value === key)?.answer ?? 'quit'
  }
}
