import { describe, expect, it } from 'vitest'
import { headerLines } from '../../src/lib/header-lines.ts'
import { pageVariants, redactRequest } from '../../src/privacy/index.ts'
import { matchOf, pass, productPage, site } from './shop.ts'

describe('a page request', () => {
  it('asks the origin for the page, and says nothing of the shopper', async () => {
    const request = new Request('https://shop.example/product/mug-1?sort=price&utm_id=7#top', {
      headers: { cookie: 'session=s', authorization: 'Basic YQ==', 'if-none-match': '"e"' },
      cf: { cacheKey: 'anna' },
    })

    const crossed = await redactRequest(request, productPage('?sort=price&utm_id=7#top'), site)

    expect(crossed.url).toBe('https://origin.example:8443/product/mug-1?sort=price')
    expect(crossed.method).toBe('GET')
    expect(crossed.redirect).toBe('manual')
    expect(crossed.body).toBeNull()
    expect(crossed.cf).toBeUndefined()
    expect(Object.fromEntries(crossed.headers)).toEqual({
      accept: '*/*',
      'accept-encoding': 'gzip',
      'accept-language': 'en',
      'user-agent': 'Mozilla/5.0 (compatible; Limen; desktop)',
    })
  })

  it('has no question mark without a question', async () => {
    const request = new Request('https://shop.example/product/mug-1?utm_id=7')

    expect((await redactRequest(request, productPage('?utm_id=7'), site)).url).toBe(
      'https://origin.example:8443/product/mug-1',
    )
  })

  it('stays where it was for, if the shop has no other origin', async () => {
    const request = new Request('https://anna:pass@shop.example:444/product/mug-1')

    expect((await redactRequest(request, productPage(), { languages: ['en'] })).url).toBe(
      'https://shop.example:444/product/mug-1',
    )
  })

  it('cannot be led to another host by its path', async () => {
    for (const path of [
      '//evil.example/a',
      '/\\evil.example/a',
      '/@evil.example/a',
      '/.evil.example',
    ]) {
      const address = `https://shop.example${path}`
      const match = matchOf(address, { match: '/*', mode: 'page' })
      if (!match) throw new Error('the route must match')

      const crossed = await redactRequest(new Request(address), match, site)

      expect(new URL(crossed.url).host).toBe('origin.example:8443')
    }
  })
})

describe('what a browser sends', () => {
  const variantOf = pageVariants(['en', 'de'])
  const sent = { accept: 'text/html,*/*', 'accept-language': 'de', 'user-agent': 'Mobile' }

  it('is reduced to the same for all who send the same, and once', () => {
    const first = variantOf(new Headers({ ...sent, cookie: 'a=1' }))
    expect(first).toBe(variantOf(new Headers({ ...sent, cookie: 'a=2', referer: 'https://a.b/' })))
    expect(first.language).toBe('de')
    expect(first.lines).toBe(headerLines(first.headers))
    expect(first).toMatchObject({ device: 'mobile', gpc: false })
    const signalled = variantOf(new Headers({ ...sent, 'sec-gpc': '0, 1' }))
    expect(signalled.headers.get('sec-gpc')).toBe('1')
    expect(signalled.gpc).toBe(true)
    expect(variantOf(new Headers({ ...sent, accept: 'image/*' })).isAsset).toBe(true)
  })

  it('is not remembered where it is long: memory is for what many send', () => {
    const long = { ...sent, 'user-agent': `Mobile ${'x'.repeat(2000)}` }
    const [first, again] = [variantOf(new Headers(long)), variantOf(new Headers(long))]
    expect(again).not.toBe(first)
    expect(again.lines).toBe(first.lines)
  })
})

describe('a method', () => {
  const pageMethods = ['GET', 'HEAD', 'OPTIONS']
  const passMethods = [...pageMethods, 'POST', 'PUT', 'PATCH', 'DELETE']

  it.each(passMethods)('%s crosses on a pass route', async (method) => {
    expect((await redactRequest(ask(method), pass(), site)).method).toBe(method)
  })

  it.each(pageMethods)('%s crosses on a page route', async (method) => {
    expect((await redactRequest(ask(method), productPage(), site)).method).toBe(method)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])(
    '%s gets 405 on a page route',
    async (method) => {
      await expect(redactRequest(ask(method), productPage(), site)).rejects.toMatchObject({
        status: 405,
      })
    },
  )

  it('that nobody declared gets 405 on a pass route', async () => {
    await expect(redactRequest(ask('PURGE'), pass(), site)).rejects.toMatchObject({ status: 405 })
  })
})

describe('a pass request', () => {
  it('takes its declared headers and cookies along', async () => {
    const request = new Request('https://shop.example/account', {
      headers: {
        authorization: 'Bearer t',
        'x-csrf-token': 'c',
        'x-other': 'o',
        cookie: 'id=1; session=s; session=t',
        'x-forwarded-for': '192.0.2.1',
      },
    })
    const match = pass({ headers: ['Authorization', 'X-CSRF-Token'], cookies: ['session', 'cart'] })

    const crossed = await redactRequest(request, match, site)

    expect(Object.fromEntries(crossed.headers)).toEqual({
      accept: '*/*',
      'accept-encoding': 'gzip',
      'accept-language': 'en',
      authorization: 'Bearer t',
      cookie: 'session=s',
      'user-agent': 'Mozilla/5.0 (compatible; Limen; desktop)',
      'x-csrf-token': 'c',
    })
  })

  it('takes none along where nothing is declared', async () => {
    const request = new Request('https://shop.example/account', {
      headers: { authorization: 'Bearer t', cookie: 'session=s' },
    })

    const crossed = await redactRequest(request, pass(), site)

    expect(crossed.headers.has('authorization')).toBe(false)
    expect(crossed.headers.has('cookie')).toBe(false)
  })
})

function ask(method: string): Request {
  return new Request('https://shop.example/account', { method })
}
