import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { createTestEdge } from '../../src/testing/index.ts'

const config = 'guide-consent.config.ts'

afterAll(() => rm(config, { force: true }))

test('the configuration of the guide to consent starts an edge', async () => {
  const guide = await readFile('docs/guide/consent.md', 'utf8')
  await writeFile(config, /```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? '')
  const origin = () =>
    new Response('<title>shop</title>', { headers: { 'content-type': 'text/html' } })
  const edge = await createTestEdge({ config, origin })
  try {
    const page = await edge.fetch('/product/22423')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>shop</title>')
  } finally {
    await edge.dispose()
  }
})

test('the guide names every option and every address', async () => {
  const guide = await readFile('docs/guide/consent.md', 'utf8')
  const options = await readFile('src/notice/options.ts', 'utf8')
  const [, block = ''] = /interface ConsentServiceOptions \{([\s\S]*?)\n\}/.exec(options) ?? []
  const names = [...block.matchAll(/readonly (\w+)\?/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) expect(guide, name).toContain(`| \`${name}\` |`)
  const app = await readFile('src/notice/app.ts', 'utf8')
  const paths = [...app.matchAll(/pages\.(?:get|post)\('(\/\w+)'/g)].map(([, path]) => path)
  for (const path of paths.filter((path) => path !== '/exception')) {
    expect(guide, path).toContain(`/.limen/consent${path}`)
  }
})
