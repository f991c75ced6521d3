import { expect, test } from 'vitest'
import { visitTable } from '../../src/dev/pages/visit-table.ts'
import type { Visit } from '../../src/visit/index.ts'

test('shows that the profile was used, and nothing of what is in it', async () => {
  const visit: Visit = {
    items: [
      { id: 'mug-red', kind: 'view', feature: 'product' },
      { id: 'secret-1', kind: 'view', feature: 'recent_items' },
      { id: 'secret-2', kind: 'view', feature: 'recent_items' },
      { id: 'secret-3', kind: 'cart', feature: 'cart_items' },
    ],
    context: new Map([['country', 'GB']]),
    device: undefined,
  }
  const table = String(await visitTable(visit))
  expect(table).toContain('mug-red')
  expect(table).toContain('GB')
  expect(table).toContain('2 of the profile')
  expect(table).toContain('1 of the profile')
  expect(table).not.toContain('secret')
})
