import { compactVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { pinnedKeys } from '../../src/consent/index.ts'
import { now, privateJwk, publicJwk } from './issuer.ts'

// RFC 7515 appendix A.3.
const es256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  kid: 'rfc7515',
}
const es256Token =
  'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'

// RFC 8037 appendix A.2 and A.4.
const ed25519 = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: 'rfc8037',
}
const ed25519Token =
  'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg'

describe('published vectors', () => {
  const keys = pinnedKeys({ keys: [es256, ed25519] })

  test('verify under the key that is found by its kid', async () => {
    await expect(verify('rfc7515', 'ES256', es256Token)).resolves.toContain('joe')
    await expect(verify('rfc8037', 'EdDSA', ed25519Token)).resolves.toBe(
      'Example of Ed25519 signing',
    )
  })

  async function verify(kid: string, alg: 'ES256' | 'EdDSA', token: string): Promise<string> {
    const found = await keys(kid, alg, now)
    if ('reason' in found) throw new Error(found.reason)
    const { payload } = await compactVerify(token, found.key, { algorithms: [alg] })
    return new TextDecoder().decode(payload)
  }
})

test('finds a key by kid and algorithm together', async () => {
  const { alg: _, ...anyAlgorithm } = publicJwk
  const keys = pinnedKeys({ keys: [{ ...anyAlgorithm, kid: 'a' }, publicJwk] })
  const untrusted = { reason: 'consent-untrusted' }

  expect(await keys('a', 'ES256', now)).toHaveProperty('key')
  expect(await keys(privateJwk.kid, 'ES256', now)).toHaveProperty('key')
  expect(await keys('a', 'EdDSA', now)).toEqual(untrusted)
  expect(await keys('b', 'ES256', now)).toEqual(untrusted)
  expect(await keys('__proto__', 'ES256', now)).toEqual(untrusted)
})

test('takes a key set as the text of a variable', async () => {
  const keys = pinnedKeys(JSON.stringify({ keys: [publicJwk] }))
  expect(await keys(privateJwk.kid, 'ES256', now)).toHaveProperty('key')
})

test('cannot be changed by whoever configured it', async () => {
  const set = { keys: [{ ...publicJwk }] }
  const keys = pinnedKeys(set)
  Object.assign(set.keys[0] ?? {}, { x: es256.x, y: es256.y })

  const found = await keys(privateJwk.kid, 'ES256', now)

  const jwk = 'key' in found && (await crypto.subtle.exportKey('jwk', found.key))
  expect(jwk).toMatchObject({ x: publicJwk.x, y: publicJwk.y })
})

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'consent.keys: must be a JSON Web Key Set'],
  ['a list of keys', [publicJwk], 'consent.keys: must be a JSON Web Key Set'],
  ['no keys', { keys: [] }, 'consent.keys: must be a JSON Web Key Set'],
  ['text that is not JSON', '{keys', 'consent.keys: must be a JSON Web Key Set'],
  ['a private key', { keys: [privateJwk] }, 'consent.keys.keys[0]: must be a public key'],
  ['a shared secret', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a' }] }, 'must be a public key'],
  ['a private key among others', { keys: [publicJwk, { ...privateJwk, kid: 'b' }] }, 'keys[1]'],
  ['a key without kid', { keys: [{ ...publicJwk, kid: undefined }] }, 'keys[0]: needs a kid'],
  ['a kid that is a number', { keys: [{ ...publicJwk, kid: 1 }] }, 'keys[0]: needs a kid'],
  ['one kid twice', { keys: [publicJwk, publicJwk] }, 'keys[1]: has the kid of another key'],
  ['an RSA key', { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'a' }] }, 'P-256 or Ed25519'],
  ['another curve', { keys: [{ ...publicJwk, crv: 'P-384' }] }, 'P-256 or Ed25519'],
  ['a key for encryption', { keys: [{ ...publicJwk, use: 'enc' }] }, 'must be a signature key'],
  ['a key for signing', { keys: [{ ...publicJwk, key_ops: ['sign'] }] }, 'must be a signature key'],
  ['an algorithm of another curve', { keys: [{ ...publicJwk, alg: 'EdDSA' }] }, 'P-256 or Ed25519'],
  ['a coordinate too short', { keys: [{ ...publicJwk, x: 'AAAA' }] }, 'P-256 or Ed25519'],
  ['a word among keys', { keys: ['key'] }, 'keys[0]: must be an object'],
])('refuses %s and says where', (_, jwks, message) => {
  expect(() => pinnedKeys(jwks)).toThrow(message)
})

test('never quotes a key in an error', () => {
  for (const jwks of [{ keys: [privateJwk] }, `${JSON.stringify({ keys: [privateJwk] })},`]) {
    const error = thrownBy(() => pinnedKeys(jwks))
    expect(`${error.message} ${error.cause}`).not.toContain(privateJwk.d)
  }
})

test('a point that is not on the curve is no key', async () => {
  const keys = pinnedKeys({ keys: [{ ...publicJwk, x: es256.x }] })
  await expect(keys(privateJwk.kid, 'ES256', now)).rejects.toThrow()
})

function thrownBy(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
