import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trainingLog } from '../../bench/training-log.ts'
import type { Command } from '../../src/cli/command.ts'
import { data } from '../../src/cli/data.ts'
import { evalCommand } from '../../src/cli/eval.ts'
import { train } from '../../src/cli/train.ts'

const commands = new Map<string, Command>([
  ['data', data],
  ['train', train],
  ['eval', evalCommand],
])

test('the commands of the guide make a model of a log, and a report of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'limen-lab-'))
  const log = [...trainingLog({ sessions: 500, items: 120, days: 40, seed: 1 })].join('')
  await writeFile(join(folder, 'clicks.csv.gz'), log)

  const lines: string[] = []
  for (const args of await guideCommands(folder)) {
    const [name = '', ...rest] = args
    const code = await commands.get(name)?.run(rest, {
      print: (line) => void lines.push(line),
      error: (line) => void lines.push(line),
      progress: () => {},
      readText: (path) => readFile(path, 'utf8'),
      writeText: (path, text) => writeFile(path, text),
    })
    expect(code).toBe(0)
  }
  const manifest = JSON.parse(await readFile(join(folder, 'shop/model/manifest.json'), 'utf8'))
  expect(manifest.data.consentScope).toBe('Shoppers who agreed to training.')
  expect(manifest.metrics.nextClick.model.recall20.value).toBeGreaterThan(
    manifest.metrics.nextClick.popularity.recall20.value,
  )
  expect(await readFile(join(folder, 'shop/report.html'), 'utf8')).toContain('Next click')
  expect(lines.join('\n')).toMatch(/Next click: .*\d+ questions/)
})

test('the line of the guide is a visit', async () => {
  const guide = await readFile('docs/guide/laboratory.md', 'utf8')
  const { parseBaskets } = await import('../../src/training/index.ts')
  const [, line = ''] = /```json\n(.*)\n```/.exec(guide) ?? []
  expect(parseBaskets(line)).toMatchObject({ baskets: [{ kinds: 'vc' }], problems: [] })
})

test('a made-up log is the same for the same numbers', () => {
  const size = { sessions: 20, items: 80, days: 3, seed: 4 }
  expect([...trainingLog(size)]).toEqual([...trainingLog(size)])
  expect([...trainingLog(size)]).not.toEqual([...trainingLog({ ...size, seed: 5 })])
})

/** The first snippet, with its files in a folder. */
async function guideCommands(folder: string): Promise<string[][]> {
  const guide = await readFile('docs/guide/laboratory.md', 'utf8')
  const [, snippet = ''] = /```sh\n([\s\S]*?)```/.exec(guide) ?? []
  return snippet
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.replace('npm run limen -- ', '').match(/"[^"]*"|\S+/g) ?? []
      return words.map((word) => {
        if (word.startsWith('"')) return word.slice(1, -1)
        return /^(clicks\.|shop(\/|$))/.test(word) ? join(folder, word) : word
      })
    })
}
