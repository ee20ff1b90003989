import { importedModules } from '../facts/imported-modules.ts'
import { packageOf } from '../facts/module-name.ts'
import { nodesOf } from '../facts/nodes.ts'
import { textPattern } from '../facts/text-pattern.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { crowdScriptFile, readsAsCrowd } from './crowd-scripts.ts'
import { isPage } from './file-tree.ts'
import { isRecord } from './manifest.ts'
import { join, relativeTo, segmentsOf } from './posix-path.ts'
import type { FoundText, IndexAsk, ProjectIndex } from './project-index.ts'
import { projectIndex } from './project-index.ts'
import { NO_PROJECT } from './project.ts'
import { specifiersIn } from './specifiers.ts'
import type { MentionedPath, PathPattern } from './url-patterns.ts'
import { isAnyPath, isMentionOf, mentionedPath, patternOf } from './url-patterns.ts'

/** What the load tests of a project ask. */
interface LoadTests {
  /** How many files and scripts they are. */
  readonly count: number
  readonly paths: readonly PathPattern[]
  /** True when one of them asks an address that its text does not tell. */
  readonly isOpen: boolean
}

/** Packages of load tests that are code. */
const PACKAGES = new Set(['autocannon', 'k6', 'artillery', 'loadtest', '@artilleryio/types'])
/** A command that begins with a tool for load tests. */
const COMMAND =
  /(?:^|[;&|(`]|\b(?:npx|bunx|dlx|exec|time|docker run \S+))\s*(?:autocannon|k6|artillery|locust|wrk2?|oha|vegeta|hey|bombardier|gatling(?:\.sh)?)\s(?=[^\n]*(?:https?:\/\/|\$|\{\{|-\w))/m
/** Where the name of such a tool can stand in the text of code that holds a command; this only says which files are worth parsing. */
const TOOL_IN_CODE =
  /(?:^|[;&|(`'"]|\\[nt]|\b(?:npx|bunx|dlx|exec|time|docker run \S+))\s*(?:autocannon|k6|artillery|locust|wrk2?|oha|vegeta|hey|bombardier|gatling(?:\.sh)?)(?=[\s'"`])/m
const TERMS = [
  'autocannon',
  'k6',
  'artillery',
  'loadtest',
  'arrival',
  'locust',
  'atling',
  'vegeta',
  'wrk',
  'oha ',
  'hey ',
  'bombardier',
  'jmeter',
]
/** What makes a file of another language or tool a load test, by its ending. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  yml: /^\s*-?\s*(?:arrivalRate|arrivalCount|rampTo|maxVusers)\s*:/m,
  yaml: /^\s*-?\s*(?:arrivalRate|arrivalCount|rampTo|maxVusers)\s*:/m,
  py: /^\s*(?:from|import)\s+locust\b/m,
  scala: /\bio\.gatling\b/,
  kt: /\bio\.gatling\b/,
  java: /\bio\.gatling\b/,
  lua: /\bwrk\./,
  jmx: /<jmeterTestPlan\b/,
}
/** What files and folders are called that hold load tests for a whole repository. */
const LOAD_NAME = /^(?:load|perf|performance|stress|k6|artillery|locust|bench)(?:[-_.]?(?:tests?|testing|marks?))?$/i

/** `yes`: a load test asks the route. `none`: no, and the project has no load test at all. */
export type LoadTestAnswer = 'yes' | 'no' | 'none' | 'unknown'

/**
 * Whether a load test of the project asks a route.
 * @param path the route's path; undefined when it is not known
 * @param isWhole false when what stands before that path is not known
 */
export function isLoadTested(ask: IndexAsk, path: string | undefined, isWhole: boolean): LoadTestAnswer {
  const found = loadTests(ask)
  if (found === undefined) return 'unknown'
  if (found.count === 0) return 'none'
  if (path === undefined) return 'unknown'
  const route = patternOf(path)
  if (found.paths.some((mention) => isMentionOf(route, mention, isWhole))) return 'yes'
  return found.isOpen ? 'unknown' : 'no'
}

function loadTests(ask: IndexAsk): LoadTests | undefined {
  const index = projectIndex(ask)
  if (index === undefined) return undefined
  const own = index.remember('load tests', () => loadTestsOf(index, () => true), namesLoadTool)
  const { repository } = ask.project
  if (repository === undefined || repository === index.root) return own
  // Beside the project, in the repository: what belongs to no other project.
  const around = projectIndex({ ...ask, project: { ...NO_PROJECT, root: repository, workspaceRoot: repository } })
  if (around === undefined) return own
  const beside = around.remember(
    `load tests beside ${index.root}`,
    () =>
      loadTestsOf(around, (path, folder = around.packageFolderOf(path) ?? repository) => {
        const isNobodys = folder === repository || isLoadName(segmentsOf(folder).at(-1) ?? '')
        return isNobodys && segmentsOf(relativeTo(repository, path) ?? '').some(isLoadName)
      }),
    namesLoadTool,
  )
  return {
    count: own.count + beside.count,
    paths: [...own.paths, ...beside.paths],
    isOpen: own.isOpen || beside.isOpen,
  }
}

function namesLoadTool(text: string): boolean {
  return TERMS.some((term) => text.includes(term))
}

function isLoadName(name: string): boolean {
  return LOAD_NAME.test(name.replace(/\.[a-z]+$/, ''))
}

function loadTestsOf(index: ProjectIndex, counts: (path: string, packageFolder?: string) => boolean): LoadTests {
  const paths: PathPattern[] = []
  let count = 0
  let isOpen = false
  const add = (mentioned: readonly MentionedPath[], mustMention: boolean): void => {
    count++
    if ((mentioned.length === 0 && mustMention) || mentioned.some(({ path }) => isAnyPath(path))) isOpen = true
    paths.push(...withBases(mentioned.filter(({ path }) => !isAnyPath(path))))
  }
  for (const file of index.textsWith([TERMS])) {
    if (!counts(file.path) || isPage(file.path)) continue
    const mentioned = isCode(file.path) ? ofCode(index, file) : ofText(file)
    if (mentioned !== undefined) add(mentioned, true)
  }
  for (const folder of new Set([index.root, ...index.packageFolders])) {
    const path = join(folder, 'package.json')
    const manifest = counts(path, folder) ? index.json(path) : undefined
    const scripts = isRecord(manifest) && isRecord(manifest['scripts']) ? Object.entries(manifest['scripts']) : []
    for (const [name, script] of scripts) {
      if (typeof script !== 'string') continue
      if (COMMAND.test(script)) add(pathsInText(script), false)
      const asked = ofCrowdScript(index, folder, name, script)
      if (asked !== undefined) add([...asked, ...pathsInText(script.replace(/^.*?\.[cm]?[jt]s\b/, ''))], true)
    }
  }
  return { count, paths, isOpen }
}

function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path)
}

/** What a load test that is code asks; undefined when the file is none. Modules of its own that it imports count too. */
function ofCode(index: ProjectIndex, { path, text }: FoundText): MentionedPath[] | undefined {
  const source = mayBeLoadTest(text) ? index.sourceAt(path) : undefined
  if (source === undefined) return undefined
  const modules = importedModules(source)
  const isLoadTest =
    modules.some(({ specifier }) => PACKAGES.has(packageOf(specifier) ?? specifier)) ||
    texts(source).some((text) => COMMAND.test(text))
  if (!isLoadTest) return undefined
  return withOwnModules(index, source)
    .flatMap(texts)
    .flatMap((text) => (COMMAND.test(text) ? pathsInText(text) : pathsOf([text])))
}

/** A file and the modules of the project that it imports. */
function withOwnModules(index: ProjectIndex, source: Source): Source[] {
  const files = importedModules(source).flatMap(({ specifier }) => {
    const target = index.resolve(source, specifier)
    const found = target === undefined ? undefined : index.sourceAt(target)
    return found === undefined ? [] : [found]
  })
  return [source, ...files]
}

/** What the file asks that a script for load tests runs; undefined when there is none, or it does something else. */
function ofCrowdScript(index: ProjectIndex, folder: string, name: string, script: string): MentionedPath[] | undefined {
  const file = crowdScriptFile(name, script)
  const source = file === undefined ? undefined : index.sourceAt(join(folder, file))
  if (source === undefined) return undefined
  const files = withOwnModules(index, source)
  return readsAsCrowd(files) ? files.flatMap(texts).flatMap((text) => pathsOf([text])) : undefined
}

/** False for the many files that hold a tool's name in a longer word only: parsing them would cost more than all else. */
function mayBeLoadTest(text: string): boolean {
  if (TOOL_IN_CODE.test(text)) return true
  for (const specifier of specifiersIn(text)) if (PACKAGES.has(packageOf(specifier) ?? specifier)) return true
  return false
}

/** The texts of a file that are no part of another. */
function texts(source: Source): string[] {
  return nodesOf(source, 'Literal', 'TemplateLiteral', 'BinaryExpression')
    .filter((node) => !isPart(node) && (node.type !== 'Literal' || typeof node.value === 'string'))
    .map((node) => textPattern(source, node))
}

function isPart(node: Node): boolean {
  const parent = wrapped(node).parent
  switch (parent?.type) {
    case 'TemplateLiteral':
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
      return true
    default:
      return parent?.type === 'BinaryExpression' && parent.operator === '+'
  }
}

function ofText({ path, text }: FoundText): MentionedPath[] | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1)
  const sign = SIGNS[ending]
  if (sign === undefined ? !COMMAND.test(text) : !sign.test(text)) return undefined
  const lines = text.split(/\r?\n/)
  // A command's file holds more than load tests.
  const counted = lines.filter((line) => !/^\s*(?:#|\/\/|--)/.test(line) && (sign !== undefined || COMMAND.test(line)))
  return pathsInText(counted.join('\n'))
}

/** The paths among the words of a text in any language. */
function pathsInText(text: string): MentionedPath[] {
  const words = text.replace(/\$?\{\{?[^{}\n]*\}\}?|\$\w+/g, '*').split(/[\s"'`,;()=<>]+/)
  return pathsOf(words)
}

function pathsOf(words: readonly string[]): MentionedPath[] {
  return words
    .map(mentionedPath)
    .filter((it) => it !== undefined && (it.path.length > 0 || it.isBase)) as MentionedPath[]
}

/** Each path alone, and below each address of the same file that has a path. */
function withBases(mentioned: readonly MentionedPath[]): PathPattern[] {
  const bases = mentioned.filter(({ path, isBase }) => isBase && path.length > 0)
  const below = mentioned.filter(({ isBase }) => !isBase)
  return [
    ...mentioned.map(({ path }) => path),
    ...bases.flatMap((base) => below.map(({ path }) => [...base.path, ...path])),
  ]
}
