import type { Config, ConfigInput } from 'limen'
import { auto } from 'limen/auto'
import { compact } from 'limen/compact'
import { onnx } from 'limen/onnx'
import { shopWith } from './shop.ts'

const engine = auto({ compact, onnx })

/** The example shop with both engines. */
export default shopWith(engine)

/** The same for shoppers who may have agreed. */
export function consenting(profile: NonNullable<ConfigInput['profile']>): Config {
  const parties = { issuer: 'https://shop.example', audience: 'shop.example' }
  return shopWith(engine, {
    // What a status list would cost is measured apart: it is asked once in five minutes.
    consent: { ...parties, keys: 'env:CONSENT_JWKS', insecureSkipRevocation: true },
    profile,
  })
}
