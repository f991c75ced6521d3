import { expect, test } from 'vitest'
import type { Config } from '../src/config/index.ts'
import { fills } from '../src/fill.ts'
import type { Ranker } from '../src/model/index.ts'
import { pageSearch } from '../src/page-slots.ts'
import { findAddresses } from '../src/privacy/index.ts'
import { rehearse } from '../src/rehearsal.ts'
import { openShop } from '../src/shop.ts'
import { nextItems, smallConfig } from './fixtures/small-shop.ts'

test('a page is made for nobody, with every slot filled, and its ranking is not remembered', async () => {
  const { config, stage, pages } = await onStage()
  await rehearse(config, stage)
  expect(pages).toHaveLength(1)
  const page = (await pages[0]) ?? ''
  expect(page).toContain('/product/')
  expect(page.endsWith('</html>\n')).toBe(true)

  expect(await first(stage.shop.ranker)).toMatchObject({ by: 'model', version: 1 })
})

test('without an engine there is no page to make, and it can still start', async () => {
  let starts = 0
  const { config, stage, pages } = await onStage(async (...given) => {
    if (++starts === 1) throw new Error('not in the global scope')
    return nextItems(...given)
  })
  await rehearse(config, stage)
  expect(pages).toEqual([])
  expect(await first(stage.shop.ranker)).toMatchObject({ by: 'model', version: 1 })
})

function first(ranker: Ranker | undefined) {
  const tools = { keepAlive: () => undefined, remember: true }
  return ranker?.rank({ items: [], context: new Map() }, tools)
}

async function onStage(engine = nextItems) {
  const { model, ...others } = await smallConfig()
  const config: Config = { ...others, ...(model && { model: { ...model, engine } }) }
  const search = pageSearch(config)
  const shop = await openShop(config, () => undefined)
  const { fillKept } = fills(config, search, () => new Date(0))
  const pages: Promise<string>[] = []
  const stage = {
    findAddress: findAddresses(config.routes),
    search,
    shop,
    fillKept(...given: Parameters<typeof fillKept>) {
      const response = fillKept(...given)
      pages.push(response.clone().text())
      return response
    },
  }
  return { config, stage, pages }
}
