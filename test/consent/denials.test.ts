import { expect, test } from 'vitest'
import {
  type ConsentTrust,
  consentCookie,
  consentFromRequest,
  denialsFromRequest,
  generateKeys,
  isPermitted,
  permit,
  pinnedKeys,
} from '../../src/consent/index.ts'
import { purposes } from '../../src/policy/index.ts'
import { mint, now, trust } from './issuer.ts'

const refusing = await mint({ purposes: { contextual: 'd', behavioural: 'g', measurement: 'w' } })
const { publicJwk: otherKey } = await generateKeys()
const later = new Date(now.getTime() + 8 * 86_400_000)

test.each<[string, ConsentTrust, Date]>([
  ['its key is no longer published', { ...trust, keys: pinnedKeys({ keys: [otherKey] }) }, now],
  [
    'the keys cannot be had',
    { ...trust, keys: async () => ({ reason: 'consent-unreadable' }) },
    now,
  ],
  ['it is of another issuer', { ...trust, issuer: 'https://other.example' }, now],
  ['it is past its end', trust, later],
  ['the site asked everybody anew', { ...trust, epoch: 1 }, now],
])('a no counts when %s, and a yes does not', async (_, trust, now) => {
  const permission = await decide(refusing, trust, now)
  expect(permission.contextual).toEqual({ granted: false, reason: 'consent-denied' })
  expect(purposes.filter((purpose) => isPermitted(permission, purpose))).toEqual([])
})

test.each([
  ['no token', ''],
  ['half a token', refusing.slice(0, 100)],
  ['choices that are none', unsigned({ prp: { ctx: 'd', beh: null } })],
  ['no choices', unsigned({ prp: ['d'] })],
  ['a yes', unsigned({ prp: { ctx: { s: 'g' }, beh: { s: 'g' } } })],
])('%s says no to nothing and yes to nothing', async (_, token) => {
  const permission = await decide(token, trust, now)
  expect(purposes.filter((purpose) => isPermitted(permission, purpose))).toEqual(['contextual'])
})

async function decide(token: string, trust: ConsentTrust, now: Date) {
  const headers = new Headers(token === '' ? {} : { cookie: `${consentCookie}=${token}` })
  const consent = await consentFromRequest({ headers }, trust, now)
  const denials = denialsFromRequest({ headers }, consent)
  return permit({ consent, denials, gpc: false, now, revocation: 'clear' })
}

function unsigned(claims: object): string {
  const encode = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${encode({ alg: 'ES256', typ: 'consent+jwt', kid: 'any' })}.${encode(claims)}.AAAA`
}
