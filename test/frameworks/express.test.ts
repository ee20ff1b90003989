import { describe, expect, it } from 'vitest'
import { describeHandlers } from './describe-handlers.ts'

const APP = `import express, { Router } from 'express'; const app = express();`

describe('handlers of Express', () => {
  it.each([
    [`${APP} app.get('/a', (req, res) => {})`, ['express GET /a req=req res=res']],
    [`${APP} app.post('/a', auth, async (q, s, n) => {})`, ['express POST /a req=q res=s next=n']],
    [
      `${APP} app.post('/a', [auth, (req, res, next) => {}], (req, res) => {})`,
      ['express POST /a middleware req=req res=res next=next', 'express POST /a req=req res=res'],
    ],
    [`${APP} app.use((req, res, next) => {})`, ['express middleware req=req res=res next=next']],
    [
      `${APP} app.use('/x', (err, req, res, next) => {})`,
      ['express /x error-handler middleware req=req res=res next=next'],
    ],
    [
      `${APP} app.route('/x').get((req, res) => {}).post((req, res) => {})`,
      ['express GET /x req=req res=res', 'express POST /x req=req res=res'],
    ],
    [`${APP} const x = app.route('/x'); x.all((req, res) => {})`, ['express /x req=req res=res']],
    [
      `import { Router } from 'express'; export const r = Router(); r.get('/a', (req, res) => {})`,
      ['express GET /a req=req res=res'],
    ],
    [
      `const express = require('express'); const r = express.Router(); r.put('/a', h); async function h(req, res) {}`,
      ['express PUT /a req=req res=res'],
    ],
    [
      `const app = require('express')(); app.get('/a', asyncHandler(async (req, res) => {}))`,
      ['express GET /a req=req res=res in asyncHandler'],
    ],
    [`${APP} const h = wrap(async (req, res) => {}); app.get('/a', h)`, ['express GET /a req=req res=res in wrap']],
    [
      `${APP} app.get('/a', limits(), make(db)); function make(db) { return (req, res) => {} }`,
      ['express GET /a req=req res=res'],
    ],
    [
      `${APP} class C { async a(req, res) {} } const c = new C(); app.get('/a', c.a); app.get('/b', c.a.bind(c))`,
      ['express GET /a req=req res=res', 'express GET /b req=req res=res'],
    ],
    [`${APP} const c = { a: async (req, res) => {} }; app.get('/a', c.a)`, ['express GET /a req=req res=res']],
    [
      `import { Router } from 'express'; class A { router = Router(); constructor() { this.router.get('/a', this.a) } a = async (req, res) => {} }`,
      ['express GET /a req=req res=res'],
    ],
    [
      `import type { Express } from 'express'; export function routes(app: Express) { app.get('/a', (req, res) => {}) }`,
      ['express GET /a req=req res=res'],
    ],
    [
      `import * as express from 'express'; export default (app: express.Application) => { app.get('/a', (req, res) => {}) }`,
      ['express GET /a req=req res=res'],
    ],
    [
      `import { router } from './router'; router.get('/a', (req, res) => { res.json({}) })`,
      ['express GET /a req=req res=res'],
    ],
    [`export default (app) => { app.get('/a', (req, res) => { res.write('x') }) }`, ['express GET /a req=req res=res']],
    [
      `import { router } from './router'; router.get('/a', (req: Request, res: Response) => {}); import { Request, Response } from 'express'`,
      ['express GET /a req=req res=res'],
    ],
    [
      `import { Request, Response } from 'express'; export const list = async (req: Request<{ id: string }>, res: Response) => {}`,
      ['!express req=req res=res'],
    ],
    [
      `import type { RequestHandler } from 'express'; export const list: RequestHandler = async (req, res) => {}`,
      ['!express req=req res=res'],
    ],
    [
      `import { Request, Response, NextFunction } from 'express'; export class C { async list(req: Request, res: Response, next: NextFunction) {} }`,
      ['!express req=req res=res next=next'],
    ],
    [
      `import { Response } from 'express'; export class C { async list(req: AuthedRequest, res: Response) {} }`,
      ['!express req=req res=res'],
    ],
    [
      `import express from 'express'; export function f(req: express.Request, res: express.Response) {}`,
      ['!express req=req res=res'],
    ],
    [
      `import { Request, Response } from 'express'; export function f(req: Request & { user: User }, res: Response) {}`,
      ['!express req=req res=res'],
    ],
    [
      `import { Request, Response, NextFunction } from 'express'; export const onError = (e: Error, req: Request, res: Response, next: NextFunction) => {}`,
      ['!express error-handler req=req res=res next=next'],
    ],
    [
      `class Sso extends Base { init() { this.app.get(Sso.LOGIN, async (req, res) => { res.status(200).end() }) } }`,
      ['express GET req=req res=res'],
    ],
    [
      `exports.list = async (req, res) => { res.status(200).json(await find(req.params.id)) }`,
      ['!express req=req res=res'],
    ],
    [
      `export async function load(req, res, next) { if (!req.body.id) return res.sendStatus(400); next() }`,
      ['!express req=req res=res next=next'],
    ],
    // Not handlers.
    [`import { Request } from 'express'; export async function upsert(req: Request, isInternal: boolean) {}`, []],
    [
      `import { Request } from 'express'; export async function plan(req: Request, sub: string, id: string, at: number) {}`,
      [],
    ],
    [`import { Response } from 'express'; export const fail = (error: any, res: Response) => {}`, []],
    [`cache.get(key, (err, res) => { res.status(200).end() })`, []],
    [`export const pick = (config, res) => { if (res.status() === 200) return config.url2 }`, []],
    [`${APP} app.get('port'); app.set('a', () => {})`, []],
    [`${APP} app.listen(3000, () => {}); app.on('mount', (parent) => {})`, []],
    [`import { api } from './api'; api.get('/users', (error, body) => { console.log(body.length) })`, []],
    [`import { map } from './map'; map.get('/a', () => {})`, []],
    [`const map = new Map(); map.get('/a', (req, res) => { res.json() })`, []],
    [`import axios from 'axios'; axios.get('/a', (req, res) => { res.json() })`, []],
    [`import { Response } from 'express'; export function send(res: Response, data: unknown) { res.json(data) }`, []],
    [`import { http } from 'msw'; http.get('/a', (req, res, ctx) => res(ctx.json({})))`, []],
    [`${APP} app.post('/a', validate(() => schema), (req, res) => {})`, ['express POST /a req=req res=res']],
  ])('%s', (code, expected) => {
    expect(describeHandlers(code)).toEqual(expected)
  })
})
