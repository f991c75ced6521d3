import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.ts'

const written: string[] = []
afterAll(() => {
  for (const path of written) rmSync(path, { force: true })
})

describe('limen', () => {
  test('names its commands', () => {
    const { status, stdout } = limen()
    expect(status).toBe(0)
    for (const name of commands.keys()) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  })

  test.each([...commands.keys()])('%s --help describes each option', (name) => {
    const { status, stdout } = limen(name, '--help')
    expect(status).toBe(0)
    expect(stdout).toContain(`Usage: limen ${name}`)
    for (const [line] of stdout.matchAll(/^ {2}--.*$/gm)) expect(line).toMatch(/^ {2}--\S+.* \w+/)
  })

  test('says what is wrong with a call and where to look', () => {
    expect(limen('frobnicate')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no command/),
    })
    expect(limen('check', '--frob')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--frob[\s\S]*check --help/),
    })
    expect(limen('dev', '--port', 'x')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--port must be/),
    })
  })
})

describe('limen check', () => {
  test('finds nothing wrong with this repository', () => {
    const { status, stdout } = limen('check')
    expect(stdout).toMatch(
      /✓ routes[\s\S]*✓ feed: 4668 of 4668[\s\S]*✓ model: .* matches[\s\S]*✓ policy: all \d+ rules/,
    )
    expect(status).toBe(0)
  })

  test('prints JSON', () => {
    const { findings, feed } = JSON.parse(limen('check', '--json').stdout)
    expect(findings).toHaveLength(4)
    expect(feed).toMatchObject({ rows: 4668, kept: 4668, problems: [] })
  })

  test('names a wrong option', () => {
    const config = changed((text) => text.replace("match: '/search'", "match: 'search'"))
    expect(limen('check', '--config', config)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/ERR_CONFIG_INVALID\nroutes\[3\]\.match: must begin with "\/"/),
    })
  })

  test('names a model file with one flipped byte', () => {
    const bytes = readFileSync('models/gift-shop.onnx')
    bytes[1000] = (bytes[1000] as number) ^ 1
    const flipped = keep('models/flipped-test.onnx')
    writeFileSync(flipped, bytes)
    const config = changed((text) => text.replace('models/gift-shop.onnx', flipped))
    expect(limen('check', '--config', config)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/✗ model: .*hash/),
    })
    expect(limen('dev', '--config', config)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/✗ model: .*hash/),
    })
  })

  test('reports each bad row of a feed with its line, and keeps the rest', () => {
    const feed = keep('bad-feed-test.tsv')
    copyFileSync('examples/storefront/data/catalogue.tsv', feed)
    const rows = readFileSync(feed, 'utf8').split('\n')
    rows[4] = rows[4]?.replace(/\d+\.\d\d GBP/, 'cheap') as string
    rows[9] = rows[9]?.replace('/product/', 'javascript:') as string
    writeFileSync(feed, rows.join('\n'))
    const config = changed((text) => text.replace('examples/storefront/data/catalogue.tsv', feed))
    const { status, stdout } = limen('check', '--config', config)
    expect(stdout).toMatch(
      /! feed: 4666 of 4668 rows kept\n {2}line 5: price .*\n {2}line 10: link /,
    )
    expect(stdout).not.toMatch(/cheap|javascript/)
    expect(status).toBe(0)
  })

  test('says so when there is no configuration', () => {
    const none = join(mkdtempSync(join(tmpdir(), 'limen-')), 'limen.config.ts')
    expect(limen('check', '--config', none)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--config/),
    })
  })
})

describe('what is wrong with a call', () => {
  test.each([
    [['nonsense'], /there is no command "nonsense"\n\nUsage/],
    [['eval', '--modle', 'x'], /limen eval: Unknown option '--modle'[\s\S]*See: limen eval --help/],
    [
      ['eval', '--log', 'nowhere'],
      /limen eval: --log: there is no nowhere\/[\s\S]*limen data import/,
    ],
    [['train', '--log', 'nowhere'], /limen train: --log: there is no nowhere\//],
    [['audit', '--log', 'nowhere'], /limen audit: --log: there is no nowhere\//],
    [
      ['eval', '--html', 'package.json/x.html'],
      /--html: cannot write to package.json; name a folder/,
    ],
    [['train', '--out', 'package.json/x'], /--out: cannot write to package.json\/x/],
    [['audit', '--out', 'package.json/x'], /--out: cannot write to package.json\/x/],
    [['audit', '--catalogue', 'package.json'], /--catalogue: package.json is no feed: the header/],
    [['train', '--catalogue', 'package.json'], /--catalogue: package.json is no feed: the header/],
    [['data', 'import', 'nowhere.csv', '--out', '/tmp'], /FILE: cannot read nowhere.csv/],
  ])('%j ends with 2 and says what to do', (args, message) => {
    expect(limen(...args)).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(message),
    })
  })

  test('a reader who has enough is no mistake', () => {
    const first = ['-c', 'node_modules/.bin/node src/cli/main.ts --help | true']
    const { stderr } = spawnSync('sh', first, { encoding: 'utf8' })
    expect(stderr).toBe('')
  })
})

function limen(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/node',
    ['src/cli/main.ts', ...args],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}

/** This repository's configuration with a change, beside it so that its imports hold. */
function changed(change: (text: string) => string): string {
  const path = keep(`limen-${written.length}-test.config.ts`)
  writeFileSync(path, change(readFileSync('limen.config.ts', 'utf8')))
  return path
}

function keep(path: string): string {
  written.push(path)
  return path
}
