import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError, ModelError } from '../errors.ts'
import { planProblem } from '../model/checked.ts'
import { contractProblems, type EngineNeed } from '../model/contract.ts'
import { type GraphReport, mostFileBytes, reportGraph } from '../model/graph-report.ts'
import type { Manifest } from '../model/manifest.ts'
import { readManifest } from '../release/folder.ts'
import { countOperators, writeCardOfFile } from '../training/card-of-file.ts'
import { cardPage } from '../training/card-page.ts'
import { addLimits, examineModel, type Offered, type OfferedModel } from './add-model.ts'
import { command, type Io, UsageError } from './command.ts'
import { diskFolder, listModels, storeModel } from './model-folder.ts'
import { describeForeign } from './model-parts.ts'
import { subcommands } from './subcommands.ts'

const engine = {
  type: 'string',
  default: 'compact',
  description: 'Engine that must know its operators: compact (and ONNX Runtime), or onnx alone',
} as const
const json = { type: 'boolean', description: 'Print the result as JSON' } as const
const models = { type: 'string', default: 'models', description: 'Folder of models' } as const

const inspect = command({
  summary: 'limen model inspect FILE   What a graph is, and whether it meets the contract.',
  options: {
    file: { type: 'string', description: 'The ONNX file' },
    engine,
    json,
  },
  async run({ file: path, engine: need, json }, io) {
    const file = await readFileOf('FILE', path)
    const report = readReport(file)
    if ('problem' in report) return refuse([report.problem], json, io)
    const problems = contractProblems(report, readNeed(need))
    const unplanned = problems.length === 0 && need === 'compact' ? planProblem(file) : undefined
    if (unplanned) problems.push(unplanned)
    if (json) io.print(JSON.stringify({ ...report, problems }, null, 2))
    else showReport(report, problems, io)
    return problems.length === 0 ? 0 : 1
  },
})

const add = command({
  summary: 'limen model add FILE       Try a model, and keep it under its hash if it holds.',
  options: {
    file: { type: 'string', description: 'The ONNX file' },
    manifest: {
      type: 'string',
      description: 'Its manifest, if Limen trained it (manifest.json beside the file)',
    },
    items: {
      type: 'string',
      description: 'Of a model from elsewhere: JSON list of product ids by row, or a feed',
    },
    contexts: {
      type: 'string',
      description: 'Of a model from elsewhere: JSON list of { feature, rows } in order',
    },
    about: {
      type: 'string',
      description: 'Of a model from elsewhere: what its data is, whose, and for which use',
    },
    sha256: {
      type: 'string',
      description: 'Digest that the file must have, as its maker tells it',
    },
    engine,
    models,
    created: { type: 'string', description: 'Date in the manifest (today)' },
    json,
  },
  async run(values, io) {
    const need = readNeed(values.engine)
    const offered = await readOffer(values)
    io.progress('trying the model …')
    const result = await examineModel(offered, need)
    io.progress('')
    if ('problems' in result) return refuse(result.problems, values.json, io)

    const card = await cardFor(result, offered, values.file as string)
    const stored = { manifest: result.manifest, file: offered.file, card, page: cardPage(card) }
    const { folder, isNew } = await storeModel(values.models, stored)
    const { sha256 } = result.manifest
    if (values.json) io.print(JSON.stringify({ folder, isNew, sha256, engines: result.engines }))
    else {
      io.print(`${isNew ? 'Added' : 'Already there, and left as it is'}: ${folder}`)
      for (const [name, { medianMs, p99Ms }] of Object.entries(result.engines)) {
        io.print(`  ${name}: ${medianMs} ms a call, p99 ${p99Ms} ms`)
      }
      io.print(`Next: limen audit --ask next --manifest ${folder}/manifest.json --out ${folder}`)
      io.print(`Then: limen release shadow --model ${sha256.slice(0, 12)} --who … --why …`)
    }
    return 0
  },
})

const list = command({
  summary: 'limen model list           The models in a folder.',
  options: { models, json },
  async run({ models: root, json }, io) {
    const folder = diskFolder(root)
    const all = await Promise.all(
      (await listModels(root)).map(async (sha256) => {
        const text = new TextDecoder().decode(await folder.read(`${sha256}/manifest.json`))
        const { id, created, bytes, catalogue } = readManifest(text)
        return { sha256, id, created, bytes, items: catalogue.items.length }
      }),
    )
    if (json) io.print(JSON.stringify(all, null, 2))
    else
      for (const { sha256, id, bytes, items } of all) {
        io.print(`${sha256.slice(0, 12)}  ${id}  ${items} items, ${bytes} bytes`)
      }
    return 0
  },
})

export const model = subcommands('Look into models, and add those that were trained elsewhere.', {
  inspect: { command: inspect, operand: 'file' },
  add: { command: add, operand: 'file' },
  list: { command: list },
})

function readReport(file: ArrayBuffer): GraphReport | { readonly problem: string } {
  try {
    return reportGraph(file)
  } catch (error) {
    if (error instanceof ModelError) return { problem: error.message }
    throw error
  }
}

function readNeed(text: string): EngineNeed {
  if (text === 'compact' || text === 'onnx') return text
  throw new UsageError('--engine must be compact or onnx')
}

async function readFileOf(option: string, path: string | undefined): Promise<ArrayBuffer> {
  if (path === undefined) throw new UsageError(`${option} is missing; name an ONNX file`)
  const cannotRead = (cause: unknown) => {
    throw new ConfigError(option, `cannot read ${path}; name a file that is there`, { cause })
  }
  // A pipe or a device may never end, and a large file is not read to be refused.
  const found = await stat(path).catch(cannotRead)
  if (!found.isFile()) throw new ConfigError(option, `${path} is no file; name one that is`)
  if (found.size > mostFileBytes) throw new ConfigError(option, `is over ${mostFileBytes} bytes`)
  return Uint8Array.from(await readFile(path).catch(cannotRead)).buffer
}

type AddValues = Parameters<typeof describeForeign>[0] & {
  readonly file: string | undefined
  readonly manifest: string | undefined
  readonly sha256: string | undefined
}

/** Two kinds are offered: one with a manifest that Limen wrote, and one with its parts. */
async function readOffer(values: AddValues): Promise<OfferedModel> {
  const file = await readFileOf('FILE', values.file)
  const sha256 = values.sha256 === undefined ? {} : { sha256: values.sha256.toLowerCase() }
  if (values.items !== undefined) {
    const { manifest, ...rest } = await describeForeign(values)
    return { file, manifest: { ...manifest, ...sha256 }, ...rest }
  }
  const path = values.manifest ?? join(dirname(values.file as string), 'manifest.json')
  if (!existsSync(path)) {
    throw new UsageError('give --items, --contexts and --about, or the --manifest of a model')
  }
  return { file, manifest: { ...readManifest(await readFile(path, 'utf8')), ...sha256 } }
}

/** The card that the training wrote, if it is of this model; otherwise one of what is known. */
async function cardFor(
  { manifest, report, engines }: Extract<Offered, { manifest: Manifest }>,
  offered: OfferedModel,
  path: string,
): Promise<string> {
  const trained = await readFile(join(dirname(path), 'card.md'), 'utf8').catch(() => '')
  if (trained.includes(manifest.sha256)) return trained
  return writeCardOfFile(manifest, offered.limits ?? [], report, { engines })
}

function refuse(problems: readonly string[], json: boolean, io: Io): number {
  if (json) io.print(JSON.stringify({ problems }))
  else {
    io.print('Refused:')
    for (const problem of problems) io.print(`✗ ${problem}`)
  }
  return 1
}

function showReport(report: GraphReport, problems: readonly string[], io: Io): void {
  const { bytes, producer, opsets } = report
  const versions = opsets.map(({ domain, version }) => `${domain} ${version}`.trim()).join(', ')
  io.print(`${bytes} bytes, written by ${producer || 'an unnamed program'}, opset ${versions}`)
  for (const what of ['inputs', 'outputs'] as const) {
    io.print(what)
    for (const { name, type, shape } of report[what]) io.print(`  ${name} ${type} [${shape}]`)
  }
  io.print('operators')
  for (const [operator, nodes] of countOperators(report)) io.print(`  ${operator} × ${nodes}`)
  io.print('numbers held')
  for (const { name, type, shape, bytes: size } of report.initializers) {
    io.print(`  ${name} ${type} [${shape}], ${size} bytes`)
  }
  const { fileBytes, medianMs } = addLimits
  io.print(
    `limits: ${bytes} of ${fileBytes} bytes; ${medianMs} ms a call, measured when it is added`,
  )
  for (const problem of problems) io.print(`✗ ${problem}`)
  if (problems.length === 0) io.print('✓ meets the contract of src/model/manifest.ts')
}
