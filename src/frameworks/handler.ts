import type { FunctionNode } from '../facts/nodes.ts'
import type { Project } from '../project/project.ts'
import type { Settings } from '../settings.ts'
import type { Node, Source, Variable } from '../source.ts'

/** `fetch-handler`: a function from Request to Response in Workers, Bun, Deno and service workers. */
export type FrameworkName =
  | 'express'
  | 'fastify'
  | 'koa'
  | 'hono'
  | 'nest'
  | 'next-app'
  | 'next-pages'
  | 'sveltekit'
  | 'remix'
  | 'h3'
  | 'node-http'
  | 'fetch-handler'
  | 'trpc'
  | 'ws'
  | 'socket.io'

/** What a parameter of a handler stands for. `context`: Koa's ctx, Hono's c, an event, Remix' and tRPC's arguments object, a socket. */
export type Role = 'request' | 'response' | 'context' | 'next' | 'error'

/** A function that runs when a request (or a socket) arrives. */
export interface Handler {
  readonly framework: FrameworkName
  readonly fn: FunctionNode
  /** `GET`, `POST`, … in upper case; undefined: any or unknown. */
  readonly method: string | undefined
  /** As written at the route, when literal; prefixes of other files are not in it. */
  readonly path: string | undefined
  /** Also the variable `request` of a destructured context: `({ request }) => …`. */
  readonly request: Variable | undefined
  /** A response of Node's kind, or the framework's own (`reply`). */
  readonly response: Variable | undefined
  readonly context: Variable | undefined
  readonly next: Variable | undefined
  /** What each parameter stands for, by its index. */
  readonly roles: ReadonlyMap<number, Role>
  /** Where the platform's own objects sit in these parameters. */
  readonly parts: Parts
  /** The call, decorator, export or property that makes the function a handler; the function itself when only its types tell. */
  readonly registration: Node
  /** True when this file hands the function to the framework; false when only its parameter types tell what it is. */
  readonly isRegistered: boolean
  /** True for functions that run before a route's answer, and may answer themselves: `app.use(fn)`, hooks, all but the last of a route's list. */
  readonly isMiddleware: boolean
  /** Express' `(err, req, res, next)` and what others call an error handler. */
  readonly isErrorHandler: boolean
  /** The names of the functions that wrap it at the registration, outermost first: `asyncHandler` of `asyncHandler(fn)`. */
  readonly wrappers: readonly Node[]
}

/** What a question about a handler may need to know beside the handler; what a rule's `find` is given will do. */
export interface Surroundings {
  readonly source: Source
  readonly project: Project
  readonly settings: Settings
}

/**
 * Where the platform's own objects sit, as a role and properties of it, best first: `response.raw` is the property `raw` of
 * the response parameter, `context.request` the property `request` of the context.
 */
export interface Parts {
  /** The `http.IncomingMessage`. */
  readonly nodeRequest?: readonly string[]
  /** The `http.ServerResponse`. */
  readonly nodeResponse?: readonly string[]
  /** The WHATWG `Request`. */
  readonly webRequest?: readonly string[]
  /** An `AbortSignal` that fires when the client leaves, where it is not the web request's own. */
  readonly signal?: readonly string[]
}

export type Part = keyof Parts

/** How one framework says things. One file per framework; all of them are listed in frameworks.ts. */
export interface Framework {
  readonly name: FrameworkName
  /** The handlers that the file hands to the framework. */
  readonly registered: (source: Source) => Handler[]
  /** Written types of parameters, as `module#Type`, and what such a parameter stands for. A global (`#Type`) alone makes no handler. */
  readonly parameterTypes: Readonly<Record<string, Role>>
  /** True when an untyped function uses its parameters as only this framework's handlers do; asked for routers that come from another file. */
  readonly looksLike?: (source: Source, fn: FunctionNode) => boolean
  /** Handlers that only their shape tells; asked after all frameworks have named what they register. */
  readonly assumed?: (source: Source) => Handler[]
  /** Written types of functions, as `module#Type`: `const h: RequestHandler = (req, res) => …`. */
  readonly functionTypes: readonly string[]
  /** What parameters stand for by position, where no type says otherwise. */
  readonly shape: readonly Role[]
  readonly parts: Parts
  /** Further places that mean a part when the code names them, but are not good enough to be written. */
  readonly otherPlaces?: Parts
  /** True when what an async handler rejects with is answered or reported; false when it is an unhandled rejection. */
  readonly catchesRejections: (handler: Handler, where: Surroundings) => boolean | undefined
  /** True when the body has been read to its end before the handler runs; undefined: unknown. */
  readonly parsesBody: (handler: Handler, where: Surroundings) => boolean | undefined
  /** Statements (without semicolons) that end the response after an error; none: a handler throws instead. */
  readonly wayOut: (handler: Handler, errorName: string, where: Surroundings) => readonly string[] | undefined
}
