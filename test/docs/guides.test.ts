import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestEdge } from '../../src/testing/index.ts'

// Beside the files that the guides' imports name.
const written: string[] = []

afterAll(() => Promise.all(written.map((path) => rm(path, { force: true }))))

describe('the guide to slots', () => {
  test('its configuration fills its page and changes nothing outside the slot', async () => {
    const guide = await readFile('docs/guide/slots.md', 'utf8')
    const slot = codeIn(guide, 'html')
    await write('guide-slots.config.ts', codeIn(guide, 'ts'))
    const edge = await createTestEdge({
      config: 'guide-slots.config.ts',
      origin: () =>
        new Response(`<h1>shop</h1>${slot}<footer>end</footer>`, {
          headers: { 'content-type': 'text/html; charset=utf-8' },
        }),
    })
    try {
      const page = await (await edge.fetch('/product/22423')).text()
      expect(page.startsWith('<h1>shop</h1><section data-limen="also-like"><div')).toBe(true)
      expect(page.endsWith('</div></section>\n<footer>end</footer>')).toBe(true)
      expect(
        page.match(/<li><a href="\/product\/\w+">[^<]+, (&#163;|£)\d+\.\d\d<\/a><\/li>/g),
      ).toHaveLength(4)
      expect(page).not.toContain('Bestsellers')
    } finally {
      await edge.dispose()
    }
  }, 30_000)
})

describe('the guide to testing', () => {
  test('its test passes', async () => {
    const guide = await readFile('docs/guide/testing.md', 'utf8')
    await write('test/docs/guide-testing.test.ts', codeIn(guide, 'ts'))
    const run = spawnSync(
      'node_modules/.bin/vitest',
      ['run', '--project', 'node', 'test/docs/guide-testing.test.ts'],
      { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
    )
    expect(run.stdout + run.stderr).toMatch(/Tests\s+1 passed/)
  }, 60_000)
})

function codeIn(guide: string, language: string): string {
  const code = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(guide)?.[1]
  if (code === undefined) throw new Error(`the guide has no ${language}`)
  return code
}

async function write(path: string, text: string): Promise<void> {
  written.push(path)
  await writeFile(path, text)
}
