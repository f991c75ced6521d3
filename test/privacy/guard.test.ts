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
    expect([...guarded([[name, 'x']]).keys()]).toEqual(fit)
  })

  it('keeps what does not let a cache keep it, cookies one by one', () => {
    const headers = guarded([
      ['content-type', 'text/html'],
      ['set-cookie', 'a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT'],
      ['set-cookie', 'b=2'],
      ['vary', 'accept-language'],
      ['cache-control', 'public, max-age=60'],
    ])

    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.getSetCookie()).toEqual(['a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT', 'b=2'])
    expect(headers.get('content-type')).toBe('text/html')
    expect(headers.get('vary')).toBe('accept-language')
  })

  it('still says how long its body is, and in which coding', () => {
    const headers = guarded([
      ['content-length', '3'],
      ['content-encoding', 'gzip'],
    ])
    expect(headers.get('content-length')).toBe('3')
    expect(headers.get('content-encoding')).toBe('gzip')
  })

  it('is never cacheable, whatever the origin said', () => {
    const name = fc.constantFrom(...unfit, 'cache-control', 'vary', 'x-other')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.stringMatching(/^[a-z0-9=,-]{0,20}$/))), (sent) => {
        const headers = guarded(sent)
        expect(headers.get('cache-control')).toBe('private, no-store')
        expect(
          [...headers.keys()].filter(
            (name) => !['cache-control', 'vary', 'x-other'].includes(name),
          ),
        ).toEqual([])
      }),
    )
  })
})

function guarded(sent: [string, string][]): Headers {
  const headers = new Headers(sent)
  guardPersonal(headers)
  return headers
}
