import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { examineModel, type OfferedModel } from '../../src/cli/add-model.ts'
import { model } from '../../src/cli/model.ts'
import { runTrial } from '../../src/cli/trial.ts'
import { sha256 } from '../../src/lib/bytes.ts'
import { readManifest } from '../../src/release/folder.ts'
import { friendlyModel, hostileManifest, hostileModels } from '../fixtures/hostile-models.ts'
import { model as graph, node } from '../model/compact/support/onnx-writer.ts'
import { rankingParts, small } from '../model/compact/support/ranking-graph.ts'
import { spoken } from './spoken.ts'

const shipped = Uint8Array.from(await readFile('models/gift-shop.onnx'))
const hostile = hostileModels(shipped)

describe('limen model inspect', () => {
  test('tells what the shipped graph is, and that it meets the contract', async () => {
    const { code, out } = await spoken(model, 'inspect', 'models/gift-shop.onnx')
    expect(code).toBe(0)
    expect(out).toMatch(/items int32 \[16\]/)
    expect(out).toMatch(/ {2}ScatterElements × 1/)
    expect(out).toMatch(/ {2}E int8 \[64,4229\], 270656 bytes/)
    expect(out).toMatch(/✓ meets the contract/)
  })

  test('says of each hostile file what is wrong, unless only a trial can tell', async () => {
    const unseen: string[] = []
    for (const [name, file] of hostile) {
      const path = await written('x.onnx', new Uint8Array(file))
      const { code, out } = await spoken(model, 'inspect', path, '--json')
      const { problems } = JSON.parse(out)
      expect(code).toBe(problems.length === 0 ? 0 : 1)
      if (code === 0) unseen.push(name)
    }
    expect(unseen.sort()).toEqual([
      'fewer contexts than the manifest has',
      'more items than the manifest says',
      'neighbours that are no items',
      'numbers so large that they overflow',
      'one that looks beneath the mask of contexts',
      'one that looks beneath the mask of items',
      'one that shows the padding',
      'worst first',
    ])
  }, 120_000)
})

describe('what is no file of a model is not read', () => {
  test('a pipe that nobody writes to, a folder and a link in a circle', async () => {
    const root = await folder()
    const [pipe, circle] = [join(root, 'pipe.onnx'), join(root, 'circle.onnx')]
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    await symlink(circle, circle)
    for (const command of ['inspect', 'add']) {
      await expect(spoken(model, command, pipe)).rejects.toThrow(/FILE: .*pipe.onnx is no file/)
      await expect(spoken(model, command, root)).rejects.toThrow(/FILE: .* is no file/)
      await expect(spoken(model, command, circle)).rejects.toThrow(/FILE: cannot read/)
    }
  })

  test('a file of gigabytes', async () => {
    const path = await written('large.onnx', '')
    await truncate(path, 5 * 2 ** 30)
    await expect(spoken(model, 'inspect', path)).rejects.toThrow(/FILE: is over \d+ bytes/)
  })

  test.each([
    [
      'its two halves changed over',
      [...shipped.subarray(300_000), ...shipped.subarray(0, 300_000)],
    ],
    ['packed with gzip', gzipSync(shipped)],
    ['in base64', Buffer.from(shipped).toString('base64')],
    ['as UTF-16', Buffer.from(Buffer.from(shipped).toString('latin1'), 'utf16le')],
    ['its line ends made for another system', withLineEnds(shipped)],
  ])('the shipped model, %s', async (_, content) => {
    const bytes = typeof content === 'string' ? content : Uint8Array.from(content)
    const { code, out } = await spoken(model, 'inspect', await written('x.onnx', bytes))
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/^Refused:\n✗ .*damaged/) })
  })
})

describe('a model is refused, with a reason', () => {
  test.each(hostile)('%s', async (_, file) => {
    const result = await examineModel(await offered(file), 'compact')
    expect(result).toEqual({ problems: expect.arrayContaining([expect.stringMatching(/.{10}/)]) })
  })

  test('not a good one', async () => {
    const result = await examineModel(await offered(friendlyModel), 'compact')
    expect(result).toMatchObject({
      manifest: { top: small.top, inputs: { items: small.history } },
      engines: { compact: {}, 'ONNX Runtime': {} },
    })
  })

  test('a byte that is not as its maker says, anywhere', async () => {
    const manifest = readManifest(await readFile('models/manifest.json', 'utf8'))
    const file = shipped.with(200_000, (shipped[200_000] as number) ^ 1).buffer
    expect(await examineModel({ file, manifest }, 'compact')).toEqual({
      problems: [expect.stringMatching(/hash: the file is not the one/)],
    })
  })

  test('one over the limits of size and time', async () => {
    const good = await offered(friendlyModel)
    const limits = { fileBytes: 1e6, medianMs: 10 }
    expect(await examineModel(good, 'compact', { ...limits, fileBytes: 100 })).toEqual({
      problems: [expect.stringMatching(/bytes; 100 are allowed/)],
    })
    expect(await examineModel(good, 'compact', { ...limits, medianMs: 0 })).toEqual({
      problems: [expect.stringMatching(/a call takes .* ms; 0 are allowed/)],
    })
    const trial = { timeoutMs: 1, memoryBytes: 2 ** 28 }
    expect(await examineModel(good, 'compact', { ...limits, trial })).toEqual({
      problems: ['its trial took over 0.001 s'],
    })
  })
})

describe('an operator that the compact engine does not know', () => {
  const parts = rankingParts(small, 1)
  const file = graph({
    ...parts,
    nodes: [node('Softmax', ['item_mask'], ['x']), ...parts.nodes],
  })

  test('is refused by name, and taken if the runtime alone is asked for', async () => {
    expect(await examineModel(await offered(file), 'compact')).toEqual({
      problems: ['operator Softmax is not known'],
    })
    expect(await examineModel(await offered(file), 'onnx')).toMatchObject({
      engines: { 'ONNX Runtime': {} },
    })
  })

  test('cannot take all memory in the runtime either', async () => {
    const doubling = Array.from({ length: 30 }, (_, i) => {
      const from = i === 0 ? 'x' : `d${i - 1}`
      return node('Concat', [from, from], [`d${i}`], { axis: 0 })
    })
    const nodes = [node('Softmax', ['item_mask'], ['x']), ...doubling, ...parts.nodes.slice(0, -1)]
    const last = node('TopK', ['d29', 'k'], ['top_scores', 'top_items'], { axis: 0 })
    const large = graph({ ...parts, nodes: [...nodes, last] })
    const { manifest } = await offered(large)
    const result = await runTrial({
      file: large,
      model: { inputs: hostileManifest.inputs, top: small.top, catalogue: manifest.catalogue },
      need: 'onnx',
    })
    expect(result).toEqual({ problem: expect.any(String) })
  })
})

describe('limen model add', () => {
  test('keeps a trained model under its hash, once and for all', async () => {
    const root = await folder()
    const first = await spoken(model, 'add', 'models/gift-shop.onnx', '--models', root)
    expect(first.out).toMatch(/^Added: /)
    const digest = await sha256(shipped)
    expect(await readdir(root)).toEqual([digest])
    expect((await readdir(join(root, digest))).sort()).toEqual([
      'card.html',
      'card.md',
      'gift-shop.onnx',
      'manifest.json',
    ])
    const again = await spoken(model, 'add', 'models/gift-shop.onnx', '--models', root)
    expect(again.out).toMatch(/^Already there, and left as it is/)
    const { out } = await spoken(model, 'list', '--models', root)
    expect(out).toMatch(/^[0-9a-f]{12} {2}gift-shop-2011-09-30 {2}4228 items/)
  })

  test('writes the manifest and the card of one that was trained elsewhere', async () => {
    const root = await folder()
    const parts = await foreignParts()
    const { code, errors } = await spoken(model, 'add', ...parts, '--models', root)
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    const [digest = ''] = await readdir(root)
    const manifest = readManifest(await readFile(join(root, digest, 'manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({
      id: 'elsewhere-2026-11-22',
      sha256: digest,
      inputs: { items: small.history },
      top: small.top,
      data: { window: ['2026-01-01', '2026-06-30'] },
    })
    const page = await readFile(join(root, digest, 'card.html'), 'utf8')
    expect(page).toContain('<h1>Model card: elsewhere-2026-11-22</h1>')
    expect(page).toContain('&lt;b&gt;Notebook&lt;/b&gt;')
    expect(page).toMatch(/<tr><td>Gather<\/td><td>6<\/td><\/tr>/)
  })

  test('says what is missing', async () => {
    const [file = '', ...parts] = await foreignParts()
    await expect(spoken(model, 'add')).rejects.toThrow(/FILE is missing/)
    await expect(spoken(model, 'add', 'nowhere.onnx')).rejects.toThrow(/cannot read nowhere/)
    await expect(spoken(model, 'add', file)).rejects.toThrow(/give --items, --contexts/)
    await expect(spoken(model, 'add', file, ...parts.slice(0, 2))).rejects.toThrow(/needs --items/)
    await expect(spoken(model, 'praise')).rejects.toThrow(/say which: inspect, add, list/)
  })

  test.each([
    [
      'one item short',
      (ids: string[]) => ids.slice(1),
      /it scores \d+ rows, .* list has \d+ items/,
    ],
    ['one item long', (ids: string[]) => [...ids, 'one more'], /engine fails|scores \d+ rows/],
  ])('refuses a list that is %s', async (_, change, reason) => {
    const parts = await foreignParts()
    const ids = JSON.parse(await readFile(parts[2] as string, 'utf8'))
    await writeFile(parts[2] as string, JSON.stringify(change(ids)))
    const { code, out } = await spoken(model, 'add', ...parts, '--models', await folder())
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(reason) })
  })

  test.each([
    ['a line end in an id', ['p1\np2', 'p3']],
    ['an id that is no text', ['p1', 7]],
    ['an id of nothing', ['p1', '']],
    ['an id twice', ['p1', 'p1']],
    ['an object', { items: ['p1'] }],
  ])('refuses %s', async (_, ids) => {
    const parts = await foreignParts()
    await writeFile(parts[2] as string, JSON.stringify(ids))
    await expect(spoken(model, 'add', ...parts)).rejects.toThrow(/--items: (must be|has an id)/)
  })

  test('does not take a digest for granted', async () => {
    const parts = await foreignParts()
    const { code, out } = await spoken(model, 'add', ...parts, '--sha256', 'f'.repeat(64))
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/✗ .*hash/) })
  })

  test('lets no manifest name a file in another folder', async () => {
    const manifest = JSON.parse(await readFile('models/manifest.json', 'utf8'))
    const path = await written('m.json', JSON.stringify({ ...manifest, file: '../../x.onnx' }))
    await expect(spoken(model, 'add', 'models/gift-shop.onnx', '--manifest', path)).rejects.toThrow(
      /file is not as a manifest has it/,
    )
  })
})

async function offered(file: ArrayBuffer): Promise<OfferedModel> {
  const { catalogue } = hostileManifest
  const digest = await sha256(catalogue.items.join('\n'))
  return { file, manifest: { ...hostileManifest, catalogue: { ...catalogue, sha256: digest } } }
}

async function foreignParts(): Promise<string[]> {
  const about = {
    name: 'elsewhere',
    source: 'A <b>Notebook</b> of ours.',
    dataLicence: 'ours',
    consentScope: 'Agreed.',
    licence: 'ours',
    window: ['2026-01-01', '2026-06-30'],
  }
  const { catalogue, inputs } = hostileManifest
  return [
    await written('x.onnx', new Uint8Array(friendlyModel)),
    ...['--items', await written('items.json', JSON.stringify(catalogue.items))],
    ...['--contexts', await written('contexts.json', JSON.stringify(inputs.contexts))],
    ...['--about', await written('about.json', JSON.stringify(about))],
    ...['--created', '2026-11-22'],
  ]
}

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await folder(), name)
  await writeFile(path, content)
  return path
}

function withLineEnds(file: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(file).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
}

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'limen-model-'))
}
