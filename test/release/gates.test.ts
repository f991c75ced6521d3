import { describe, expect, test } from 'vitest'
import {
  type Audit,
  type Comparison,
  checkGates,
  type Evidence,
  figures,
  type GateResult,
} from '../../src/release/gates.ts'

const limits = { fileBytes: 1000, medianMs: 5, baskets: 100 }
const recall = (
  candidate: number,
  live: number,
  standardError: number,
  [protocol, measure]: readonly [string, string] = figures[0],
): Comparison => ({
  protocol,
  measure,
  candidate: { value: candidate, standardError },
  live: { value: live, standardError },
})
const others = figures.slice(1).map((figure) => recall(40, 40, 1, figure))
const passed = [{ id: 'price-flip', verdict: 'passed' }]
const audit: Audit = { model: 'a', against: 'l', passed: true, findings: [], checks: passed }
const waived = (until: string): Partial<Evidence> => ({
  audit: {
    ...audit,
    checks: [...passed, { id: 'cost', verdict: 'failed', waiver: { reviewer: 'cat', until } }],
  },
})
const good: Evidence = {
  model: 'a',
  folder: 'models/a',
  bytes: 900,
  problems: [],
  medianMs: { compact: 0.1, 'ONNX Runtime': 1 },
  quality: [recall(40, 40, 1), ...others],
  baskets: 100,
  against: 'the live one',
  audit,
  live: { model: 'l', folder: 'models/l' },
  today: '2026-11-22',
  who: 'ann',
  reviewer: 'bob',
}

describe('the gates', () => {
  test('let a good model through', () => {
    expect(failed(checkGates('full', good, limits))).toEqual([])
  })

  test.each<[string, Partial<Evidence>, string]>([
    ['a file that is not sound', { problems: ['hash'] }, 'sound'],
    ['a large file', { bytes: 1001 }, 'size'],
    ['a slow engine', { medianMs: { compact: 0.1, 'ONNX Runtime': 5.1 } }, 'latency'],
    ['no measured time', { medianMs: {} }, 'latency'],
    ['one engine that was not timed', { medianMs: { compact: 0.1 } }, 'latency'],
    ['a trial that was not made', { problems: undefined }, 'sound'],
    ['a file that was not measured', { bytes: undefined }, 'size'],
    ['a file of nothing', { bytes: 0 }, 'size'],
    ['a lower figure', { quality: [recall(38.9, 40, 1), ...others] }, 'quality'],
    ['a figure that is none', { quality: [recall(Number.NaN, 40, 1), ...others] }, 'quality'],
    ['a live figure that is none', { quality: [recall(40, Number.NaN, 1), ...others] }, 'quality'],
    ['noise without end', { quality: [recall(1, 40, Infinity), ...others] }, 'quality'],
    ['one figure that was not measured', { quality: others }, 'quality'],
    ['nothing measured', { quality: [] }, 'quality'],
    ['too few baskets', { baskets: 99 }, 'quality'],
    ['no audit', { audit: undefined }, 'fairness'],
    [
      'an audit that failed',
      { audit: { ...audit, passed: false, findings: ['small brands'] } },
      'fairness',
    ],
    ['an audit of another model', { audit: { ...audit, model: 'b' } }, 'fairness'],
    ['an audit beside another live model', { audit: { ...audit, against: 'm' } }, 'fairness'],
    ['an audit beside none', { audit: { ...audit, against: undefined } }, 'fairness'],
    ['an audit that looked at nothing', { audit: { ...audit, checks: [] } }, 'fairness'],
    ['a waiver that is over', waived('2026-11-21'), 'fairness'],
    ['no reviewer', { reviewer: undefined }, 'review'],
    ['a reviewer without a name', { reviewer: ' ' }, 'review'],
    ['a reviewer who is the same', { reviewer: ' Ann' }, 'review'],
  ])('stop %s', (_, change, gate) => {
    expect(failed(checkGates('full', { ...good, ...change }, limits))).toEqual([gate])
  })

  test('allow a difference of one standard error', () => {
    const quality = [recall(39, 40, 1), ...others]
    expect(failed(checkGates('full', { ...good, quality }, limits))).toEqual([])
  })

  test('take a waiver to its last day, and name who answers for it', () => {
    const results = checkGates('full', { ...good, ...waived('2026-11-22') }, limits)
    expect(failed(results)).toEqual([])
    expect(results.find(({ gate }) => gate === 'fairness')?.detail).toBe(
      '2 checks passed or are waived: cost by cat until 2026-11-22',
    )
  })

  test('say what the audit could not ask', () => {
    const thin = { ...audit, notAsked: ['offers', 'prices seen'] }
    const results = checkGates('shadow', { ...good, audit: thin }, limits)
    expect(results.find(({ gate }) => gate === 'fairness')?.detail).toBe(
      '1 checks passed or are waived; not asked: offers, prices seen',
    )
  })

  test('ask a first model for no audit beside another', () => {
    const first = { ...good, live: undefined, audit: { ...audit, against: undefined } }
    expect(failed(checkGates('full', first, limits))).toEqual([])
  })

  test('say how an audit is made that is not there', () => {
    const results = checkGates('shadow', { ...good, audit: undefined }, limits)
    expect(results.find(({ gate }) => gate === 'fairness')?.detail).toBe(
      'there is no audit.json; make it: limen audit --ask next --manifest models/a/manifest.json ' +
        '--against models/l/manifest.json --out models/a',
    )
  })

  test('ask for no reviewer before all visits are at stake', () => {
    for (const move of ['shadow', 'canary'] as const) {
      expect(failed(checkGates(move, { ...good, reviewer: undefined }, limits))).toEqual([])
    }
  })

  test('ask of a way back only that the model is whole', () => {
    const nothing = { ...good, quality: [], medianMs: {}, audit: undefined, reviewer: undefined }
    expect(failed(checkGates('rollback', nothing, limits))).toEqual([])
    expect(failed(checkGates('rollback', { ...nothing, problems: ['hash'] }, limits))).toEqual([
      'sound',
    ])
  })
})

function failed(results: readonly GateResult[]): string[] {
  return results.filter(({ passed }) => !passed).map(({ gate }) => gate)
}
