import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

describe('limen data-map', () => {
  test('draws the map of this repository', () => {
    const { status, stdout } = dataMap()
    expect(stdout).toMatch(/^# Data map\n/)
    expect(stdout).toContain('The Gift Shop Ltd')
    expect(status).toBe(0)
  })

  test('writes every format into a folder', () => {
    const out = join(mkdtempSync(join(tmpdir(), 'limen-')), 'new')
    const { status, stdout } = dataMap('--format', 'all', '--out', out)
    expect(readdirSync(out).sort()).toEqual([
      'data-map.md',
      'data-map.mmd',
      'fides.yml',
      'record-of-processing.csv',
    ])
    expect(stdout.trim().split('\n')).toHaveLength(4)
    expect(readFileSync(join(out, 'fides.yml'), 'utf8')).toMatch(/^organization:\n/)
    expect(status).toBe(0)
  })

  test('needs a policy, and says where to read about it', () => {
    const { status, stderr } = dataMap('--config', 'test/fixtures/small-shop.config.ts')
    expect(stderr).toMatch(
      /ERR_CONFIG_INVALID\npolicy: must be declared; see docs\/guide\/policy\.md/,
    )
    expect(status).toBe(1)
  })

  test.each([
    [['--format', 'pdf'], /--format must be one of markdown, csv, fides, mermaid/],
    [['--format', 'all'], /needs --out/],
  ])('%j is refused', (args, message) => {
    const { status, stderr } = dataMap(...args)
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
  })
})

function dataMap(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/node',
    ['src/cli/main.ts', 'data-map', ...args],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}
