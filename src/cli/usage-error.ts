/** What the user can put right: a wrong argument, a missing ESLint, an unreadable file. Its message is one line that says what to do. */
export class UsageError extends Error {
  override name = 'UsageError'
}
