import { type Config, type ConfigInput, defineConfig } from 'limen'
import { auto } from 'limen/auto'
import { compact } from 'limen/compact'
import { onnx } from 'limen/onnx'
import feed from '../../examples/storefront/data/catalogue.tsv'
import file from '../../models/gift-shop.onnx'
import manifest from '../../models/manifest.json' with { type: 'json' }
import { slotSelector } from '../page.ts'

const input: ConfigInput = {
  site: { origin: 'env:ORIGIN', languages: ['en-GB'], timeZone: 'Europe/London' },
  routes: [
    {
      match: '/:size/product/:product',
      mode: 'page',
      page: 'product',
      params: { size: 'integer' },
    },
  ],
  catalogue: { feed },
  model: { manifest, file, engine: auto({ compact, onnx }) },
  slots: { bench: { select: slotSelector, heading: 'You may also like', limit: 8 } },
  // Long enough that no answer under load skips the model, which would only flatter the figures.
  limits: { rankingMs: 1000 },
}

/** The example shop's catalogue and model, in front of the measured page and its one slot. */
export default defineConfig(input)

/** The same for shoppers who may have agreed. */
export function consenting(profile: NonNullable<ConfigInput['profile']>): Config {
  const parties = { issuer: 'https://shop.example', audience: 'shop.example' }
  return defineConfig({
    ...input,
    // What a status list would cost is measured apart: it is asked once in five minutes.
    consent: { ...parties, keys: 'env:CONSENT_JWKS', insecureSkipRevocation: true },
    profile,
  })
}
