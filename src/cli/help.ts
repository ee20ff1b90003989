/** What `--help` prints. */
export const HELP = `eslint-plugin-streaming: finds response-streaming mistakes with your own ESLint, and fixes them in bulk.

Usage
  eslint-plugin-streaming check [paths]           what is wrong, ranked by mistake
  eslint-plugin-streaming fix <codemod> [paths]   what a codemod would change; --write changes it
  eslint-plugin-streaming list                    the codemods

It runs the ESLint of the current folder with its config, and keeps the reports of this plugin: disable comments,
severities, ignores and settings hold here as they do in the editor.

Scope
  [paths]                  files, folders or globs; without them the current folder
  --ignore <glob>          leave these out too; may be repeated. What .gitignore lists is always left out.

Output
  --no-progress            no line that says how far long work is; only terminals get one, and never where CI is set
  -h, --help               this text
  -v, --version            the version

Check
  --reporter <name>        pretty (default), json, sarif or github
  -o, --output-file <file> write the report there; folders that are missing are made
  --max-warnings <n>       exit with 1 when there are more warnings than that

Fix
  <codemod>                a name that \`list\` shows, several of them, or all
  --write                  apply the changes; without it they are printed as a diff
  --check                  print no diff; exit with 1 when something would change
  -i, --interactive        ask about each change: apply, skip, all, quit. With --write the accepted ones are applied,
                           without it they are shown. Quit keeps what was accepted so far, Ctrl-C changes nothing.
  --tsconfig <file>        what the types of all changed files are checked with; without it the nearest of each file
  --guard <module#name>    what lets only known users through, for authenticate-routes: ./src/auth.ts#requireUser;
                           again for routes of another framework
  --force                  write although a file has changes that are not committed

  Changed files are formatted by the project's own formatter, and parsed and type-checked before the first one is
  written. A file whose change would bring a new type error is named and left as it is; the others go on.

Exit code
  0 nothing wrong, done or previewed · 1 errors left, or too many warnings, or --check would change something ·
  2 wrong usage, or a file that could not be handled · 130 interrupted

Examples
  npx eslint-plugin-streaming check --max-warnings 0
  npx eslint-plugin-streaming check --reporter sarif -o streaming.sarif
  npx eslint-plugin-streaming fix no-split-decode src
  npx eslint-plugin-streaming fix all --write
`
