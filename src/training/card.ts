import type { Manifest, Metric } from '../model/manifest.ts'
import { fairnessInWords } from './card-fairness.ts'
import type { levels } from './levels.ts'
import type { TrainedModel } from './train-model.ts'

/** The words for each method; a method without words is not shown. */
const methods: ReadonlyMap<string, string> = new Map([
  ['popularity', 'popularity'],
  ['markov', 'first-order Markov'],
  ['sequentialRules', 'sequential rules'],
  ['sequentialRulesSummed', 'sequential rules, summed'],
  ['itemKnn', 'item-kNN'],
  ['itemKnnSummed', 'item-kNN, summed'],
  ['sessionKnn', 'vector session-kNN'],
  ['vmisKnn', 'VMIS-kNN'],
  ['modelWithoutNeighbours', 'this model, without its neighbours'],
  ['model', '**this model**'],
])

const permissions: ReadonlyMap<string, string> = new Map([
  ['modelNothing', 'nothing'],
  ['modelContextOnly', 'context only'],
  ['modelCurrentProduct', 'context and the current product'],
  ['model', 'context, current product and history'],
] satisfies [keyof typeof levels, string][])

const protocols: ReadonlyMap<string, string> = new Map([
  ['nextLine', 'Next line: each line is told from those before it'],
  ['halfBasket', 'Half basket: a random half of the lines is told from the other half'],
  ['nextClick', 'Next click: each click is told from those before it'],
])

/**
 * Writes the card of a model that was trained here. Every number in it is the manifest's.
 *
 * @param limits what the data does not show or shows askew, in a person's words.
 * @param command what made the model.
 */
export function writeCard(
  { manifest, model }: Pick<TrainedModel, 'manifest' | 'model'>,
  limits: readonly string[],
  command: string,
): string {
  const { data, training, inputs } = manifest
  const say = training.repeats ? ofVisits : ofBaskets
  return `# Model card: ${manifest.id}

Ranks the items of one shop for a visit: ${manifest.catalogue.items.length} items, ${manifest.bytes} bytes,
SHA-256 \`${manifest.sha256}\`.

## What it was trained on

${data.source} ${data.baskets} ${say.units} from ${data.window[0]} to ${data.window[1]}.
Licence of the data: ${data.licence} Licence of the model: ${manifest.licence}

Consent: ${data.consentScope}

${say.data}

## How it works

\`\`\`
score_i = τ · ⟨q/|q|, E_i⟩ + prior_i${training.neighbours ? ' + Σ_j s_j · share(item_j, i)' : ''}
q       = Σ_j a_j · E[item_j] + Σ_c m_c · C[context_c]
\`\`\`

The last ${inputs.items} items of a visit count. ${training.neighbours ? neighboursInWords(training) : ''}The vectors E, ${training.dimension} numbers of 8 bits an item, begin as a factorisation of
what stands together and are then trained by sampled softmax, with permissions switched at random.

A ${say.unit} counts half as much for each ${training.halfLifeDays} days of its age; the same holds for the order of the items, by
popularity. An item or a context that is not permitted is multiplied by zero and adds nothing. How long to
train${training.neighbours ? ' and what neighbours weigh' : ''} was chosen on the last ${training.validationDays} days of the window; then all was trained again on all of it.
${reweighedInWords(training)}
Contexts: ${inputs.contexts.map(({ feature, rows }) => `\`${feature}\` (${rows.length} rows)`).join(', ')}.
${zerosInWords(inputs.contexts, model)}

## Quality

${training.testedBaskets} ${say.units} from ${training.testedFrom} to ${training.testedTo}, after all that was learned from. Percent, ± standard
error (${say.drawn} are the units drawn). Whole catalogue; ${say.noAnswer}; the file as it
ships, in 8-bit integers. ${training.testedLinesUnknown} % of the lines are items that were too new or too rare to have a row; no method is
asked for them.

${tables(manifest, methods)}
### By permission

${tables(manifest, permissions)}
On a cart page there is no category, so in the second protocol context is the hour and the country alone.

## Fairness

${fairnessInWords(manifest.fairness)}
## Limits

${limits.map((limit) => `- ${limit}\n`).join('')}${newItemsInWords(training)}- An item that is new since the window has no row and is never recommended by the model.
- No price is an input, and none is decided.

## Made by

\`\`\`sh
${command}
\`\`\`

The same command makes the same bytes.
`
}

/** What is said of a record of baskets, and of one of visits. */
const ofBaskets = {
  unit: 'basket',
  units: 'baskets',
  drawn: 'orders',
  noAnswer: 'what is already in the basket is no answer',
  data: `The data is **baskets, not clicks**. An order's lines stand in for a shopper's way through the shop: read one
after the other they teach the model items of kind \`view\`; read all at once, items of kind \`cart\` and
\`order\`, which weigh the same. A shop should train again on its own record.`,
}
const ofVisits: typeof ofBaskets = {
  unit: 'visit',
  units: 'visits',
  drawn: 'visits',
  noAnswer: 'what is already there is no answer, but at the next click',
  data: `The data is **visits**. What was looked at, one after the other, teaches the model items of kind \`view\`; what was
ordered, or else put in the cart, items of kind \`cart\` and \`order\`, which weigh the same.`,
}

/** Names the features of which nothing was learned. */
function zerosInWords(
  contexts: Manifest['inputs']['contexts'],
  model: Pick<TrainedModel['model'], 'contexts' | 'dimension'>,
): string {
  let first = 0
  const names = contexts.flatMap(({ feature, rows }) => {
    const start = first * model.dimension
    first += rows.length
    const isLearned = model.contexts.subarray(start, first * model.dimension).some((x) => x !== 0)
    return isLearned ? [] : [`\`${feature}\``]
  })
  if (names.length === 0) return ''
  const list = new Intl.ListFormat('en-GB').format(names)
  return `**${list} ${names.length === 1 ? 'has' : 'have'} only zeros**: the data says nothing of ${names.length === 1 ? 'it' : 'them'}.`
}

function reweighedInWords({ reweighed }: Manifest['training']): string {
  return reweighed
    ? `Lines were reweighed by group: ${reweighed}. No input tells the model of groups.\n`
    : ''
}

function newItemsInWords({ newItems }: Manifest['training']): string {
  return newItems
    ? `- ${newItems} items that nobody had looked at have a row by their words and categories; their rank is a guess.\n`
    : ''
}

/** Their weight, and what is counted. */
function neighboursInWords(training: Manifest['training']): string {
  return `The shares are counted: of all lines within ${training.pairWindow} of an
item's, which part is each of its ${training.neighbours} most frequent neighbours. They weigh ${training.sequenceStrength} · ${training.sequenceDecay}^position in a
sequence and ${training.setStrength} in a set. They remember what stands together; the vectors speak for what was
never seen together, and for the context.\n`
}

/** The tables of a card that set the model beside simple methods, for a terminal. */
export function writeQuality(manifest: Manifest): string {
  return tables(manifest, methods).replaceAll('**', '').trimEnd()
}

/** A table of each protocol that was measured. */
function tables({ metrics }: Manifest, names: ReadonlyMap<string, string>): string {
  const measured = [...protocols].filter(([name]) => metrics[name])
  return measured.map(([name, title]) => table(title, metrics[name] ?? {}, names)).join('\n')
}

function table(
  title: string,
  measured: Readonly<Record<string, Readonly<Record<string, Metric>>>>,
  names: ReadonlyMap<string, string>,
): string {
  const rows = [...names].flatMap(([method, words]) => {
    const { recall20, mrr20 } = measured[method] ?? {}
    return recall20 && mrr20 ? [`| ${words} | ${show(recall20)} | ${show(mrr20)} |`] : []
  })
  return `| ${title} | R@20 | MRR@20 |\n| --- | ---: | ---: |\n${rows.join('\n')}\n`
}

function show({ value, standardError }: Metric): string {
  return `${value.toFixed(2)} ± ${standardError.toFixed(2)}`
}
