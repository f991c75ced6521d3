import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { consentCookie, generateKeys, mintConsent } from '../src/consent/index.ts'
import { once } from '../src/lib/once.ts'
import type { Manifest } from '../src/model/index.ts'
import { newProfileKey, profileCookie } from '../src/profile/index.ts'
import { profileKeys } from '../src/profile/keys.ts'
import { seal } from '../src/profile/seal.ts'

/** The shoppers of a contestant, who send one after the other what their browsers hold. */
export interface Crowd {
  /** Variables of the Worker, so that it can read what they send. */
  readonly env: Readonly<Record<string, string>>
  /** Headers of each, beside those every shopper sends. There is at least one. */
  readonly shoppers: readonly Readonly<Record<string, string>>[]
}

/** One shopper, of whom nothing is known. */
export const oneShopper: Crowd = { env: {}, shoppers: [{}] }

const size = 256
const looks = 12

/** The consent service and storefront of the crowd, as the configuration of its Worker names them. */
export const parties = { issuer: 'https://shop.example', audience: 'shop.example' }

/** Shoppers with a token and a profile each: twelve products of the catalogue that no other looked at. */
export const consentingCrowd = once(async (): Promise<Crowd> => {
  const { privateJwk, publicJwk } = await generateKeys()
  const key = newProfileKey(randomBytes)
  const now = new Date()
  const { items } = await readManifest()
  const shoppers = Array.from({ length: size }, async (_, index) => {
    const token = await mintConsent(
      {
        ...parties,
        purposes: { contextual: 'g', behavioural: 'g', measurement: 'g', advertising: 'd' },
        jurisdiction: 'EU-DE',
        age: 'adult',
      },
      privateJwk,
      now,
      randomBytes,
    )
    const viewed = Array.from({ length: looks }, (_, look) => items[index + look * size] as string)
    const createdDay = Math.floor(now.getTime() / 86_400_000)
    const content = { subject: subjectOf(token), createdDay, viewed, cart: [] }
    const profile = await seal(content, profileKeys(key))
    return {
      cookie: `session=3f0c9a52e1; ${consentCookie}=${token}; ${profileCookie}=${profile}`,
      // A look at a page, as a browser says it: the profile grows with each, and is sealed anew.
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
  })
  const env = { CONSENT_JWKS: JSON.stringify({ keys: [publicJwk] }), PROFILE_KEYS: key }
  return { env, shoppers: await Promise.all(shoppers) }
})

async function readManifest(): Promise<Manifest['catalogue']> {
  const text = await readFile(`${import.meta.dirname}/../models/manifest.json`, 'utf8')
  return (JSON.parse(text) as Manifest).catalogue
}

function subjectOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(claims) as { sub: string }).sub
}
