import { smallConfig } from '../../fixtures/small-shop.ts'

/** Slots that a shop's page may well have. */
export default await smallConfig({
  site: { origin: 'env:ORIGIN', languages: ['en'] },
  slots: {
    main: { select: 'main', heading: 'You may also like', limit: 3 },
    content: { select: '#content', heading: 'You may also like', limit: 3 },
    products: { select: 'div.products', heading: 'You may also like', limit: 3 },
    footer: { select: 'footer', heading: 'Popular here', limit: 3 },
  },
  limits: { originMs: 60_000, rankingMs: 1000 },
})
