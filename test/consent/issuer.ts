import { CompactSign, importJWK } from 'jose'
import type { ConsentOptions, ConsentTrust, PrivateJwk } from '../../src/consent/index.ts'
import { generateKeys, mintConsent, pinnedKeys } from '../../src/consent/index.ts'

export const now = new Date('2026-11-20T12:00:00Z')
export const iat = now.getTime() / 1000

export const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

export const { privateJwk, publicJwk } = await generateKeys('ES256')

export const trust: ConsentTrust = {
  issuer: 'https://shop.example',
  audience: 'shop.example',
  algorithms: ['ES256', 'EdDSA', 'Ed25519'],
  keys: pinnedKeys({ keys: [publicJwk] }),
}

/** A shopper in Germany who said yes to everything but ads. */
export function mint(options: Partial<ConsentOptions> = {}, at = now): Promise<string> {
  const defaults: ConsentOptions = {
    issuer: trust.issuer,
    audience: trust.audience,
    jurisdiction: 'EU-DE',
    age: 'adult',
    purposes: { contextual: 'g', behavioural: 'g', measurement: 'g', advertising: 'd' },
  }
  return mintConsent({ ...defaults, ...options }, privateJwk, at, random)
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')))
}

/** Signs whatever it is given, as our own mint never would. */
export async function forge(
  claims: unknown,
  header: object = {},
  jwk: PrivateJwk = privateJwk,
): Promise<string> {
  const text = typeof claims === 'string' ? claims : JSON.stringify(claims)
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: jwk.alg, typ: 'consent+jwt', kid: jwk.kid, ...header })
    .sign(await importJWK(jwk, jwk.alg))
}

export function encodeBytes(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** (r, s) and (r, n - s) both verify: n is the order of P-256 (FIPS 186-5). */
export function malleate(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Uint8Array.from(
    atob(signature.replaceAll('-', '+').replaceAll('_', '/')),
    (character) => character.charCodeAt(0),
  )
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const hex = [...bytes.slice(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const twin = (order - BigInt(`0x${hex}`)).toString(16).padStart(64, '0')
  const second = Uint8Array.from(twin.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return `${header}.${payload}.${encodeBytes(Uint8Array.of(...bytes.slice(0, 32), ...second))}`
}
