import type { AuditResult } from './audit.ts'
import { besideLive } from './beside-live.ts'
import { type Check, type GateLimits, gateLimits, type Waiver } from './check.ts'
import { familyOf, type Tested } from './family.ts'
import { gateRules } from './gate-rules.ts'

export interface GateOptions {
  readonly limits?: GateLimits
  /** The audit of the model that serves now, on the same questions. */
  readonly live?: AuditResult
  readonly waivers?: readonly Waiver[]
  /** ISO 8601 date by which waivers are judged. */
  readonly today?: string
}

export interface GateOutcome {
  readonly passed: boolean
  readonly checks: readonly Check[]
  /** What failed or was too thin, in words, as a release gate shows it. */
  readonly findings: readonly string[]
  /** Which questions nobody asked, so that no check stands for them. */
  readonly notAsked: readonly string[]
  /** Every difference that was looked at. */
  readonly family: readonly Tested[]
}

/** Holds an audit against the limits. It passes when nothing failed and nothing was too thin. */
export function holdGate(result: AuditResult, options: GateOptions = {}): GateOutcome {
  const { limits = gateLimits, live, waivers = [], today = '' } = options
  const family = familyOf(result)
  const qOf = new Map(family.map(({ id, q }) => [id, q]))
  const context = { limits, q: (id: string) => qOf.get(id) ?? 1 }
  const checks = [
    ...gateRules.flatMap((rule) => rule(result, context)),
    ...(live ? besideLive(result, live) : []),
  ].map((check) => waive(check, waivers, today))
  const open = checks.filter(({ verdict, waiver }) => verdict !== 'passed' && !waiver)
  return {
    passed: open.length === 0,
    checks,
    findings: open.map(({ id, verdict, detail }) =>
      verdict === 'failed' ? `${id}: ${detail}` : `${id}: not enough data, ${detail}`,
    ),
    notAsked: notAsked(result, live),
    family,
  }
}

function notAsked(result: AuditResult, live: AuditResult | undefined): string[] {
  const { items, shopperGroups, prices } = result
  const outcomes = shopperGroups.flatMap((each) => each.outcomes)
  const asked: readonly (readonly [question: string, isAsked: boolean])[] = [
    ['exposure of declared groups', items.some(({ isDeclared }) => isDeclared)],
    ['groups of shoppers', shopperGroups.length > 0],
    ['offers', outcomes.some(({ outcome }) => outcome === 'offered')],
    ['prices seen', prices.length > 0],
    ['what serves now', live !== undefined],
  ]
  return asked.filter(([, isAsked]) => !isAsked).map(([question]) => question)
}

function waive(check: Check, waivers: readonly Waiver[], today: string): Check {
  // Nobody can answer for a price that depends on who asks.
  if (check.verdict === 'passed' || check.id === 'price-flip') return check
  const waiver = waivers.find((each) => each.check === check.id && today <= each.until)
  return waiver ? { ...check, waiver } : check
}
