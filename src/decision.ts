/**
 * Every reason why a page stayed plain, a slot stayed plain or a purpose is not permitted.
 * One closed list: each is also the metric label, the debug header and the audit word.
 */
export const reasons = [
  'consent-absent',
  'consent-expired',
  'consent-untrusted',
  'consent-unreadable',
  'consent-unchecked',
  'consent-too-narrow',
  'consent-denied',
  'jurisdiction-forbids',
  'signal-opt-out',
  'policy-off',
  'crawler',
  'not-html',
  'no-slots',
  'no-candidates',
  'slot-unclosed',
  'slot-nested',
  'slot-repeated',
  'slot-unsuitable',
  'slot-hydrated',
  'page-ambiguous',
  'page-too-large',
  'charset-unsupported',
  'encoding-unsupported',
  'status-not-ok',
  'method-not-get',
  'fault',
] as const

export type Reason = (typeof reasons)[number]
