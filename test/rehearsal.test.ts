import { expect, test } from 'vitest'
import { type Config, defineConfig } from '../src/config/index.ts'
import type { Ranker } from '../src/model/index.ts'
import { rehearse } from '../src/rehearsal.ts'
import { openShop } from '../src/shop.ts'
import { nextItems, smallConfig } from './fixtures/small-shop.ts'

test('pages are made for nobody, whole and in pieces, and their ranking is not remembered', async () => {
  const { config, shop } = await onStage()
  const pages = await Promise.all((await rehearse(config, shop)).map((answer) => answer.text()))
  expect(pages).toHaveLength(4)
  for (const page of pages) {
    expect(page).toContain('/product/')
    expect(page.endsWith('</html>\n')).toBe(true)
  }
  expect(await first(shop.ranker)).toMatchObject({ by: 'model', version: 1 })
})

test('without an engine the pages are plain, and it can still start', async () => {
  let starts = 0
  const { config, shop } = await onStage(async (...given) => {
    if (++starts === 1) throw new Error('not in the global scope')
    return nextItems(...given)
  })
  for (const answer of await rehearse(config, shop)) {
    expect(await answer.text()).not.toContain('/product/')
  }
  expect(await first(shop.ranker)).toMatchObject({ by: 'model', version: 1 })
})

test('neither the variables of a Worker nor its consent service are touched', async () => {
  const { config, shop } = await onStage()
  const untouchable = (): never => {
    throw new Error('a rehearsal touched it')
  }
  const { consent } = defineConfig({
    site: { languages: ['en'], timeZone: 'UTC' },
    routes: [{ match: '/', mode: 'page', page: 'home' }],
    catalogue: { feed: '' },
    slots: {},
    consent: { issuer: 'https://a.example', audience: 'a.example', keys: 'env:CONSENT_JWKS' },
  })
  const touchy: Config = {
    ...config,
    site: { ...config.site, origin: 'env:ORIGIN' },
    profile: { keys: 'env:PROFILE_KEYS', retentionDays: 30, open: untouchable },
    ...(consent && { consent: { ...consent, service: untouchable } }),
  }
  expect(await rehearse(touchy, shop)).toHaveLength(4)
})

function first(ranker: Ranker | undefined) {
  const tools = { keepAlive: () => undefined, remember: true }
  return ranker?.rank({ items: [], context: new Map() }, tools)
}

async function onStage(engine = nextItems) {
  const { model, ...others } = await smallConfig()
  const config: Config = { ...others, ...(model && { model: { ...model, engine } }) }
  return { config, shop: await openShop(config, () => undefined) }
}
