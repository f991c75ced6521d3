import {
  createHeaderAndPayload,
  getListFromStatusListJWT,
  StatusList,
} from '@sd-jwt/jwt-status-list'
import fc from 'fast-check'
import { importJWK, SignJWT } from 'jose'
import { expect, inject, test } from 'vitest'
import { generateKeys } from '../../src/consent/index.ts'
import { readStatusList, signStatusList } from '../../src/consent/revocation.ts'
import { makeList, packList, statusAt, unpackList } from '../../src/consent/status-bits.ts'
import { forge, iat, now, privateJwk, trust } from './issuer.ts'

const uri = 'https://shop.example/.limen/consent/status/0'
const numRuns = inject('wholePageRuns') ?? 200
const other = await generateKeys('ES256')

test('another implementation reads the same list', async () => {
  const revoked = [0, 7, 8, 4711, 9_999]
  const token = await signStatusList(
    { uri, issuer: trust.issuer, revoked, length: 10_000 },
    privateJwk,
    now,
  )

  const list = getListFromStatusListJWT(token)

  expect(indicesOf(list.statusList)).toEqual(revoked)
  expect(list.getBitsPerStatus()).toBe(1)
})

test.each([1, 2, 4, 8] as const)('reads the list of another one, with %d bits', async (bits) => {
  const statuses = Array.from({ length: 1000 }, (_, i) => (i * 7) % 2 ** bits)
  const { header, payload } = createHeaderAndPayload(
    new StatusList(statuses, bits),
    { iss: trust.issuer, sub: uri, iat, ttl: 120 },
    { alg: 'ES256', typ: 'statuslist+jwt' },
  )
  const token = await new SignJWT(payload)
    .setProtectedHeader({ ...header, alg: 'ES256', kid: privateJwk.kid })
    .sign(await importJWK(privateJwk, 'ES256'))

  const list = await read(token)

  expect(statuses.map((_, i) => statusAt(list, i))).toEqual(statuses)
  expect(list.endsAt).toBe(iat + 120)
})

test('every list comes back as it went, to both', async () => {
  const entries = fc.uniqueArray(fc.nat(4999), { maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(entries, async (revoked) => {
      const { bits, lst } = await packList(makeList(revoked, 5000))
      const ours = await unpackList({ bits, lst }, 1000)
      const theirs = StatusList.decompressStatusList(lst, 1)
      const sorted = [...revoked].sort((a, b) => a - b)
      expect(indicesOf(Array.from({ length: 5000 }, (_, i) => statusAt(ours, i)))).toEqual(sorted)
      expect(indicesOf(theirs.statusList)).toEqual(sorted)
    }),
    { numRuns },
  )
})

test('an entry beyond the list is neither withdrawn nor clear', () => {
  expect(statusAt(makeList([], 16), 15)).toBe(0)
  expect(statusAt(makeList([], 16), 16)).toBeUndefined()
  expect(() => makeList([16], 16)).toThrow('no such entry')
  expect(() => makeList([-1], 16)).toThrow('no such entry')
})

test('stops unpacking what is too long', async () => {
  const bomb = await packList({ bits: 1, bytes: new Uint8Array(50 * 2 ** 20) })
  expect(bomb.lst.length).toBeLessThan(70_000)
  await expect(unpackList(bomb, 128 * 1024)).rejects.toThrow('status list sent over 131072 bytes')
})

const good = { iss: trust.issuer, sub: uri, iat, exp: iat + 300, ttl: 300 }

test.each<[string, object, object?]>([
  ['another typ', {}, { typ: 'consent+jwt' }],
  ['a key of its own', {}, { jwk: other.publicJwk }],
  ['a kid nobody knows', {}, { kid: 'other' }],
  ['another address', { sub: 'https://shop.example/.limen/consent/status/1' }],
  ['no address', { sub: undefined }],
  ['another issuer', { iss: 'https://other.example' }],
  ['its end behind it', { exp: iat }],
  ['its copy too old', { iat: iat - 300, exp: undefined }],
  ['its own time to live over', { iat: iat - 60, ttl: 60 }],
  ['a birth in the future', { iat: iat + 6 }],
  ['no birth', { iat: undefined }],
  ['no list', { status_list: undefined }],
  ['three bits an entry', { status_list: { bits: 3, lst: 'eJwDAAAAAAE' } }],
  ['a list that is not zlib', { status_list: { bits: 1, lst: 'AAAA' } }],
  ['a list that breaks off', { status_list: { bits: 1, lst: 'eJxj' } }],
  ['a list that is not base64url', { status_list: { bits: 1, lst: '***' } }],
])('does not use a list with %s', async (_, changes, header = {}) => {
  const status_list = await packList(makeList([1], 100))
  const of = (more: object, head: object) =>
    forge({ ...good, status_list, ...more }, { typ: 'statuslist+jwt', ...head })
  expect(await read(await of({}, {}))).toHaveProperty('bytes')

  await expect(read(await of(changes, header))).rejects.toThrow()
})

test('does not use a list that another key has signed', async () => {
  const options = { uri, issuer: trust.issuer, revoked: [], length: 100 }
  const jwk = { ...other.privateJwk, kid: privateJwk.kid }
  await expect(read(await signStatusList(options, jwk, now))).rejects.toThrow()
})

test('no list counts for longer than 300 seconds, whatever it says', async () => {
  const status_list = await packList(makeList([1], 100))
  const token = await forge(
    { ...good, exp: iat + 86_400, ttl: 86_400, status_list },
    { typ: 'statuslist+jwt' },
  )
  expect(await read(token)).toMatchObject({ madeAt: iat, endsAt: iat + 300 })
})

test('100,000 entries with one in a hundred withdrawn take less than 4 KB', async () => {
  let seed = 7
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % 100_000
  }
  const revoked = Array.from({ length: 1000 }, random)
  const token = await signStatusList(
    { uri, issuer: trust.issuer, revoked, length: 100_000 },
    privateJwk,
    now,
  )
  expect(token.length).toBeLessThan(4096)
  const list = await read(token)
  for (const index of revoked) expect(statusAt(list, index)).toBe(1)
})

function read(token: string) {
  return readStatusList(token, { uri, trust, now, maxBytes: 128 * 1024 })
}

function indicesOf(statuses: readonly (number | undefined)[]): number[] {
  return statuses.flatMap((status, index) => (status === 1 ? [index] : []))
}
