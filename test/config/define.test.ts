import { describe, expect, test } from 'vitest'
import { type ConfigInput, defineConfig, fromEnv } from '../../src/config/index.ts'
import { errorOf } from './error-of.ts'

const base: ConfigInput = {
  site: { languages: ['en'] },
  routes: [{ match: '/', mode: 'page' }],
  catalogue: { feed: 'id\ttitle' },
  slots: { also: { heading: 'You may also like' } },
}

describe('a right configuration', () => {
  test('gets its defaults and cannot be changed', () => {
    const config = defineConfig(base)
    expect(config.site.timeZone).toBe('UTC')
    expect(config.slots.also).toMatchObject({ mode: 'fill', limit: 8 })
    expect(config.limits).toEqual({ pageBytes: 4 * 2 ** 20, originMs: 15_000, rankingMs: 50 })
    expect(Object.isFrozen(config)).toBe(true)
  })
})

describe('a wrong option stops the start with its path and what it must be', () => {
  const wrong: [string, string, RegExp, object][] = [
    ['an unknown option', 'sites', /is not an option/, { sites: {} }],
    ['a missing part', 'site', /is required|must be/, { site: undefined }],
    [
      'a path in the origin',
      'site.origin',
      /without a path/,
      { site: { ...base.site, origin: 'https://a.example/x' } },
    ],
    [
      'a bad variable name',
      'site.origin',
      /must be/,
      { site: { ...base.site, origin: 'env:no such' } },
    ],
    ['no language', 'site.languages', /at least one/, { site: { languages: [] } }],
    ['a bad language', 'site.languages[0]', /BCP 47/, { site: { languages: ['e'] } }],
    ['a bad time zone', 'site.timeZone', /IANA/, { site: { ...base.site, timeZone: 'Mars' } }],
    ['no routes', 'routes', /at least one/, { routes: [] }],
    ['a bad mode', 'routes[0].mode', /"page".*"pass"/, { routes: [{ match: '/', mode: 'proxy' }] }],
    [
      'a relative pattern',
      'routes[1].match',
      /begin with "\/"/,
      { routes: [base.routes[0], { match: 'x', mode: 'page' }] },
    ],
    [
      'cookies on a page',
      'routes[0].cookies',
      /is not an option/,
      { routes: [{ match: '/', mode: 'page', cookies: ['a'] }] },
    ],
    [
      'a cookie of ours',
      'routes[0].cookies[0]',
      /not of Limen/,
      { routes: [{ match: '/', mode: 'pass', cookies: ['__Host-limen-consent'] }] },
    ],
    [
      'a bad rule',
      'routes[0].query.q',
      /"words"/,
      { routes: [{ match: '/', mode: 'page', query: { q: 'any' } }] },
    ],
    [
      'an http key server',
      'consent.keys',
      /https URL/,
      { consent: { issuer: 'https://a.example', audience: 'a', keys: 'http://a.example' } },
    ],
    [
      'an unsafe algorithm',
      'consent.algorithms[0]',
      /ES256/,
      {
        consent: {
          issuer: 'https://a.example',
          audience: 'a',
          keys: 'env:K',
          algorithms: ['none'],
        },
      },
    ],
    ['no heading', 'slots.also.heading', /heading/, { slots: { also: {} } }],
    [
      'too many cards',
      'slots.also.limit',
      /1 to 24/,
      { slots: { also: { heading: 'x', limit: 25 } } },
    ],
    [
      'a selector that is none',
      'slots.also.select',
      /selector/,
      { slots: { also: { heading: 'x', select: 'a + b' } } },
    ],
    [
      'a path for a model',
      'model.file',
      /import file from/,
      { model: { manifest: { sha256: '' }, file: './x.onnx', engine: () => undefined } },
    ],
    ['a deadline of nothing', 'limits.rankingMs', /1 to 1000/, { limits: { rankingMs: 0 } }],
  ]

  test.each(wrong)('%s: %s', (_, option, message, change) => {
    const error = errorOf(() => defineConfig({ ...base, ...change } as ConfigInput))
    expect(error).toMatchObject({ code: 'ERR_CONFIG_INVALID', option })
    expect(error.message).toMatch(message)
  })

  test('all wrong options are named at once', () => {
    const error = errorOf(() => defineConfig({ ...base, routes: [], slots: { also: {} } } as never))
    expect(error.message).toMatch(/^routes: .*\nslots\.also\.heading: /)
  })
})

describe('a variable of the deployment', () => {
  test('takes the place of env:NAME', () => {
    expect(fromEnv('site.origin', 'env:ORIGIN', { ORIGIN: 'https://a.example' })).toBe(
      'https://a.example',
    )
    expect(fromEnv('site.origin', 'https://b.example', {})).toBe('https://b.example')
  })

  test('that is missing is named', () => {
    const error = errorOf(() => fromEnv('site.origin', 'env:ORIGIN', {}))
    expect(error.message).toBe(
      'site.origin: the variable ORIGIN must be set; add it to [vars] in wrangler.toml',
    )
  })
})
