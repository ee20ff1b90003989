import { perSource } from '../source.ts'
import { calleeName } from './callee.ts'
import { nodesOf } from './nodes.ts'
import { methodCalls } from './named-calls.ts'

/** Commands and helpers that put an object into a store. */
const PUT_CLASSES = new Set(['PutObjectCommand', 'Upload', 'CreateMultipartUploadCommand', 'UploadPartCommand'])
/** Methods of clients that do. */
const PUT_METHODS = new Set([
  'fPutObject',
  'openUploadStream',
  'putObject',
  'upload',
  'uploadData',
  'uploadFile',
  'uploadStream',
])

/** True for a file that also fills the store: how long its objects are is decided where they come in. */
export const fillsStore = perSource(
  (source): boolean =>
    nodesOf(source, 'NewExpression').some((made) => PUT_CLASSES.has(calleeName(made) ?? '')) ||
    methodCalls(source, PUT_METHODS).length > 0,
)
