import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { policyRules } from '../../src/governance/index.ts'

const today = '2026-11-22'

describe('limen check holds the policy to its rules', () => {
  test('a policy that keeps them passes, until an agreement ends', () => {
    const { status, stdout } = check('kept')
    expect(stdout).toContain(`✓ policy: all ${policyRules.length} rules are kept`)
    expect(status).toBe(0)

    const later = check('kept', '--today', '2026-11-23')
    expect(later.stdout).toMatch(/✗ \S+kept\.config\.ts:\d+: policy\.vendors\.mailer\.agreement/)
    expect(later.status).toBe(1)
  })

  // A fixture for each rule, which marks the lines that break it.
  test.each(policyRules)('$id: $promise', ({ id }) => {
    const { status, stdout, stderr } = check(id, '--sarif')
    expect(stderr).toBe('')
    expect(status).toBe(1)
    const { results, rules } = v.parse(sarif, JSON.parse(stdout)).runs[0]
    expect(new Set(results.map(({ ruleId }) => ruleId))).toEqual(new Set([id]))
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId)

    const places = results.map(({ locations: [place] }) => place.physicalLocation)
    expect(places.map(({ artifactLocation }) => artifactLocation.uri)).toEqual(
      places.map(() => `test/fixtures/policy/${id}.config.ts`),
    )
    const lines = places.map(({ region }) => region.startLine).sort((a, b) => a - b)
    expect(lines).toEqual(brokenLines(id))
  })

  test('a person reads the line, what is wrong, the rule and the remedy', () => {
    expect(check('retention').stdout).toContain(
      `✗ test/fixtures/policy/retention.config.ts:11: policy.segments.mug-lovers.keeps: kept for 31 days; the class "profile" allows 30 [retention]
  keep it for at most 30 days, or choose another class`,
    )
  })

  test('a program reads it as JSON', () => {
    const { findings, policy } = JSON.parse(check('price-source', '--json').stdout)
    expect(findings.filter(({ level }: { level: string }) => level === 'error')).toHaveLength(2)
    expect(policy[0]).toMatchObject({
      rule: 'price-source',
      declaration: 'policy.prices.dependOn',
      location: { path: 'test/fixtures/policy/price-source.config.ts', line: 7 },
      remedy: expect.any(String),
    })
  })

  test('SARIF of a shop that keeps the rules has no result', () => {
    const { status, stdout } = check('kept', '--sarif')
    expect(v.parse(sarif, JSON.parse(stdout)).runs[0].results).toEqual([])
    expect(status).toBe(0)
  })

  test.each([
    [['--json', '--sarif'], /choose one/],
    [['--today', 'now'], /--today must be/],
  ])('%j is refused', (args, message) => {
    const { status, stderr } = check('kept', ...args)
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
  })
})

const text = v.strictObject({ text: v.pipe(v.string(), v.nonEmpty()) })

// What SARIF 2.1.0 requires of the parts that are used: sections 3.13 (log), 3.14 (run), 3.19 (tool
// component), 3.27 (result), 3.29 (physical location), 3.30 (region) and 3.49 (rule).
const sarif = v.strictObject({
  $schema: v.pipe(v.string(), v.url()),
  version: v.literal('2.1.0'),
  runs: v.strictTuple([
    v.pipe(
      v.strictObject({
        tool: v.strictObject({
          driver: v.strictObject({
            name: v.literal('limen'),
            version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+/)),
            rules: v.array(
              v.strictObject({
                id: v.string(),
                shortDescription: text,
                defaultConfiguration: v.strictObject({ level: v.literal('error') }),
              }),
            ),
          }),
        }),
        results: v.array(
          v.strictObject({
            ruleId: v.string(),
            ruleIndex: v.pipe(v.number(), v.integer(), v.minValue(0)),
            level: v.picklist(['none', 'note', 'warning', 'error']),
            message: text,
            locations: v.strictTuple([
              v.strictObject({
                physicalLocation: v.strictObject({
                  artifactLocation: v.strictObject({
                    uri: v.pipe(v.string(), v.regex(/^(?![/.])[^\\ ]+$/)),
                  }),
                  region: v.strictObject({
                    startLine: v.pipe(v.number(), v.integer(), v.minValue(1)),
                  }),
                }),
                logicalLocations: v.array(v.strictObject({ fullyQualifiedName: v.string() })),
              }),
            ]),
          }),
        ),
      }),
      v.transform(({ tool, results }) => ({ rules: tool.driver.rules, results })),
    ),
  ]),
})

/** The lines a fixture marks: that of the comment, or the next if the comment stands alone. */
function brokenLines(id: string): number[] {
  const lines = readFileSync(`test/fixtures/policy/${id}.config.ts`, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (!line.includes('// broken')) return []
    return line.trim().startsWith('//') ? index + 2 : index + 1
  })
}

function check(id: string, ...args: string[]) {
  const config = `test/fixtures/policy/${id}.config.ts`
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/node',
    ['src/cli/main.ts', 'check', '--config', config, '--today', today, ...args],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}
