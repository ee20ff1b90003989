/**
 * The cases in which type information changes the result, by rule and by the case's name. It may only remove a report,
 * so each stands under `reports` with `typed: 'silent'`: reported without types, silent with them.
 */
export const TYPED_DIFFERENCES: Readonly<Record<string, readonly string[]>> = {}
