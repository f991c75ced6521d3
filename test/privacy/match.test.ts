import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRoutes, type Route } from '../../src/privacy/index.ts'
import { known, matchOf, page } from './shop.ts'

const rest: Route = { match: '/*', mode: 'page' }

describe('a path', () => {
  it.each([
    ['/product/mug-1', '/product/mug-1'],
    ['/%70roduct/mug%2D1', '/product/mug-1'],
    ['/product/tea%2fpot', '/product/tea%2Fpot'],
    ['/product/Tasse-%c3%9c', '/product/Tasse-%C3%9C'],
    ['/x/../product/mug-1', '/product/mug-1'],
    ['/%2e%2e/product/%2e/mug-1', '/product/mug-1'],
    ['/product/mug-1#who', '/product/mug-1'],
  ])('%s crosses as %s', (address, path) => {
    expect(matchOf(address, page)?.path).toBe(path)
  })

  it.each([
    '/product/unknown',
    '/product/constructor',
    '/product/mug-1;who=anna',
    '/product;who=anna/mug-1',
    '/product/mug-1/',
    '/product/mug-1/anna',
    '/product//mug-1',
    '//product/mug-1',
    '/product/mug-1%00',
    '/product/mug-1%2Fanna',
    '/product/%6Dug-1%FF',
    '/product/tea/pot',
    '/product/',
    '/product',
    '/',
  ])('%s does not cross', (address) => {
    expect(matchOf(address, page)).toBeUndefined()
  })

  it('is tried by the routes in the order of their declaration', () => {
    const account: Route = { match: '/account/*', mode: 'pass' }
    const routes = compileRoutes([account, page, rest])
    const routeOf = (path: string) => routes(new URL(path, 'https://shop.example'), known)?.route

    expect(routeOf('/account/orders')).toEqual(account)
    expect(routeOf('/%61ccount/orders')).toEqual(account)
    expect(routeOf('/product/mug-1')).toEqual(page)
    expect(routeOf('/product/unknown')).toEqual(rest)
  })

  it('may hold a value with text around it', () => {
    const image: Route = { match: '/images/big-:product.svg', mode: 'page' }

    const match = matchOf('/images/big-mug-1.svg', image)

    expect(match?.path).toBe('/images/big-mug-1.svg')
    expect(match?.params.get('product')).toBe('mug-1')
    expect(matchOf('/images/big-mug-1.png', image)).toBeUndefined()
    expect(matchOf('/images/big-.svg', image)).toBeUndefined()
  })

  it('crosses below a wildcard as the address parser left it', () => {
    const assets: Route = { match: '/assets/*', mode: 'page' }

    expect(matchOf('/assets/a//b;c/%7Ed/../e', assets)?.path).toBe('/assets/a//b;c/e')
    expect(matchOf('/assets', assets)?.path).toBe('/assets')
    expect(matchOf('/assets/', assets)?.path).toBe('/assets/')
    expect(matchOf('/assetsy', assets)).toBeUndefined()
    expect(matchOf('/', rest)?.path).toBe('/')
  })

  it('gives its checked values, decoded', () => {
    const match = matchOf('/kitchen/tea%2Fpot/3/red%20anna', {
      match: '/:category/:product/:size/:words',
      mode: 'page',
      params: { size: 'integer', words: 'words' },
    })

    expect(Object.fromEntries(match?.params ?? [])).toEqual({
      category: 'kitchen',
      product: 'tea/pot',
      size: '3',
      words: 'red',
    })
    expect(match?.path).toBe('/kitchen/tea%2Fpot/3/red')
  })

  it('is made of the route and known values alone, whatever is asked for', () => {
    const pieces = [
      'product',
      'mug-1',
      'anna',
      '..',
      '%2e%2e',
      '%2f',
      ';',
      '//',
      '%25',
      '__proto__',
    ]
    const address = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.webPath()), { maxLength: 5 })
    fc.assert(
      fc.property(address, (parts) => {
        const url = `https://shop.example/${parts.join('/')}`
        fc.pre(URL.canParse(url))
        expect(['/product/mug-1', undefined]).toContain(matchOf(url, page)?.path)
      }),
    )
  })
})

describe('a query', () => {
  it.each([
    ['?page=2&sort=price', 'page=2&sort=price'],
    ['?sort=price&page=2', 'page=2&sort=price'],
    ['?page=2&page=3', 'page=2'],
    ['?page=anna&page=3', ''],
    ['?q=Red%20MUG+anna', 'q=red+mug'],
    ['?q=anna@example.com', ''],
    ['?sort=constructor&constructor=1&__proto__=2', ''],
    ['?utm_source=mail&gclid=anna&page=2', 'page=2'],
    ['?PAGE=2&page%5B%5D=2', ''],
    ['?', ''],
  ])('%s crosses as %j', (search, query) => {
    expect(matchOf(`/product/mug-1${search}`, page)?.query.toString()).toBe(query)
  })

  it('without a rule never crosses', () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('constructor', '__proto__', 'Page', 'toString'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
        const others = pairs.filter(([name]) => !['page', 'sort', 'q'].includes(name))
        const search = new URLSearchParams([...others, ['page', '2']])
        expect(matchOf(`/product/mug-1?${search}`, page)?.query.toString()).toBe('page=2')
      }),
    )
  })
})

describe('a route that cannot be', () => {
  it.each<[string, Partial<Route>, string]>([
    ['needs a slash', { match: 'a' }, 'routes[0].match'],
    ['has no query in its path', { match: '/a?b' }, 'routes[0].match'],
    ['has no expressions', { match: '/:a{.+}' }, 'routes[0].match'],
    ['has no star but its last segment', { match: '/*/a' }, 'routes[0].match'],
    ['has no star in a segment', { match: '/a*' }, 'routes[0].match'],
    ['has one value in a segment', { match: '/:product-:category' }, 'routes[0].match'],
    ['has no value twice', { match: '/:product/:product' }, 'routes[0].match'],
    ['has no empty segments', { match: '/a//b' }, 'routes[0].match'],
    ['has no dot segments', { match: '/a/%2e%2e/b' }, 'routes[0].match'],
    ['is well encoded', { match: '/%ff' }, 'routes[0].match'],
    ['has a rule for each value', { match: '/:size' }, 'routes[0].params.size'],
    ['has no rule too many', { match: '/', params: { size: 'slug' } }, 'routes[0].params.size'],
    ['has rules that exist', { match: '/', query: { q: 'any' as 'text' } }, 'routes[0].query.q'],
    ['lets no cookie header cross', { headers: ['Cookie'] }, 'routes[0].headers[0]'],
    ['lets no address cross', { headers: ['x-a', 'X-Forwarded-For'] }, 'routes[0].headers[1]'],
    [
      'lets no unheard-of address cross',
      { headers: ['x-envoy-client-ip'] },
      'routes[0].headers[0]',
    ],
    ['lets no platform header cross', { headers: ['cf-ipcountry'] }, 'routes[0].headers[0]'],
    ['lets no raw user agent cross', { headers: ['user-agent'] }, 'routes[0].headers[0]'],
    ['names headers that exist', { headers: ['a b'] }, 'routes[0].headers[0]'],
    ['names cookies that exist', { cookies: ['a;b'] }, 'routes[0].cookies[0]'],
    ['names cookies to set that exist', { setCookies: [''] }, 'routes[0].setCookies[0]'],
    ['has one word on its body', { fields: ['a'], body: 'verbatim' }, 'routes[0].body'],
  ])('%s', (_, wrong, option) => {
    const route = { match: '/', mode: 'pass', ...wrong } as Route

    expect(() => compileRoutes([route])).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG_INVALID', option }),
    )
  })

  it('is not one that declares authorization', () => {
    expect(matchOf('/', { match: '/', mode: 'pass', headers: ['Authorization'] })).toBeDefined()
  })
})
