import { defineConfig, type StartScorer } from 'limen'
import { explainShown } from 'limen/explain'
import { profile } from 'limen/profile'
import feed from '../../../examples/storefront/data/catalogue.tsv'
import file from '../../../models/gift-shop.onnx'
import manifest from '../../../models/manifest.json' with { type: 'json' }

/** The example's model; the first slot says why each product is shown, the second does not. */
export function whyShop(engine: StartScorer) {
  return defineConfig({
    site: { origin: 'env:ORIGIN', languages: ['en-GB'] },
    routes: [
      { match: '/', mode: 'page', page: 'home', keep: { seconds: 600 } },
      { match: '/product/:product', mode: 'page', page: 'product', keep: { seconds: 600 } },
    ],
    consent: {
      issuer: 'https://shop.example',
      audience: 'shop.example',
      keys: 'env:CONSENT_JWKS',
      insecureSkipRevocation: true,
    },
    profile: profile({ keys: 'env:PROFILE_KEYS' }),
    catalogue: { feed },
    model: { manifest, file, engine },
    slots: {
      told: { select: 'section.told', heading: 'You may like', limit: 4, explain: explainShown },
      silent: { select: 'section.silent', heading: 'And this', limit: 4 },
    },
    limits: { rankingMs: 1000 },
  })
}
