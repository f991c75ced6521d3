import type { Evaluation, PermissionName, ProtocolFigures, ProtocolName } from './evaluate.ts'
import {
  dataInWords,
  figureNames,
  figureWords,
  nameOf,
  permissionWords,
  protocolWords,
  show,
  showSigned,
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
  const permissions = Object.entries(figures.permissions).flatMap(([model, levels]) =>
    (Object.keys(levels) as PermissionName[]).map((level) => {
      const cost = figures.costs[model]?.[level].recall20
      return [
        `${nameOf(model)}: ${permissionWords[level]}`,
        show(levels[level].recall20),
        show(levels[level].mrr20),
        cost ? showSigned({ ...cost, value: -cost.value }) : '',
      ]
    }),
  )
  const { gain } = figures
  return [
    `${title}: ${note} ${figures.questions} questions.`,
    table([head, ...methods]),
    table([['By permission', 'R@20', 'MRR@20', 'R@20 against all'], ...permissions]),
    ...(gain
      ? [
          `Candidate less current: R@20 ${showSigned(gain.recall20)}, MRR@20 ${showSigned(gain.mrr20)}`,
        ]
      : []),
    table(segmentRows(figures)),
  ]
}

/** Fewer visits tell nothing of a segment, and their standard error nothing of them. */
const fewestOrders = 10

/** R@20 by segment: the models, and the best simple method. */
export function segmentRows({ methods }: ProtocolFigures): Rows {
  const names = segmentMethods(methods)
  const segments = Object.keys(methods[names[0] as string]?.segments ?? {})
  return [
    ['R@20 by segment', 'questions', 'of visits', ...names.map(nameOf)],
    ...segments.map((segment) => {
      const { questions = 0, orders = 0 } = methods[names[0] as string]?.segments[segment] ?? {}
      const figures = names.map((name) => methods[name]?.segments[segment]?.recall20)
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
