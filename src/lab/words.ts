import type { Evaluation, PermissionName, ProtocolFigures, ProtocolName } from './evaluate.ts'
import type { Figures, Measure } from './tally.ts'

/** The words of the report. What has none is shown by its name. */
export const methodWords: ReadonlyMap<string, string> = new Map([
  ['popularity', 'Popularity'],
  ['sequentialRules', 'Rules, from the last item'],
  ['sequentialRulesSummed', 'Rules, from all items'],
  ['itemKnn', 'Item-kNN, from the last item'],
  ['itemKnnSummed', 'Item-kNN, from all items'],
  ['vmisKnn', 'VMIS-kNN'],
  ['current', 'Current model'],
  ['candidate', 'Candidate model'],
])

export const protocolWords: Readonly<Record<ProtocolName, { title: string; note: string }>> = {
  nextLine: {
    title: 'Next line',
    note: 'Each line of a basket is told from those before it. What is in the basket is no answer.',
  },
  halfBasket: {
    title: 'Half basket',
    note: 'A random half of the lines is told from the other half. What is in the basket is no answer.',
  },
  nextClick: {
    title: 'Next click',
    note: 'Each click of a visit is told from those before it. Any item can be next, the current one too.',
  },
}

export const permissionWords: Readonly<Record<PermissionName, string>> = {
  nothing: 'Nothing',
  context: 'Context',
  currentProduct: 'Context and product',
  all: 'Context, product, history',
}

export const figureWords: Readonly<Record<keyof Figures, string>> = {
  hr20: 'HR@20',
  recall20: 'R@20',
  mrr20: 'MRR@20',
  ndcg20: 'NDCG@20',
  coverage20: 'Coverage@20',
  gini20: 'Gini@20',
}
export const figureNames = Object.keys(figureWords) as (keyof Figures)[]

export function nameOf(method: string): string {
  return methodWords.get(method) ?? method
}

export function show({ value, standardError }: { value: number; standardError: number }): string {
  return `${value.toFixed(2)} ± ${standardError.toFixed(2)}`
}

export function showSigned(metric: { value: number; standardError: number }): string {
  return `${metric.value < 0 ? '−' : '+'}${show({ ...metric, value: Math.abs(metric.value) })}`
}

/** Milliseconds, to what a clock can tell. */
export function showTime({ value, standardError }: { value: number; standardError: number }) {
  return `${value.toFixed(3)} ± ${standardError.toFixed(3)}`
}

/** Two standard errors are what chance may do. */
function verdict({ value, standardError }: { value: number; standardError: number }): string {
  if (Math.abs(value) <= 2 * standardError) return 'that may be chance'
  return value > 0 ? 'it is better' : 'it is worse'
}

/** What a model is worth beside the best simple method, or another model, in a sentence. */
export function gainInWords(
  name: string,
  over: string,
  gain: Readonly<Record<Measure, { value: number; standardError: number }>>,
): string {
  const parts = (Object.keys(figureWords) as (keyof Figures)[]).flatMap((each) =>
    each in gain ? [`${figureWords[each]} ${showSigned(gain[each as Measure])}`] : [],
  )
  return `${nameOf(name)} less ${nameOf(over)}, on the same questions: ${parts.join(', ')}. By R@20 ${verdict(gain.recall20)}; by MRR@20 ${verdict(gain.mrr20)}.`
}

/** What all was asked about, in a sentence. */
export function dataInWords({ data }: Evaluation): string {
  return (
    `${data.askedBaskets} visits or baskets from ${data.askedWindow.join(' to ')}, after all that was learned from ` +
    `(simple methods: ${data.knownBaskets} from ${data.knownWindow.join(' to ')}). ${data.items} items; ` +
    `${data.unknownShare.toFixed(1)} % of the lines are of items that no model knows, and are asked of no method.`
  )
}

/** What each model is worth beside the best simple method, and the candidate beside the current one. */
export function gainsInWords({ lead, gain }: ProtocolFigures): string[] {
  return [
    ...Object.entries(lead).map(([name, { over, ...each }]) => gainInWords(name, over, each)),
    ...(gain ? [gainInWords('candidate', 'current', gain)] : []),
  ]
}

type Rows = readonly (readonly string[])[]

/** A model told less: all figures at every permission, and what each costs of R@20. */
export function permissionRows({ permissions, costs }: ProtocolFigures): Rows {
  const rows = Object.entries(permissions).flatMap(([model, levels]) =>
    (Object.keys(levels) as PermissionName[]).map((level) => {
      const cost = costs[model]?.[level].recall20
      return [
        `${nameOf(model)}: ${permissionWords[level]}`,
        ...figureNames.map((each) => show(levels[level][each])),
        cost && level !== 'all' ? showSigned({ ...cost, value: -cost.value }) : '',
      ]
    }),
  )
  const head = figureNames.map((each) => figureWords[each])
  return [['By permission', ...head, 'R@20 against all'], ...rows]
}
