import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../src/cli/arguments.ts'

const CODEMODS = ['no-split-decode', 'require-abort-signal']
const FIX = { isAll: false, interactive: false, tsconfig: undefined, progress: true }
const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), CODEMODS)

describe('parseCommand', () => {
  it.each([
    ['', { kind: 'help' }],
    ['--help', { kind: 'help' }],
    ['check -h', { kind: 'help' }],
    ['--version', { kind: 'version' }],
    ['list', { kind: 'list' }],
    ['check', { kind: 'check', paths: [], ignore: [], reporter: 'pretty', progress: true }],
    [
      'check src lib --reporter sarif -o out.sarif --max-warnings 0 --ignore gen/** --ignore x.ts',
      {
        kind: 'check',
        paths: ['src', 'lib'],
        ignore: ['gen/**', 'x.ts'],
        reporter: 'sarif',
        outputFile: 'out.sarif',
        maxWarnings: 0,
        progress: true,
      },
    ],
    ['check --no-progress', { kind: 'check', paths: [], ignore: [], reporter: 'pretty', progress: false }],
    [
      'fix all',
      { ...FIX, kind: 'fix', codemods: CODEMODS, isAll: true, paths: [], ignore: [], mode: 'preview', force: false },
    ],
    [
      'fix no-split-decode src --write --force',
      { ...FIX, kind: 'fix', codemods: ['no-split-decode'], paths: ['src'], ignore: [], mode: 'write', force: true },
    ],
    [
      'fix all -i --write --tsconfig tsconfig.lib.json',
      {
        ...FIX,
        kind: 'fix',
        codemods: CODEMODS,
        isAll: true,
        paths: [],
        ignore: [],
        mode: 'write',
        force: false,
        interactive: true,
        tsconfig: 'tsconfig.lib.json',
      },
    ],
    [
      'fix no-split-decode require-abort-signal --check',
      { ...FIX, kind: 'fix', codemods: CODEMODS, paths: [], ignore: [], mode: 'check', force: false },
    ],
  ])('%s', (line, expected) => {
    expect(parse(line)).toEqual(expected)
  })

  it.each([
    ['chekc', "There is no command 'chekc'. Did you mean 'check'? Try --help."],
    ['no-split-decode', "There is no command 'no-split-decode'. Did you mean 'fix no-split-decode'?"],
    ['fix', "Name a codemod, or 'all'. 'list' shows them."],
    ['fix src', "There is no codemod 'src'. 'list' shows them."],
    [
      'fix no-split-decoder',
      "There is no codemod 'no-split-decoder'. Did you mean 'no-split-decode'? 'list' shows them.",
    ],
    ['check --reportr json', "There is no option '--reportr'. Did you mean '--reporter'? Try --help."],
    ['check --reporter xml', "There is no reporter 'xml'. Use one of: pretty, json, sarif, github."],
    ['check --max-warnings few', "Option --max-warnings wants a whole number, but got 'few'."],
    ['check --write', "Option --write belongs to 'fix', not to 'check'."],
    ['fix all --reporter json', "Option --reporter belongs to 'check', not to 'fix'."],
    ['fix all --write --check', 'Options --write and --check exclude each other.'],
    ['fix all --interactive --check', 'Options --interactive and --check exclude each other.'],
    ['check --tsconfig x', "Option --tsconfig belongs to 'fix', not to 'check'."],
    ['list src', "Command 'list' takes no arguments."],
  ])('%s is refused in one line', (line, message) => {
    expect(() => parse(line)).toThrow(message)
  })

  it('says what an option without its value wants', () => {
    expect(() => parse('check --reporter')).toThrow(/--reporter/)
  })
})
