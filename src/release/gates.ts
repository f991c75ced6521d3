import type { Metric } from '../model/manifest.ts'
import type { Move } from './move.ts'

/** One figure of quality, of the model that is to be released and of the one it has to match. */
export interface Comparison {
  /** `nextLine`, `halfBasket`. */
  readonly protocol: string
  /** `recall20`, `mrr20`. */
  readonly measure: string
  readonly candidate: Metric
  readonly live: Metric
}

/** What an audit of fairness found, beside a model as `audit.json`. */
export interface Audit {
  /** SHA-256 of the model that was audited. */
  readonly model: string
  readonly passed: boolean
  /** What failed, or was too thin to tell. */
  readonly findings: readonly string[]
}

/** What is known when a move is to be decided. */
export interface Evidence {
  readonly model: string
  readonly bytes: number
  /** What stands against file and manifest, and what went wrong in the trial. */
  readonly problems: readonly string[]
  /** Of one call in the middle of many, by engine, in milliseconds. */
  readonly medianMs: Readonly<Record<string, number>>
  /** On the same questions, asked now: what a manifest claims is not asked. */
  readonly quality: readonly Comparison[]
  /** What quality is compared with. */
  readonly against: string
  readonly audit: Audit | undefined
  readonly who: string
  /** Who looked at the model besides the one who releases it. */
  readonly reviewer: string | undefined
}

export interface GateLimits {
  readonly fileBytes: number
  readonly medianMs: number
}

export interface GateResult {
  readonly gate: string
  readonly passed: boolean
  readonly detail: string
}

type Gate = (evidence: Evidence, limits: GateLimits) => Omit<GateResult, 'gate'>

const gates = {
  sound: ({ problems }) => ({
    passed: problems.length === 0,
    detail: problems[0] ?? 'file, manifest and answers are as they must be',
  }),
  size: ({ bytes }, { fileBytes }) => ({
    passed: bytes <= fileBytes,
    detail: `${bytes} of ${fileBytes} bytes`,
  }),
  latency({ medianMs: all }, { medianMs }) {
    const slowest = Math.max(...Object.values(all))
    // Without a measurement the maximum is not finite, and fails.
    const passed = Number.isFinite(slowest) && slowest <= medianMs
    return { passed, detail: `${Number.isFinite(slowest) ? slowest : 'no'} ms of ${medianMs} ms` }
  },
  quality({ quality, against }) {
    const worse = quality.find(isWorse)
    if (quality.length === 0) return { passed: false, detail: 'nothing was measured' }
    const shown = worse ?? (quality[0] as Comparison)
    return { passed: !worse, detail: `${describe(shown)} of ${against}` }
  },
  fairness({ audit, model }) {
    if (!audit) return { passed: true, detail: 'there is no audit' }
    if (audit.model !== model) return { passed: false, detail: 'the audit is of another model' }
    return { passed: audit.passed, detail: audit.findings[0] ?? 'the audit found nothing' }
  },
  review({ reviewer, who }) {
    const passed = reviewer !== undefined && reviewer !== '' && reviewer !== who
    return {
      passed,
      detail: passed ? `reviewed by ${reviewer}` : 'needs a reviewer who is another',
    }
  },
} as const satisfies Record<string, Gate>

type GateName = keyof typeof gates

const always = ['sound', 'size', 'latency', 'quality', 'fairness'] as const

/** What must hold for each move. The way back is always open, to a model that is whole. */
const gatesOf: Readonly<Record<Move, readonly GateName[]>> = {
  shadow: always,
  canary: always,
  full: [...always, 'review'],
  rollback: ['sound'],
}

/** Holds the evidence against each gate of a move. */
export function checkGates(move: Move, evidence: Evidence, limits: GateLimits): GateResult[] {
  return gatesOf[move].map((gate) => ({ gate, ...gates[gate](evidence, limits) }))
}

/** Whether a move has a gate, and so needs its evidence. */
export function hasGate(move: Move, gate: GateName): boolean {
  return gatesOf[move].includes(gate)
}

/** By more than one standard error of what is live. */
function isWorse({ candidate, live }: Comparison): boolean {
  // What is no number is worse than any.
  return !(candidate.value >= live.value - live.standardError)
}

function describe({ protocol, measure, candidate, live }: Comparison): string {
  const show = ({ value, standardError }: Metric) =>
    `${value.toFixed(2)} ± ${standardError.toFixed(2)}`
  return `${protocol} ${measure} ${show(candidate)}, beside ${show(live)}`
}
