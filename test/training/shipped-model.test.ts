import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { audit } from '../../src/cli/audit.ts'
import { sha256 } from '../../src/lib/bytes.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { verifyModel } from '../../src/model/verify.ts'
import { cardPage } from '../../src/training/card-page.ts'
import { readCatalogue } from '../../src/training/files.ts'
import { createRandom } from '../../src/training/random.ts'
import { spoken } from '../cli/spoken.ts'
import { runtime } from './support/runtime.ts'
import { randomVisit } from './support/visits.ts'

const manifest: Manifest = JSON.parse(await readFile('models/manifest.json', 'utf8'))
const file = Uint8Array.from(await readFile(`models/${manifest.file}`))
const card = await readFile('models/card.md', 'utf8')

test('the model that ships is the one its manifest describes', async () => {
  expect(await sha256(file)).toBe(manifest.sha256)
  const { products } = await readCatalogue('--catalogue', 'examples/storefront/data/catalogue.tsv')
  const ids = new Set(products.map(({ id }) => id))
  await verifyModel(manifest, file.buffer, (id) => ids.has(id))
})

test('it fits the free plan beside everything else', () => {
  expect(file.length).toBeLessThanOrEqual(700 * 1024)
})

test('its card has the numbers of its manifest, as a page too', async () => {
  for (const methods of Object.values(manifest.metrics)) {
    for (const metrics of Object.values(methods)) {
      for (const { value, standardError } of Object.values(metrics)) {
        expect(card).toContain(`${value.toFixed(2)} ± ${standardError.toFixed(2)}`)
      }
    }
  }
  for (const { value, standardError } of Object.values(manifest.fairness)) {
    expect(card).toContain(`${value.toFixed(2)} ± ${standardError.toFixed(2)}`)
  }
  expect(card).toContain(manifest.sha256)
  expect(await readFile('models/card.html', 'utf8')).toBe(cardPage(card))
})

test('its fairness table is what an audit finds', async () => {
  const { out } = await spoken(audit, '--json')
  expect(Object.keys(manifest.fairness)).toContain('exposure.popularity.rarely bought')
  expect(manifest.fairness).toEqual(JSON.parse(out).fairness)
})

test('it is better than item-to-item neighbours in both protocols', () => {
  const recall = (protocol: string, method: string) =>
    manifest.metrics[protocol]?.[method]?.recall20?.value ?? 0
  expect(recall('nextLine', 'model')).toBeGreaterThan(recall('nextLine', 'itemKnn'))
  expect(recall('halfBasket', 'model')).toBeGreaterThan(recall('halfBasket', 'itemKnnSummed'))
})

test('ONNX Runtime ranks with it, best first, each item once', async () => {
  const run = await runtime(file)
  const random = createRandom(5)
  const shape = {
    items: manifest.catalogue.items.length,
    history: manifest.inputs.items,
    contexts: manifest.inputs.contexts.map(({ rows }) => rows.length),
  }
  for (let visit = 0; visit < 50; visit++) {
    const { items, scores } = await run(randomVisit(shape, random))
    expect(new Set(items).size).toBe(manifest.top)
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a))
    expect(items).not.toContain(shape.items)
  }
})
