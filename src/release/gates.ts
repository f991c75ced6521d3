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
  /** SHA-256 of the model it was held against; absent when nothing was live. */
  readonly against?: string | undefined
  readonly passed: boolean
  /** What failed, or was too thin to tell. */
  readonly findings: readonly string[]
  readonly checks: readonly AuditCheck[]
  /** Questions for which there was no data, so that no check stands for them. */
  readonly notAsked?: readonly string[] | undefined
}

/** One thing that an audit looked at. */
export interface AuditCheck {
  readonly id: string
  readonly verdict: string
  /** Somebody answers for it up to this day, ISO 8601. */
  readonly waiver?: { readonly reviewer: string; readonly until: string } | undefined
}

/** What is known when a move is to be decided. What is not there was not looked at, and passes no gate. */
export interface Evidence {
  readonly model: string
  /** Where the model is kept, as commands name it. */
  readonly folder: string
  readonly bytes: number | undefined
  /** What stands against file and manifest, and what went wrong in the trial. */
  readonly problems: readonly string[] | undefined
  /** Of one call in the middle of many, by engine, in milliseconds. */
  readonly medianMs: Readonly<Record<string, number>>
  /** On the same questions, asked now: what a manifest claims is not asked. */
  readonly quality: readonly Comparison[]
  /** How many baskets the questions are of. */
  readonly baskets: number
  /** What quality is compared with. */
  readonly against: string
  readonly audit: Audit | undefined
  /** SHA-256 and folder of the model that answers now, if one does. */
  readonly live: { readonly model: string; readonly folder: string } | undefined
  /** ISO 8601 date by which waivers are judged. */
  readonly today: string
  readonly who: string
  /** Who looked at the model besides the one who releases it. */
  readonly reviewer: string | undefined
}

export interface GateLimits {
  readonly fileBytes: number
  readonly medianMs: number
  /** Fewer baskets tell nothing: any model is within their noise. */
  readonly baskets: number
}

export interface GateResult {
  readonly gate: string
  readonly passed: boolean
  /** What was found; of a refusal for want of evidence also what to do. */
  readonly detail: string
}

type Gate = (evidence: Evidence, limits: GateLimits) => Omit<GateResult, 'gate'>

/** The engines that a model is tried in. */
const engines = ['compact', 'ONNX Runtime'] as const

/** The figures that quality is judged by. */
export const figures = [
  ['nextLine', 'recall20'],
  ['nextLine', 'mrr20'],
  ['halfBasket', 'recall20'],
  ['halfBasket', 'mrr20'],
] as const

const gates = {
  sound({ problems }) {
    if (!problems) return no('it was not tried')
    const [problem] = problems
    return problem === undefined
      ? yes('file, manifest and answers are as they must be')
      : no(problem)
  },
  size({ bytes }, { fileBytes }) {
    if (!bytes) return no('the file was not measured')
    return { passed: bytes <= fileBytes, detail: `${bytes} of ${fileBytes} bytes` }
  },
  latency({ medianMs: all }, { medianMs }) {
    const missing = engines.find((engine) => !Number.isFinite(all[engine]))
    if (missing) return no(`${missing} was not timed`)
    const slowest = Math.max(...Object.values(all))
    return { passed: slowest <= medianMs, detail: `${slowest} ms of ${medianMs} ms` }
  },
  quality({ quality, against, baskets }, limits) {
    for (const [protocol, measure] of figures) {
      const isIt = (one: Comparison) => one.protocol === protocol && one.measure === measure
      if (!quality.some(isIt)) return no(`${protocol} ${measure} was not measured`)
    }
    if (!(baskets >= limits.baskets)) {
      return no(
        `${baskets} baskets are too few, ${limits.baskets} is the least: --sample, --baskets`,
      )
    }
    const worse = quality.find(isWorse)
    return { passed: !worse, detail: `${describe(worse ?? quality[0])} of ${against}` }
  },
  fairness({ audit, model, folder, live, today }) {
    const beside = live ? ` --against ${live.folder}/manifest.json` : ''
    const command = `limen audit --ask next --manifest ${folder}/manifest.json${beside} --out ${folder}`
    if (!audit) return no(`there is no audit.json; make it: ${command}`)
    if (audit.model !== model) return no(`the audit is of another model; make one: ${command}`)
    if (live && audit.against !== live.model) {
      return no(`the audit was not held against what is live; make one: ${command}`)
    }
    const [found] = audit.findings
    if (!audit.passed) return no(found ?? 'the audit was not passed')
    const open = audit.checks.find((check) => !holds(check, today))
    if (open) return no(`${open.id} did not pass, and no waiver holds on ${today}`)
    // Nobody can answer for a price that depends on who asks.
    if (!audit.checks.some(({ id, verdict }) => id === 'price-flip' && verdict === 'passed')) {
      return no(`the audit flipped no price; make one: ${command}`)
    }
    return yes(`${audit.checks.length} checks passed or are waived${besides(audit)}`)
  },
  review({ reviewer = '', who }) {
    const isAnother = nameOf(reviewer) !== '' && nameOf(reviewer) !== nameOf(who)
    return isAnother
      ? yes(`reviewed by ${reviewer}`)
      : no('needs a reviewer who is another: --review')
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

function yes(detail: string): Omit<GateResult, 'gate'> {
  return { passed: true, detail }
}

function no(detail: string): Omit<GateResult, 'gate'> {
  return { passed: false, detail }
}

/** By more than one standard error of what is live. */
function isWorse({ candidate, live }: Comparison): boolean {
  // What is no number is worse than any.
  const least = live.value - live.standardError
  return !(Number.isFinite(least) && candidate.value >= least)
}

function holds({ verdict, waiver }: AuditCheck, today: string): boolean {
  return verdict === 'passed' || (waiver !== undefined && today <= waiver.until)
}

/** Who answers for what did not pass, and what nobody knows: for the log. */
function besides({ checks, notAsked = [] }: Audit): string {
  const waived = checks.flatMap(({ id, verdict, waiver }) =>
    waiver && verdict !== 'passed' ? `${id} by ${waiver.reviewer} until ${waiver.until}` : [],
  )
  const answered = waived.length > 0 ? `: ${waived.join(', ')}` : ''
  return notAsked.length > 0 ? `${answered}; not asked: ${notAsked.join(', ')}` : answered
}

/** Names that differ in their letters alone are one person's. */
function nameOf(name: string): string {
  return name.trim().toLowerCase()
}

function describe(comparison: Comparison | undefined): string {
  if (!comparison) return 'nothing'
  const { protocol, measure, candidate, live } = comparison
  const show = ({ value, standardError }: Metric) =>
    `${value.toFixed(2)} ± ${standardError.toFixed(2)}`
  return `${protocol} ${measure} ${show(candidate)}, beside ${show(live)}`
}
