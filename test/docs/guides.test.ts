import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { policyRules } from '../../src/governance/index.ts'
import { dataCategories, sensitivityOf, specialCategories } from '../../src/policy/categories.ts'
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

describe('the guide to policy', () => {
  test('its policy is checked as it says, and makes what it says', async () => {
    const guide = await readFile('docs/guide/policy.md', 'utf8')
    const config = await readFile('limen.config.ts', 'utf8')
    await write('guide.policy.ts', codeIn(guide, 'ts'))
    await write('guide-policy.config.ts', config.replace('limen.policy.ts', 'guide.policy.ts'))

    expect(limen('check', '--today', '2026-12-31').stdout).toMatch(
      /✓ policy: all \d+ rules are kept/,
    )
    const later = limen('check', '--today', '2027-01-01')
    const shown = codeIn(guide, 'text').split('\n').slice(1).join('\n')
    expect(later.stdout).toBe(shown.replace('limen.policy.ts', 'guide.policy.ts'))
    expect(later.status).toBe(1)

    const map = limen('data-map', '--format', 'csv')
    expect(map.stdout).toContain('US: SCCs (UK addendum, signed 2026-01-01)')
    expect(limen('policy').stdout).toContain('tea-lovers')
  })

  test('names every rule, category and special category', async () => {
    const guide = await readFile('docs/guide/policy.md', 'utf8')
    for (const { id } of policyRules) expect(guide).toContain(`| \`${id}\` |`)
    for (const category of dataCategories) {
      const mark = sensitivityOf(category) ? ' (sensitive)' : ''
      expect(guide).toContain(`\`${category}\`${mark}`)
    }
    for (const special of specialCategories) expect(guide).toContain(`\`${special}\``)
  })

  function limen(name: string, ...args: string[]) {
    const all = ['src/cli/main.ts', name, '--config', 'guide-policy.config.ts', ...args]
    return spawnSync('node_modules/.bin/node', all, { encoding: 'utf8' })
  }
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
