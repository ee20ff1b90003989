import type { Rule } from 'eslint'
import type { JSONSchema4 } from '@typescript-eslint/utils/json-schema'
import type { Edit } from './edits/edit.ts'
import { areApart, changesOf } from './edits/edit.ts'
import { sourceOfEslint } from './eslint-source.ts'
import type { EditedFile } from './libraries/import-gate.ts'
import { mayApplyUnasked, mayOffer } from './libraries/import-gate.ts'
import { lintedFile } from './linted-file.ts'
import type { Project } from './project/project.ts'
import type { Settings } from './settings.ts'
import { readSettings } from './settings.ts'
import type { Node, Range, Source } from './source.ts'
import { TermScan } from './term-scan.ts'
import type { Assumption } from './type-oracle.ts'

/** The ten mistakes, in the order in which they are ranked; each is a folder of `rules/`. */
export const MISTAKES = [
  'buffers',
  'throttling',
  'caching',
  'errors',
  'monitoring',
  'protocols',
  'payload',
  'testing',
  'security',
  'scale',
] as const
export type Mistake = (typeof MISTAKES)[number]

export type Tier = 'recommended' | 'strict'

const HOMEPAGE = 'https://github.com/eslint-plugin-streaming/eslint-plugin-streaming'

/** A change that is offered, not applied unasked. The edit is made only when the finding is reported; none: nothing to offer. */
export interface Suggestion<MessageId extends string> {
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  readonly edit: () => Edit | undefined
}

/** One mistake in one place, host-neutral. */
export interface Finding<MessageId extends string> {
  /** What must change: a call, callee, property or keyword, on one line where it can. */
  readonly at: Node | Range
  readonly messageId: MessageId
  readonly data?: Readonly<Record<string, string>>
  /** What the finding takes for granted; a TypeScript program that knows better removes the finding. */
  readonly assumes?: readonly Assumption[]
  /**
   * An edit after which every input that worked still works the same. One that imports a package is given as a suggestion
   * too: `--fix` may not import what the project does not have, and then it is offered.
   */
  readonly fix?: () => Edit | undefined
  /** The first one is applied in bulk where the user asks for it (`settings.streaming.fix: 'suggested'`). */
  readonly suggestions?: readonly Suggestion<MessageId>[]
}

/** What a rule's `find` is given. */
export interface Ask<Options extends object> {
  readonly source: Source
  readonly options: Options
  readonly settings: Settings
  readonly project: Project
}

export interface RuleSpec<Options extends object, MessageId extends string> {
  readonly name: string
  readonly mistake: Mistake
  readonly tier: Tier
  /** One line, "Disallow …" or "Require …", no full stop. */
  readonly description: string
  /** A file is left before any traversal unless it holds at least one term of every group. */
  readonly terms: readonly (readonly string[])[]
  readonly messages: Readonly<Record<MessageId, string>>
  /** JSON schema of the one options object; none: the rule has no options. */
  readonly schema?: JSONSchema4
  readonly defaultOptions: Options
  /** What the `recommended` preset sets on top of the defaults: it leaves out what real code showed to be seldom worth a change. */
  readonly recommendedOptions?: Partial<Options>
  /** What the `strict` preset sets on top of the defaults. */
  readonly strictOptions?: Partial<Options>
  /** `code` when a finding can carry a fix or a suggestion that bulk fixing may apply. */
  readonly fixable?: 'code'
  readonly hasSuggestions?: boolean
  /** True for the rules that look at test files too (mistake 8). */
  readonly includesTestFiles?: boolean
  readonly find: (ask: Ask<Options>) => Iterable<Finding<NoInfer<MessageId>>>
}

/** The part of a rule's meta that is ours. */
export interface StreamingDocs {
  readonly description: string
  readonly url: string
  readonly mistake: Mistake
  readonly tier: Tier
  /** For documentation tools: in `recommended`, or not at all. */
  readonly recommended: boolean
}

export interface StreamingRule extends Rule.RuleModule {
  readonly meta: Rule.RuleMetaData & { readonly docs: StreamingDocs }
  readonly spec: RuleSpec<object, string>
}

/** The rule that reports wrong `settings.streaming`, so that it is said once per file and not once per rule. */
const SETTINGS_REPORTER = 'require-stream-error-handling'

/** The terms of all rules, looked for in one pass. */
const termScan = new TermScan()

/**
 * Turns a spec into an ESLint rule. This is the only place that knows ESLint's context.
 * @throws never for user input: wrong settings become one report, wrong options are refused by the schema before this runs
 */
export function defineRule<Options extends object, MessageId extends string>(
  spec: RuleSpec<Options, MessageId>,
): StreamingRule {
  const reportsSettings = spec.name === SETTINGS_REPORTER
  const messages: Record<string, string> = { ...spec.messages }
  const hasTerms = termScan.test(spec.terms)
  if (reportsSettings) messages['wrongSettings'] = '{{problem}}'
  return {
    spec: spec as unknown as RuleSpec<object, string>,
    meta: {
      type: 'problem',
      docs: {
        description: spec.description,
        url: `${HOMEPAGE}/blob/main/docs/rules/${spec.name}.md`,
        mistake: spec.mistake,
        tier: spec.tier,
        recommended: spec.tier === 'recommended',
      },
      ...(spec.fixable === undefined ? {} : { fixable: spec.fixable }),
      ...(spec.hasSuggestions === undefined ? {} : { hasSuggestions: spec.hasSuggestions }),
      schema: spec.schema === undefined ? [] : [spec.schema as Rule.RuleMetaData['schema'] & object],
      ...(spec.schema === undefined ? {} : { defaultOptions: [spec.defaultOptions] }),
      messages,
    },
    create(context) {
      const { sourceCode } = context
      const listeners: Rule.RuleListener = {}
      if (reportsSettings) reportWrongSettings(context, listeners)
      if (!hasTerms(sourceCode.text)) return listeners
      if ((sourceCode.ast as { type: string }).type !== 'Program') return listeners
      listeners['Program:exit'] = () => {
        const { settings } = readSettings(context.settings)
        const file = lintedFile(sourceCode, context.physicalFilename, settings)
        if (spec.includesTestFiles === true ? file.isExempt : file.isExemptOrTest) return
        const { path, project } = file
        const source = sourceOfEslint(sourceCode, context.filename, settings.modelPackages)
        const options = { ...spec.defaultOptions, ...(context.options[0] as Partial<Options> | undefined) }
        for (const finding of spec.find({ source, options, settings, project })) {
          if (source.types !== undefined && finding.assumes?.some((it) => source.types?.contradicts(it))) continue
          report(context, { source, path, project, settings }, finding)
        }
      }
      return listeners
    },
  }
}

function reportWrongSettings(context: Rule.RuleContext, listeners: Rule.RuleListener): void {
  const { problem } = readSettings(context.settings)
  if (problem === undefined) return
  listeners.Program = (program) => {
    if (!isProgram(program)) return
    context.report({
      loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } },
      messageId: 'wrongSettings',
      data: { problem },
    })
  }
}

function report(context: Rule.RuleContext, file: EditedFile, finding: Finding<string>): void {
  const range = 'type' in finding.at ? finding.at.range : finding.at
  const { sourceCode } = context
  const offers: { messageId: string; data?: Record<string, string>; edit: Edit }[] = []
  for (const { messageId, data, edit: make } of finding.suggestions ?? []) {
    const edit = whole(make())
    if (edit === undefined || !mayOffer(edit, file)) continue
    offers.push({ messageId, ...(data === undefined ? {} : { data }), edit })
  }
  const safe = whole(finding.fix?.())
  const first = offers[0]
  const applied =
    safe !== undefined && mayApplyUnasked(safe, file)
      ? safe
      : file.settings.fix === 'suggested' && first !== undefined && mayApplyUnasked(first.edit, file)
        ? first.edit
        : undefined
  context.report({
    loc: { start: sourceCode.getLocFromIndex(range[0]), end: sourceCode.getLocFromIndex(range[1]) },
    messageId: finding.messageId,
    ...(finding.data === undefined ? {} : { data: { ...finding.data } }),
    fix: applied === undefined ? null : fixerOf(applied),
    suggest: offers
      .filter((offer) => applied === undefined || !isSameEdit(offer.edit, applied))
      .map(({ messageId, data, edit }) => ({
        messageId,
        ...(data === undefined ? {} : { data }),
        fix: fixerOf(edit),
      })),
  })
}

/** An edit that ESLint can take: it ends the run over one whose changes overlap. */
function whole(edit: Edit | undefined): Edit | undefined {
  return edit !== undefined && areApart(changesOf(edit)) ? edit : undefined
}

/** True when both change the file in the same way. */
function isSameEdit(a: Edit, b: Edit): boolean {
  const [changes, others] = [changesOf(a), changesOf(b)]
  return (
    changes.length === others.length &&
    changes.every(({ range, text }, at) => {
      const other = others[at]
      return other?.text === text && other.range[0] === range[0] && other.range[1] === range[1]
    })
  )
}

function fixerOf(edit: Edit): Rule.ReportFixer {
  return (fixer) => changesOf(edit).map(({ range, text }) => fixer.replaceTextRange([range[0], range[1]], text))
}

function isProgram(node: { type: string }): boolean {
  return node.type === 'Program'
}
