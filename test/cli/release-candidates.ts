import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import onnxProto from 'onnx-proto'
import { storeModel } from '../../src/cli/model-folder.ts'
import { sha256 } from '../../src/lib/bytes.ts'
import { readManifest } from '../../src/release/folder.ts'
import { createRandom } from '../../src/training/random.ts'

const { ModelProto } = onnxProto.onnx
type Model = InstanceType<typeof ModelProto>

/** Addresses of the shipped model, of one that is worse on purpose, and of one that answers alike. */
export type StoredModels = Readonly<Record<'live' | 'worse' | 'alike', string>>

const shipped = Uint8Array.from(await readFile('models/gift-shop.onnx'))

/** Puts three models into a folder, as `limen model add` does. */
export async function storeModels(root: string): Promise<StoredModels> {
  const again = (model: Model) => void Object.assign(model, { producerName: 'again' })
  return {
    live: await store(root, shipped),
    // All weights are still there, of other items.
    worse: await store(root, changed(shuffleColumns)),
    alike: await store(root, changed(again)),
  }
}

/** Puts an audit beside a model, as `limen audit --out` writes it. */
export async function audited(root: string, model: string, found: object = {}): Promise<void> {
  const checks = [{ id: 'price-flip', verdict: 'passed', detail: 'none changed' }]
  const audit = { model, passed: true, findings: [], checks, ...found }
  await writeFile(join(root, model, 'audit.json'), JSON.stringify(audit))
}

/** Under its hash, with a manifest that claims what the shipped model's does. */
async function store(root: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const shippedManifest = readManifest(await readFile('models/manifest.json', 'utf8'))
  const manifest = {
    ...shippedManifest,
    sha256: await sha256(bytes),
    bytes: bytes.length,
  }
  await storeModel(root, { manifest, file: bytes.buffer, card: '', page: '' })
  return manifest.sha256
}

function changed(change: (model: Model) => void): Uint8Array<ArrayBuffer> {
  const model = ModelProto.decode(shipped)
  change(model)
  return Uint8Array.from(ModelProto.encode(model).finish())
}

/** Gives each item the vector and the neighbours of another one. */
function shuffleColumns({ graph }: Model): void {
  const columns = 4229
  const order = createRandom(3).shuffle(Array.from({ length: columns - 1 }, (_, i) => i))
  for (const tensor of graph?.initializer ?? []) {
    const size = { E: 1, neighbours: 2, roots: 1 }[tensor.name as string]
    if (size === undefined) continue
    const bytes = Uint8Array.from(tensor.rawData as Uint8Array)
    const old = bytes.slice()
    for (let row = 0; row < bytes.length / size / columns; row++) {
      order.forEach((from, to) => {
        const start = (row * columns + from) * size
        bytes.set(old.subarray(start, start + size), (row * columns + to) * size)
      })
    }
    tensor.rawData = bytes
  }
}
