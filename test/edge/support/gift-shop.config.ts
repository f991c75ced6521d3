import { defineConfig } from 'limen'
import feed from '../../../examples/storefront/data/catalogue.tsv'

// The routes of the repository's own limen.config.ts, without its model.
export default defineConfig({
  site: { origin: 'env:ORIGIN', languages: ['en-GB'] },
  routes: [
    { match: '/', mode: 'page', page: 'home' },
    {
      match: '/category/:category',
      mode: 'page',
      page: 'category',
      query: { sort: ['price', 'name'], page: 'integer' },
    },
    { match: '/product/:product', mode: 'page', page: 'product' },
    { match: '/search', mode: 'page', page: 'search', query: { q: 'words', page: 'integer' } },
    { match: '/images/:product.svg', mode: 'page' },
    { match: '/cart/*', mode: 'pass', page: 'cart', cookies: ['cart'], fields: ['id', 'quantity'] },
    {
      match: '/checkout/*',
      mode: 'pass',
      cookies: ['cart', 'session'],
      fields: ['name', 'email', 'address'],
    },
    { match: '/account/*', mode: 'pass', cookies: ['session'], fields: ['email'] },
  ],
  catalogue: { feed },
  slots: { 'also-like': { heading: 'You may also like' } },
})
