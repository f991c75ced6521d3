import { expect, test } from 'vitest'
import {
  type JurisdictionId,
  jurisdictionOf,
  type PricingDisclosure,
  placeOf,
  pricingDisclosureOf,
  requestClocks,
} from '../../src/policy/index.ts'

const days = (count: number) => ({ count, unit: 'days' })
const businessDays = (count: number) => ({ count, unit: 'business-days' })
const months = (count: number) => ({ count, unit: 'months' })

test.each<[JurisdictionId, object]>([
  ['eu', { answer: months(1), extension: months(2), startsAt: 'receipt', isStatutory: true }],
  ['uk', { answer: months(1), extension: months(2), startsAt: 'identity', isStatutory: true }],
  [
    'us-ca',
    {
      answer: days(45),
      extension: days(45),
      acknowledge: businessDays(10),
      optOut: businessDays(15),
      startsAt: 'receipt',
      isStatutory: true,
    },
  ],
  ['us-opt-out', { answer: days(45), extension: days(45), startsAt: 'receipt', isStatutory: true }],
  ['us-law', { answer: days(45), extension: days(45), startsAt: 'receipt', isStatutory: true }],
  ['us-none', { answer: days(45), startsAt: 'receipt', isStatutory: false }],
  ['ca-qc', { answer: days(30), startsAt: 'receipt', isStatutory: true }],
  ['ca', { answer: days(30), extension: days(30), startsAt: 'receipt', isStatutory: true }],
  ['br', { answer: days(15), startsAt: 'receipt', isStatutory: true, simpleAnswerAtOnce: true }],
  ['unknown', { answer: days(15), startsAt: 'receipt', isStatutory: false }],
])('the clock of %s', (id, clock) => {
  expect(requestClocks[id]).toEqual(clock)
})

test.each<[string, PricingDisclosure]>([
  ['EU-DE', 'notice'],
  ['GB', 'notice'],
  ['US-CT', 'notice'],
  ['US-NY', 'fixed-text'],
  ['US-CA', 'none'],
  ['US-TX', 'none'],
  ['CA-QC', 'none'],
  ['BR', 'none'],
  ['XX', 'fixed-text'],
])('beside a personal price in %s stands: %s', (code, disclosure) => {
  const place = placeOf(code)
  expect(pricingDisclosureOf(jurisdictionOf(place).id, place)).toBe(disclosure)
})
