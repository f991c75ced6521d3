import {
  type AuditResult,
  fairnessTable,
  type GateOutcome,
  holdGate,
  reportPage,
} from '../fairness/index.ts'
import { flipModel, measureModel, notFlipped, readAuditedModel } from './audit-measure.ts'
import { readPlan, usual } from './audit-plan.ts'
import { command, type Io, UsageError } from './command.ts'
import { pathsOf } from './log-folder.ts'
import { makeFolder, writeFiles } from './write-files.ts'

export const audit = command({
  summary: 'Measure whom a model is fair to, and hold it against the gate.',
  options: {
    manifest: {
      type: 'string',
      default: 'models/manifest.json',
      description: 'Manifest of the model, its file beside it; or their folder',
    },
    log: {
      type: 'string',
      description: 'Folder that `limen data import` wrote: stands for the next two',
    },
    catalogue: {
      type: 'string',
      default: usual.catalogue,
      description: 'Product feed in Google Merchant attributes, or items in JSON lines',
    },
    baskets: {
      type: 'string',
      default: usual.baskets,
      description: 'Baskets after those that were learned from, JSON lines',
    },
    'item-groups': {
      type: 'string',
      default: usual['item-groups'],
      description: 'Attributes of items: brand, category, price, popularity, columns of --items',
    },
    items: { type: 'string', description: 'More attributes of items, CSV with a column of ids' },
    declared: {
      type: 'string',
      default: usual.declared,
      description: 'Attributes whose groups the gate keeps visible',
    },
    'shopper-groups': {
      type: 'string',
      default: usual['shopper-groups'],
      description: 'Attributes of shoppers, with the groups that are kept: age,country:GB+DE',
    },
    shoppers: { type: 'string', description: 'Attributes of shoppers, CSV; never a model input' },
    shopper: {
      type: 'string',
      default: usual.shopper,
      description: 'Field of baskets, column of --shoppers and --prices that says whose it is',
    },
    privileged: {
      type: 'string',
      description: 'Who the others are held against, for disparate impact: age=35-44,income=high',
    },
    offer: { type: 'string', description: 'What is an offer: attribute=group of items' },
    prices: { type: 'string', description: 'Prices seen, CSV: item, context, price and shopper' },
    floor: { type: 'string', description: 'Re-rank first: attribute:group=share+group=share' },
    against: { type: 'string', description: 'Manifest of the model that serves now' },
    waivers: { type: 'string', description: 'JSON list of check, reviewer, reason and until' },
    ask: {
      type: 'string',
      default: usual.ask,
      description: 'half: a random half of a basket from the other; next: each next line',
    },
    places: {
      type: 'string',
      default: usual.places,
      description: 'Places of a ranking that are seen',
    },
    sample: {
      type: 'string',
      default: usual.sample,
      description: 'How many questions, evenly; 0 for all',
    },
    flips: {
      type: 'string',
      default: usual.flips,
      description: 'Visits whose inputs are flipped to see whether a price changes; 0 for all',
    },
    resamples: { type: 'string', default: usual.resamples, description: 'Draws of each interval' },
    seed: {
      type: 'string',
      default: usual.seed,
      description: 'Whole number that decides all chance',
    },
    today: {
      type: 'string',
      default: new Date().toISOString().slice(0, 10),
      description: 'The day by which waivers are judged',
    },
    out: { type: 'string', description: 'Folder for report.html and audit.json' },
    json: { type: 'boolean', description: 'Print the audit as JSON' },
  },
  async run(values, io) {
    const { today } = values
    if (!/^\d{4}-\d\d-\d\d$/.test(today)) throw new UsageError('--today must be such as 2026-11-30')
    if (values.out) await makeFolder('--out', values.out)
    const plan = await readPlan({ ...values, ...pathsOf(values, audit.options, logFiles) }, io)
    const model = await readAuditedModel('--manifest', values.manifest)
    const serving = values.against && (await readAuditedModel('--against', values.against))

    const flip = await flipModel(model, plan, io)
    const result = measureModel(model, plan, flip, io)
    const live = serving ? measureModel(serving, plan, notFlipped, io) : undefined
    io.progress('')
    const gate = holdGate(result, { ...(live && { live }), waivers: plan.waivers, today })

    const { id, sha256 } = model.manifest
    const report = {
      model: sha256,
      ...(serving && { against: serving.manifest.sha256 }),
      passed: gate.passed,
      findings: gate.findings,
      checks: gate.checks,
      notAsked: gate.notAsked,
      fairness: fairnessTable(result),
      family: gate.family,
      measured: result,
    }
    if (values.json) io.print(JSON.stringify(report, null, 2))
    else show(id, result, gate, io)
    if (values.out) {
      const page = reportPage(result, gate, { id, today, command: commandLine(values) })
      const files = [
        ['report.html', page],
        ['audit.json', `${JSON.stringify(report, null, 2)}\n`],
      ] as const
      // With --json nothing but JSON is printed.
      await writeFiles(files, values.out, values.json ? { ...io, print: io.error } : io)
    }
    return gate.passed ? 0 : 1
  },
})

const logFiles = { catalogue: 'items.jsonl.gz', baskets: 'visits-valid.jsonl.gz' } as const

const signs = { passed: '✓', failed: '✗', 'not-enough': '?' } as const

function show(id: string, result: AuditResult, gate: GateOutcome, io: Io): void {
  const { checks, passed, notAsked } = gate
  io.print(`${id}: ${result.showings} rankings of ${result.shoppers} shoppers`)
  for (const { id: name, verdict, detail, waiver } of checks) {
    const words = verdict === 'not-enough' ? `not enough: ${detail}` : detail
    io.print(`${signs[verdict]} ${name}: ${words}`)
    if (waiver) {
      io.print(`  waived by ${waiver.reviewer} until ${waiver.until}: ${waiver.reason}`)
    }
  }
  if (notAsked.length > 0) io.print(`– not asked: ${notAsked.join(', ')}`)
  io.print(passed ? 'The gate is open.' : 'The gate is closed.')
}

/** The command that makes the same figures again. */
function commandLine(values: Readonly<Record<string, unknown>>): string {
  const skipped = new Set(['out', 'json', 'today'])
  const given = Object.entries(audit.options).flatMap(([name, { default: usual }]) => {
    const value = values[name]
    if (skipped.has(name) || value === undefined || value === usual) return []
    return [`--${name} ${/[\s=+]/.test(String(value)) ? `'${value}'` : value}`]
  })
  return ['npm run limen -- audit', ...given].join(' ')
}
