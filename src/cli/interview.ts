import type { ShownChange } from './show-diff.ts'

/** One change that somebody is asked about. */
export interface Question {
  /** The rule or the codemod. */
  readonly name: string
  /** `path:line:column` */
  readonly place: string
  /** What is wrong, or what is done, in one sentence. */
  readonly message: string
  readonly changes: readonly ShownChange[]
}

/** `all`: this one and every other, without asking. `quit`: neither this one nor any other. */
export type Answer = 'apply' | 'skip' | 'all' | 'quit'

/** Shows a question and waits for the answer. */
export type Ask = (question: Question) => Promise<Answer>

/** Somebody pressed Ctrl-C at a question: nothing at all is to be changed. */
export class Interrupted extends Error {
  override name = 'Interrupted'
}

/** Asks until the answer holds for all that is left. */
export class Interview {
  readonly #ask: Ask
  #isOver: boolean | undefined

  constructor(ask: Ask) {
    this.#ask = ask
  }

  /**
   * Whether a change is to be made.
   * @throws {Interrupted}
   */
  async accepts(question: Question): Promise<boolean> {
    if (this.#isOver !== undefined) return this.#isOver
    const answer = await this.#ask(question)
    if (answer === 'all' || answer === 'quit') this.#isOver = answer === 'all'
    return answer === 'apply' || answer === 'all'
  }
}
