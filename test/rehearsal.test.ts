import { expect, test } from 'vitest'
import type { Config } from '../src/config/index.ts'
import { fills } from '../src/fill.ts'
import type { Ranker } from '../src/model/index.ts'
import { pageSearch } from '../src/page-slots.ts'
import { rehearse } from '../src/rehearsal.ts'
import { openShop } from '../src/shop.ts'
import { smallConfig } from './fixtures/small-shop.ts'

test('a page is made for nobody, with every slot filled, and its ranking is not remembered', async () => {
  const { config, stage, pages } = await onStage()
  await rehearse(config, stage)
  expect(pages).toHaveLength(1)
  const page = (await pages[0]) ?? ''
  expect(page).toContain('/product/')
  expect(page.endsWith('</html>\n')).toBe(true)

  const visit = { items: [], context: new Map() }
  const rank = (stage.shop.ranker as Ranker).rank
  const first = await rank(visit, { keepAlive: () => undefined, remember: true })
  expect(first.version).toBe(1)
})

test('with a release there is no page to make', async () => {
  const { config, stage, pages } = await onStage()
  const open = (): Ranker => {
    throw new Error('asked at the start')
  }
  const model = { ...(config.model as NonNullable<Config['model']>), open }
  await rehearse({ ...config, model }, stage)
  expect(pages).toEqual([])
})

async function onStage() {
  const config = await smallConfig()
  const search = pageSearch(config)
  const shop = await openShop(config, () => undefined)
  const { fillKept } = fills(config, search, () => new Date(0))
  const pages: Promise<string>[] = []
  const stage = {
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
