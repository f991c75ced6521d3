import fc from 'fast-check'
import { base64url, CompactEncrypt } from 'jose'
import { describe, expect, test } from 'vitest'
import { profileKeys } from '../../src/profile/keys.ts'
import { seal, unseal } from '../../src/profile/seal.ts'
import { aesGcmVectors, openByTheBook, sealByTheBook } from './by-the-book.ts'
import { keys, secrets } from './shopper.ts'

const content = {
  subject: 'AAAAAAAAAAAAAAAAAAAAAA',
  createdDay: 20_777,
  viewed: ['mug', '茶碗', 'a "b" \\ c'],
  cart: ['pot'],
}
const text = JSON.stringify({
  v: 1,
  sub: content.subject,
  day: content.createdDay,
  viewed: content.viewed,
  cart: content.cart,
})
const [{ header: ours }] = await keys()
const token = await seal(content, keys)

describe('by the book', () => {
  test.each(aesGcmVectors)('the book opens $source', async ({ token, key, plaintext }) => {
    expect(await openByTheBook(token, key)).toMatchObject({ plaintext })
  })

  test('what is sealed is a compact JWE of three header names and the least that is needed', async () => {
    const { header, encryptedKey, plaintext } = await openByTheBook(token, secrets.current)
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: expect.stringMatching(/^[\w-]{8}$/) })
    expect(encryptedKey).toBe('')
    expect(plaintext).toBe(text)
  })

  test('what the book seals is read', async () => {
    expect(await unseal(await sealByTheBook(ours, text, secrets.current), keys)).toEqual(content)
  })

  test('each sealing has its own initialization vector', async () => {
    const vectors = await Promise.all(
      Array.from({ length: 50 }, async () => (await seal(content, keys)).split('.')[2]),
    )
    expect(new Set(vectors).size).toBe(50)
  })
})

test('any profile comes back as it was', async () => {
  const id = fc.string({ unit: 'binary', maxLength: 20 })
  const ids = fc.uniqueArray(id, { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(ids, ids, fc.integer(), async (viewed, cart, createdDay) => {
      const profile = { ...content, createdDay, viewed, cart }
      const back = await unseal(await seal(profile, keys), keys)
      expect(back).toEqual({
        ...profile,
        viewed: viewed.slice(0, back?.viewed.length),
        cart: cart.slice(0, back?.cart.length),
      })
    }),
  )
})

describe('when ids are long', () => {
  const list = (prefix: string, filler: string) =>
    Array.from({ length: 20 }, (_, i) => `${prefix}${i}`.padEnd(50, filler))

  test('forty of the longest ids in ASCII fit', async () => {
    const long = { ...content, viewed: list('v', 'x'), cart: list('c', 'x') }
    expect(await unseal(await seal(long, keys), keys)).toEqual(long)
  })

  test('the oldest go first, of both kinds alike', async () => {
    const long = { ...content, viewed: list('v', '茶'), cart: list('c', '茶') }
    const back = await unseal(await seal(long, keys), keys)
    expect(back?.viewed).toEqual(long.viewed.slice(0, 9))
    expect(back?.cart).toEqual(long.cart.slice(0, 9))
  })

  test('a short cart is kept before old looks', async () => {
    const long = { ...content, viewed: list('v', '茶'), cart: list('c', '茶').slice(0, 3) }
    const back = await unseal(await seal(long, keys), keys)
    expect(back?.viewed).toEqual(long.viewed.slice(0, 15))
    expect(back?.cart).toEqual(long.cart)
  })

  test('an id that cannot fit is not kept', async () => {
    const huge = { ...content, viewed: ['mug', 'x'.repeat(5000)], cart: [] }
    expect((await unseal(await seal(huge, keys), keys))?.viewed).toEqual(['mug'])
  })
})

describe('keys', () => {
  const both = profileKeys(`${secrets.current} ${secrets.old}`)
  const old = profileKeys(secrets.old)
  const foreign = profileKeys(`${secrets.foreign} ${secrets.old}`)

  test('any key reads, the first one writes', async () => {
    expect(await unseal(await seal(content, old), both)).toEqual(content)
    expect(await unseal(await seal(content, both), keys)).toEqual(content)
    expect(await unseal(await seal(content, both), old)).toBeUndefined()
  })

  test('a key that is gone takes its profiles with it', async () => {
    expect(await unseal(token, foreign)).toBeUndefined()
  })

  test('the name of our key does not make another key ours', async () => {
    const forged = await sealByTheBook(ours, text, secrets.foreign)
    expect(await unseal(forged, keys)).toBeUndefined()
  })
})

describe('what is refused', () => {
  const [header, , iv, ciphertext, tag] = token.split('.') as [string, '', string, string, string]

  test('a change of any character', async () => {
    expect(await unseal(token, keys)).toEqual(content)
    for (let at = 0; at < token.length; at++) {
      for (const other of ['A', '_', '.', '=', '+', ' ', '']) {
        const changed = token.slice(0, at) + other + token.slice(at + 1)
        if (changed !== token) expect(await unseal(changed, keys), changed).toBeUndefined()
      }
    }
  })

  test('a change of any bit of a byte', async () => {
    const parts = [iv, ciphertext, tag].map((part) => base64url.decode(part))
    for (const part of parts) {
      for (let bit = 0; bit < part.length * 8; bit++) {
        part[bit >> 3] = (part[bit >> 3] as number) ^ (1 << (bit & 7))
        const changed = [header, '', ...parts.map((bytes) => base64url.encode(bytes))].join('.')
        expect(await unseal(changed, keys)).toBeUndefined()
        part[bit >> 3] = (part[bit >> 3] as number) ^ (1 << (bit & 7))
      }
    }
  })

  test('any end that is cut off or added', async () => {
    for (let length = 0; length < token.length; length++) {
      expect(await unseal(token.slice(0, length), keys)).toBeUndefined()
    }
    expect(await unseal(`${token}AAAA`, keys)).toBeUndefined()
    expect(await unseal(`${token}.`, keys)).toBeUndefined()
  })

  test('whatever else somebody sends', async () => {
    const part = fc.stringMatching(/^[\w.=-]{0,40}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          part,
          part.map((end) => header + end),
        ),
        async (any) => {
          expect(await unseal(any, keys)).toBeUndefined()
        },
      ),
    )
  })

  test('another spelling of the same bytes', async () => {
    // A tag of 16 bytes ends in a character of which four bits do not count.
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const respelled = tag.slice(0, -1) + digits[digits.indexOf(tag.at(-1) as string) + 1]
    expect(base64url.decode(respelled)).toEqual(base64url.decode(tag))
    expect(await unseal([header, '', iv, ciphertext, respelled].join('.'), keys)).toBeUndefined()
  })

  test('an encrypted key where there is none with dir', async () => {
    expect(await unseal([header, 'AAAA', iv, ciphertext, tag].join('.'), keys)).toBeUndefined()
  })

  test('a token longer than a cookie, though it is well made', async () => {
    const spaces = `${text}${' '.repeat(3000)}`
    const long = await sealByTheBook(ours, spaces, secrets.current)
    expect(long.length).toBeGreaterThan(4096)
    expect(await unseal(long, keys)).toBeUndefined()
    const shorter = await sealByTheBook(ours, `${text}${' '.repeat(2000)}`, secrets.current)
    expect(await unseal(shorter, keys)).toEqual(content)
  })

  test.each([
    ['another order', { kid: ours.kid, alg: 'dir', enc: 'A256GCM' }],
    ['a type', { ...ours, typ: 'JWE' }],
    ['a content type', { ...ours, cty: 'json' }],
    ['something critical', { ...ours, crit: ['exp'], exp: 1 }],
    ['no key id', { alg: 'dir', enc: 'A256GCM' }],
    ['the id of another key', { ...ours, kid: 'AAAAAAAA' }],
    ['a key id that is a name of objects', { ...ours, kid: '__proto__' }],
    ['another algorithm', { ...ours, alg: 'A256KW' }],
    ['another encryption', { ...ours, enc: 'A128GCM' }],
  ])('a header with %s, though it is encrypted with our key', async (_, header) => {
    const forged = await sealByTheBook(header, text, secrets.current)
    expect(await openByTheBook(forged, secrets.current)).toMatchObject({ plaintext: text })
    expect(await unseal(forged, keys)).toBeUndefined()
  })

  test('compressed content', async () => {
    const [{ key }] = await keys()
    const zipped = await new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader({ ...ours, zip: 'DEF' })
      .encrypt(key)
    expect(await unseal(zipped, keys)).toBeUndefined()
  })

  test.each(aesGcmVectors)('the token of $source, which is somebody else’s', async ({ token }) => {
    expect(await unseal(token, keys)).toBeUndefined()
  })

  test.each([
    ['nothing', ''],
    ['no JSON', 'mug'],
    ['a list', '[]'],
    ['null', 'null'],
    ['another version', text.replace('"v":1', '"v":2')],
    ['no subject', text.replace('"sub"', '"who"')],
    ['a subject that is no text', text.replace(/"sub":"\w+"/, '"sub":1')],
    ['half a day', text.replace('20777', '20777.5')],
    ['no cart', text.replace(',"cart":["pot"]', '')],
    ['an id that is no text', text.replace('"pot"', '1')],
    ['more ids than a profile holds', text.replace('"pot"', Array(21).fill('"pot"').join())],
    ['something more', text.replace('"v":1', '"v":1,"email":"anna@example.org"')],
    ['a byte order mark', `\ufeff${text}`],
  ])('%s, though we encrypted it', async (_, plaintext) => {
    expect(plaintext).not.toBe(text)
    const odd = await sealByTheBook(ours, plaintext, secrets.current)
    expect(await unseal(odd, keys)).toBeUndefined()
  })
})

test('a key that cannot be had is a profile that cannot be read', async () => {
  const broken = () => Promise.reject(new Error('no keys'))
  expect(await unseal(token, broken)).toBeUndefined()
})
