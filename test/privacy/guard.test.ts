import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardPersonal } from '../../src/privacy/index.ts'

const fit = ['cache-control']
const unfit = [
  'Accept-Ranges',
  'Age',
  'Cache-Tag',
  'CDN-Cache-Control',
  'Cloudflare-CDN-Cache-Control',
  'Content-Digest',
  'Content-Length',
  'Content-MD5',
  'Digest',
  'ETag',
  'Expires',
  'Last-Modified',
  'Pragma',
  'Repr-Digest',
  'Surrogate-Control',
  'Unheard-Of-Cache-Control',
]

describe('an answer for one shopper', () => {
  it.each(unfit)('says nothing as %s', (name) => {
    expect([...guardPersonal(new Headers({ [name]: 'x' })).keys()]).toEqual(fit)
  })

  it('keeps what does not let a cache keep it, cookies one by one', () => {
    const headers = new Headers([
      ['content-type', 'text/html'],
      ['set-cookie', 'a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT'],
      ['set-cookie', 'b=2'],
      ['vary', 'accept-language'],
      ['cache-control', 'public, max-age=60'],
    ])

    const guarded = guardPersonal(headers)

    expect(guarded.get('cache-control')).toBe('private, no-store')
    expect(guarded.getSetCookie()).toEqual(['a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT', 'b=2'])
    expect(guarded.get('content-type')).toBe('text/html')
    expect(guarded.get('vary')).toBe('accept-language')
    expect(headers.get('cache-control')).toBe('public, max-age=60')
  })

  it('is never cacheable, whatever the origin said', () => {
    const name = fc.constantFrom(...unfit, 'cache-control', 'vary', 'x-other')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.stringMatching(/^[a-z0-9=,-]{0,20}$/))), (sent) => {
        const guarded = guardPersonal(new Headers(sent as [string, string][]))
        expect(guarded.get('cache-control')).toBe('private, no-store')
        expect(
          [...guarded.keys()].filter(
            (name) => !['cache-control', 'vary', 'x-other'].includes(name),
          ),
        ).toEqual([])
      }),
    )
  })
})
