import { defineConfig } from 'limen'
import { auto } from 'limen/auto'
import { compact } from 'limen/compact'
import { consentService } from 'limen/consent'
import { explainShown } from 'limen/explain'
import { onnx } from 'limen/onnx'
import { profile } from 'limen/profile'
import { memoryRevocations, statusLists, storedLists } from 'limen/revocation'
import feed from './examples/storefront/data/catalogue.tsv'
import policy from './limen.policy.ts'
import file from './models/gift-shop.onnx'
import manifest from './models/manifest.json' with { type: 'json' }

// In the memory of one process, for development. Deployed, with the database of wrangler.toml, it is
//   const withdrawals = (env: { DB: D1Database }) => d1Revocations(env.DB)
const inMemory = memoryRevocations()
const withdrawals = () => inMemory

// Limen in front of the example shop. Every path the shop has is declared; what is not is not asked for.
export default defineConfig({
  site: { origin: 'env:ORIGIN', languages: ['en-GB'], timeZone: 'Europe/London' },
  routes: [
    { match: '/', mode: 'page', page: 'home' },
    {
      match: '/category/:category',
      mode: 'page',
      page: 'category',
      query: { sort: ['price', 'name'], page: 'integer' },
    },
    { match: '/product/:product', mode: 'page', page: 'product' },
    { match: '/search', mode: 'page', page: 'search', query: { q: 'words' } },
    { match: '/images/:product.svg', mode: 'page' },
    { match: '/style.css', mode: 'page' },
    { match: '/favicon.svg', mode: 'page' },
    { match: '/favicon.ico', mode: 'page' },
    { match: '/robots.txt', mode: 'page' },
    { match: '/cart', mode: 'pass', page: 'cart', cookies: ['cart'] },
    {
      match: '/cart/:step',
      mode: 'pass',
      params: { step: ['add', 'update', 'remove'] },
      cookies: ['cart'],
      fields: ['id', 'quantity'],
    },
    {
      match: '/checkout',
      mode: 'pass',
      cookies: ['cart', 'session'],
      fields: ['name', 'email', 'address'],
    },
    { match: '/checkout/thanks', mode: 'pass', cookies: ['cart'] },
    { match: '/account', mode: 'pass', cookies: ['session'] },
    {
      match: '/account/:step',
      mode: 'pass',
      params: { step: ['login', 'logout'] },
      cookies: ['session'],
      fields: ['email'],
    },
  ],
  consent: {
    issuer: 'https://shop.example',
    audience: 'shop.example',
    keys: 'env:CONSENT_JWKS',
    revocation: statusLists({ load: storedLists(withdrawals) }),
    service: consentService({
      revocations: withdrawals,
      theme: {
        surface: '#fffdf9',
        text: '#26312d',
        accent: '#1f4037',
        'accent-text': '#fffdf8',
        font: "'Avenir Next',Avenir,'Segoe UI','Helvetica Neue','Liberation Sans',Arial,sans-serif",
        scheme: 'light',
      },
    }),
  },
  profile: profile({ keys: 'env:PROFILE_KEYS' }),
  catalogue: { feed },
  // To move models without a deployment: `model: released({ … })`, see docs/guide/releases.md.
  model: { manifest, file, engine: auto({ compact, onnx }) },
  policy,
  slots: {
    'picked-for-you': {
      select: 'section[data-limen="picked-for-you"]',
      heading: 'Picked for you',
      limit: 8,
    },
    'popular-here': {
      select: 'section[data-limen="popular-here"]',
      heading: 'Popular here',
      limit: 6,
    },
    'also-like': {
      select: 'section[data-limen="also-like"]',
      heading: 'You may also like',
      limit: 8,
      explain: explainShown,
    },
  },
})
