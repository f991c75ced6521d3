import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, test } from 'vitest'

describe('limen policy', () => {
  test('prints the decision table of this repository', () => {
    const { status, stdout } = policy()
    expect(stdout).toMatch(/^# What may be done, where\n/)
    expect(stdout).toMatch(/^\| California .*\| contextual \|/m)
    expect(status).toBe(0)
  })

  test('writes policies, schema and entities that Cedar reads', () => {
    const out = mkdtempSync(join(tmpdir(), 'limen-'))
    expect(policy('--format', 'cedar', '--out', out).status).toBe(0)
    expect(readdirSync(out).sort()).toEqual(['entities.json', 'limen.cedar', 'limen.cedarschema'])
    const read = (name: string) => readFileSync(join(out, name), 'utf8')
    const schema = read('limen.cedarschema')
    const policies = { staticPolicies: read('limen.cedar') }
    expect(cedar.validate({ schema, policies })).toMatchObject({
      type: 'success',
      validationErrors: [],
    })
    const entities = JSON.parse(read('entities.json'))
    expect(cedar.checkParseEntities({ schema, entities })).toEqual({ type: 'success' })
  })

  test('needs a policy', () => {
    const { status, stderr } = policy('--config', 'test/fixtures/small-shop.config.ts')
    expect(stderr).toMatch(/policy: must be declared/)
    expect(status).toBe(1)
  })

  test('refuses a format it does not know', () => {
    const { status, stderr } = policy('--format', 'rego')
    expect(stderr).toMatch(/--format must be one of markdown, cedar/)
    expect(status).toBe(2)
  })
})

function policy(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/node',
    ['src/cli/main.ts', 'policy', ...args],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}
