/**
 * Times the laboratory on a made-up log: import, training and evaluation, each in a process of its own.
 * `node bench/training.ts --share 0.1` takes a tenth of the visits and of the items.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fullSize } from './training-log.ts'

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '0.1' },
    epochs: { type: 'string', default: '4' },
    sample: { type: 'string', default: '500' },
  },
})
const share = Number(values.share)
const folder = mkdtempSync(join(tmpdir(), 'limen-bench-'))
const log = join(folder, 'clicks.csv.gz')
const size = [
  ['--sessions', Math.round(fullSize.sessions * share)],
  ['--items', Math.round(fullSize.items * share)],
].flat()
// As many bytes an item as two million give to all.
const maxBytes = Math.round(2_000_000 * share + 40_000 * (1 - share))
const limen = 'src/cli/main.ts'

time('make', ['bench/training-log.ts', ...size, '--out', log])
time('import', [limen, 'data', 'import', log, '--consent-scope', 'It is made up.', '--out', folder])
const model = join(folder, 'model')
const shape = ['--dimension', '32', '--max-bytes', maxBytes, '--epochs', values.epochs]
time('train', [limen, 'train', '--log', folder, ...shape, '--out', model])
const asked = ['--methods', 'sequentialRules,vmisKnn', '--sample', values.sample]
const shown = time('eval', [limen, 'eval', '--log', folder, '--model', model, ...asked, '--json'])

const { training, catalogue, file } = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8'))
console.log(
  `${catalogue.items.length} items × ${training.dimension}, ${training.neighbours} neighbours, ` +
    `${training.epochs} epochs, ${statSync(join(model, file)).size} bytes`,
)
const { methods } = JSON.parse(shown).protocols.nextClick
for (const [name, { figures }] of Object.entries<{ figures: Figures }>(methods)) {
  console.log(
    `${name}: R@20 ${figures.recall20.value.toFixed(1)}, MRR@20 ${figures.mrr20.value.toFixed(1)}`,
  )
}

type Figures = Readonly<Record<'recall20' | 'mrr20', { readonly value: number }>>

/** Runs a command of Node and says what it took. */
function time(what: string, args: readonly (string | number)[]): string {
  const report = `process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    console.error(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, mb: maxRSS / 1024 }))
  })`
  const started = performance.now()
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, ...args.map(String)],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  if (status !== 0) throw new Error(`${what}: ${stderr}`)
  const { cpu, mb } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '')
  const seconds = (performance.now() - started) / 1000
  console.log(
    `${what}: ${seconds.toFixed(0)} s, ${cpu.toFixed(0)} s of processor, ${mb.toFixed(0)} MB`,
  )
  return stdout
}
