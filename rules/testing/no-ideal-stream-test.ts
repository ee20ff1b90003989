import { deliverInPieces } from '../../src/edits/deliver-in-pieces.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { isTestFile } from '../../src/facts/exempt-file.ts'
import { wordsOf } from '../../src/facts/name-words.ts'
import type { WholeDouble } from '../../src/facts/stream-doubles.ts'
import { idealDoubles } from '../../src/facts/stream-doubles.ts'
import { hasTestCases, hasTodo, testCaseOf } from '../../src/facts/test-cases.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node, Range, Source } from '../../src/source.ts'

/** What cases and files are about in which nobody looks for the end of a frame. */
const NOT_PARSED = new Set(
  (
    'auth authenticate authentication authorization authorize bearer cookie cors csrf credential credentials forbidden ' +
    'header headers limit limits login oauth permission permissions proxy rate redirect retries retry session size ' +
    'status unauthorized 401 403 404 413 429'
  ).split(' '),
)

export default defineRule({
  name: 'no-ideal-stream-test',
  mistake: 'testing',
  tier: 'strict',
  description: 'Disallow tests of stream readers in which every stream comes whole',
  terms: [['ReadableStream', 'Response', 'Readable', 'PassThrough', 'yield', 'convertArrayTo']],
  messages: {
    ideal:
      'Every stream in this file comes whole, so a reader that loses frames and characters which arrive in two chunks passes these tests and fails in production.',
    cut: 'Deliver the text byte by byte, and add the case of a stream that breaks off.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  includesTestFiles: true,
  *find({ source, settings, project }) {
    const name = fileName(source)
    if (!isTestFile({ path: source.path, settings, project }) || isAboutOther(name)) return
    if (!hasTestCases(source) && !/\.(?:test|spec)\./.test(name)) return
    const double = idealDoubles(source).find((it) => !isAboutOther(testCaseOf(source, it.node)?.title ?? ''))
    if (double === undefined) return
    yield {
      at: placeOf(double),
      messageId: 'ideal',
      suggestions: [
        {
          messageId: 'cut' as const,
          edit: () => deliverInPieces(source, double, (testCase) => hasTodo(source, testCase, project)),
        },
      ],
    }
  },
})

function isAboutOther(title: string): boolean {
  return wordsOf(title).some((word) => NOT_PARSED.has(word))
}

function fileName(source: Source): string {
  return source.path.slice(source.path.lastIndexOf('/') + 1)
}

/** What makes the double: the constructor, the method, the `yield`. */
function placeOf({ node, delivery }: WholeDouble): Node | Range {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') return calleeNameNode(node)
  const [start] = delivery.range
  return [start, start + 'yield'.length]
}
