import { describe, expect, test } from 'vitest'
import {
  type Comparison,
  checkGates,
  type Evidence,
  type GateResult,
} from '../../src/release/gates.ts'

const limits = { fileBytes: 1000, medianMs: 5 }
const recall = (candidate: number, live: number, standardError: number): Comparison => ({
  protocol: 'nextLine',
  measure: 'recall20',
  candidate: { value: candidate, standardError },
  live: { value: live, standardError },
})
const good: Evidence = {
  model: 'a',
  bytes: 900,
  problems: [],
  medianMs: { compact: 0.1, 'ONNX Runtime': 1 },
  quality: [recall(40, 40, 1)],
  against: 'the live one',
  audit: undefined,
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
    ['a lower figure', { quality: [recall(40, 40, 1), recall(38.9, 40, 1)] }, 'quality'],
    ['a figure that is none', { quality: [recall(Number.NaN, 40, 1)] }, 'quality'],
    ['nothing measured', { quality: [] }, 'quality'],
    [
      'an audit that failed',
      { audit: { model: 'a', passed: false, findings: ['small brands'] } },
      'fairness',
    ],
    [
      'an audit of another model',
      { audit: { model: 'b', passed: true, findings: [] } },
      'fairness',
    ],
    ['no reviewer', { reviewer: undefined }, 'review'],
    ['a reviewer who is the same', { reviewer: 'ann' }, 'review'],
  ])('stop %s', (_, change, gate) => {
    expect(failed(checkGates('full', { ...good, ...change }, limits))).toEqual([gate])
  })

  test('allow a difference of one standard error', () => {
    expect(failed(checkGates('full', { ...good, quality: [recall(39, 40, 1)] }, limits))).toEqual(
      [],
    )
  })

  test('let an audit through that passed', () => {
    const audit = { model: 'a', passed: true, findings: [] }
    expect(failed(checkGates('full', { ...good, audit }, limits))).toEqual([])
  })

  test('ask for no reviewer before all visits are at stake', () => {
    for (const move of ['shadow', 'canary'] as const) {
      expect(failed(checkGates(move, { ...good, reviewer: undefined }, limits))).toEqual([])
    }
  })

  test('ask of a way back only that the model is whole', () => {
    const nothing = { ...good, quality: [], medianMs: {}, reviewer: undefined }
    expect(failed(checkGates('rollback', nothing, limits))).toEqual([])
    expect(failed(checkGates('rollback', { ...nothing, problems: ['hash'] }, limits))).toEqual([
      'sound',
    ])
  })
})

function failed(results: readonly GateResult[]): string[] {
  return results.filter(({ passed }) => !passed).map(({ gate }) => gate)
}
