import type { Evaluation, ProtocolFigures, ProtocolName } from './evaluate.ts'
import type { Measure } from './tally.ts'
import {
  dataInWords,
  figureNames,
  figureWords,
  gainsInWords,
  nameOf,
  permissionRows,
  protocolWords,
  show,
  showTime,
} from './words.ts'

type Rows = readonly (readonly string[])[]

/** The evaluation as tables for a terminal. */
export function evaluationText(evaluation: Evaluation): string {
  const protocols = Object.entries(evaluation.protocols) as [ProtocolName, ProtocolFigures][]
  return [
    dataInWords(evaluation),
    'Percent, ± standard error; the units drawn are whole visits and baskets.',
    ...protocols.flatMap(([name, figures]) => protocolText(name, figures)),
    'Cost of one call over the whole catalogue',
    table([
      ['', 'p50 ms', 'p99 ms', 'bytes'],
      ...Object.entries(evaluation.costs).map(([method, { p50Ms, p99Ms, bytes }]) => [
        nameOf(method),
        showTime(p50Ms),
        showTime(p99Ms),
        String(bytes),
      ]),
    ]),
  ].join('\n\n')
}

function protocolText(name: ProtocolName, figures: ProtocolFigures): string[] {
  const { title, note } = protocolWords[name]
  const head = ['', ...figureNames.map((each) => figureWords[each])]
  const methods = Object.entries(figures.methods).map(([method, { figures: all }]) => [
    nameOf(method),
    ...figureNames.map((each) => show(all[each])),
  ])
  return [
    `${title}: ${note} ${figures.questions} questions.`,
    table([head, ...methods]),
    ...gainsInWords(figures),
    table(permissionRows(figures)),
    table(segmentRows(figures, 'recall20')),
    table(segmentRows(figures, 'mrr20')),
  ]
}

/** Fewer visits tell nothing of a segment, and their standard error nothing of them. */
const fewestOrders = 10

/** One figure by segment: the models, and the best simple method. */
export function segmentRows({ methods }: ProtocolFigures, measure: Measure): Rows {
  const names = segmentMethods(methods)
  const segments = Object.keys(methods[names[0] as string]?.segments ?? {})
  return [
    [`${figureWords[measure]} by segment`, 'questions', 'of visits', ...names.map(nameOf)],
    ...segments.map((segment) => {
      const { questions = 0, orders = 0 } = methods[names[0] as string]?.segments[segment] ?? {}
      const figures = names.map((name) => methods[name]?.segments[segment]?.[measure])
      const isShown = orders >= fewestOrders
      return [
        segment,
        String(questions),
        String(orders),
        ...figures.map((each) => (each && isShown ? show(each) : 'too few')),
      ]
    }),
  ]
}

function segmentMethods(methods: ProtocolFigures['methods']): string[] {
  const isModel = (name: string) => name === 'current' || name === 'candidate'
  const recall = (name: string) => methods[name]?.figures.recall20.value ?? 0
  const simple = Object.keys(methods).filter((name) => !isModel(name))
  const best = simple.toSorted((a, b) => recall(b) - recall(a)).slice(0, 1)
  return [...best, ...Object.keys(methods).filter(isModel)]
}

function table(rows: Rows): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  return rows.map(line).join('\n')
}
