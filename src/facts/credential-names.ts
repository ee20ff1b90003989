import { wordsOf } from './name-words.ts'

/** Words of names that stand for a credential or for what signs a request. */
const WORDS = new Set([
  'apikey',
  'auth',
  'authentication',
  'authorization',
  'bearer',
  'cookie',
  'credential',
  'credentials',
  'csrf',
  'hmac',
  'jwt',
  'key',
  'keys',
  'nonce',
  'passphrase',
  'password',
  'passwd',
  'pat',
  'pwd',
  'secret',
  'secrets',
  'session',
  'sig',
  'sign',
  'signature',
  'signed',
  'token',
  'tokens',
  'xsrf',
])
/** Whole names of query parameters that carry a key or a signature. */
const PARAMETERS = new Set(['appid', 'app_id', 'client_id', 'expires', 'hash', 'policy', 'se', 'sv', 'sp', 'st'])

/** True for names such as `API_KEY`, `x-auth-token`, `accessToken` and `Cookie`; `monkey` and `authors` are none. */
export function namesCredential(name: string): boolean {
  const words = wordsOf(name)
  return words.some((word) => WORDS.has(word)) || WORDS.has(words.join(''))
}

/** True for a query parameter that carries a credential, or belongs to a signed URL. */
export function isCredentialParameter(name: string): boolean {
  return namesCredential(name) || PARAMETERS.has(name.toLowerCase()) || /^x-(?:amz|goog|oss|cos)-/i.test(name)
}
