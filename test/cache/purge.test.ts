import { createExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { hasBearer, type Purge, purge } from '../../src/cache/index.ts'

const secret = 'correct horse battery staple'.replaceAll(' ', '-')

describe('POST /.limen/purge', () => {
  test.each<[object, Purge]>([
    [{ url: '/product/1?page=2#top' }, { url: 'https://shop.example/product/1?page=2#top' }],
    [{ url: 'https://shop.example/a' }, { url: 'https://shop.example/a' }],
    [{ prefix: '/category/' }, { prefix: 'https://shop.example/category/' }],
    [{ all: true }, { prefix: 'https://shop.example/' }],
  ])('%o', async (body, expected) => {
    const { response, purged } = await post(JSON.stringify(body))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ purged: 3 })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(purged).toEqual([expected])
  })

  test.each([
    ...[
      '',
      'null',
      '[]',
      '{}',
      '{"all":false}',
      '{"url":1}',
      '{"url":"/a","all":true}',
      '{"urls":[]}',
    ],
    '{"url":"https://other.example/"}',
    '{"prefix":"//other.example/"}',
    '{"url":"http://["}',
  ])('a wrong body is refused: %s', async (body) => {
    const { response, purged } = await post(body)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 400, code: 'ERR_REQUEST_INVALID' })
    expect(purged).toEqual([])
  })

  test('a body too long is refused', async () => {
    const { response } = await post(JSON.stringify({ url: `/${'x'.repeat(9000)}` }))
    expect(response.status).toBe(413)
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${secret}x`,
    `Bearer ${secret.slice(1)}`,
    `Basic ${secret}`,
    secret,
  ])('without the right token nothing is purged: %s', async (authorization) => {
    const { response, purged } = await post('{"all":true}', { authorization })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toMatchObject({ code: 'ERR_REQUEST_UNAUTHORIZED' })
    expect(purged).toEqual([])
  })

  test('where no secret is set, no token is right', async () => {
    const { response } = await post('{"all":true}', { env: {}, authorization: 'Bearer undefined' })
    expect(response.status).toBe(401)
  })

  test('other methods are told what it takes', async () => {
    const { response } = await post(null, { method: 'GET' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })

  test('a failure tells nothing of itself', async () => {
    const { response } = await post('{"all":true}', { fails: new Error('inner secret') })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('inner')
  })
})

interface PostOptions {
  readonly authorization?: string | undefined
  readonly env?: Record<string, string>
  readonly method?: string
  readonly fails?: Error
}

async function post(body: string | null, options: PostOptions = {}) {
  const { env = { PURGE_TOKEN: secret }, method = 'POST', fails } = options
  const authorization = 'authorization' in options ? options.authorization : `Bearer ${secret}`
  const purged: Purge[] = []
  const pages = {
    purge: async (what: Purge) => {
      if (fails) throw fails
      purged.push(what)
      return 3
    },
  }
  const app = new Hono()
  const isAllowed = (request: Request, bindings: unknown) =>
    hasBearer(request, (bindings as { PURGE_TOKEN?: string }).PURGE_TOKEN)
  app.route('/.limen/purge', purge({ pages, isAllowed }))
  const headers = authorization === undefined ? {} : { authorization }
  const request = new Request('https://shop.example/.limen/purge', { method, headers, body })
  return { response: await app.fetch(request, env, createExecutionContext()), purged }
}
