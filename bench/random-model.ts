import { writeOnnxFile } from '../src/training/onnx-file.ts'
import { sequence } from './sequence.ts'

const history = 8
const contextRows = 134

/**
 * A model file of so many items and dimensions, with the graph and the ranges of a trained one. Beyond
 * 65,535 items it has no neighbours, whose rows are numbers of 16 bits.
 */
export function randomModel(items: number, dimension: number): Uint8Array<ArrayBuffer> {
  const next = sequence(items)
  const size = items < 2 ** 16 ? 20 : 0
  const bytes = (length: number) => Uint8Array.from({ length }, () => next(256))
  const floats = (length: number, scale: number) =>
    Float32Array.from({ length }, () => (next(2 ** 16) / 2 ** 16 - 0.5) * scale)
  const model = {
    items,
    dimension,
    history,
    contextRows,
    table: Int8Array.from({ length: dimension * (items + 1) }, () => next(255) - 127),
    tableScale: 1 / 127,
    contexts: floats(contextRows * dimension, 0.2),
    positions: floats(3 * history, 1),
    temperature: 12,
    // By popularity, as a trained one is.
    prior: Float32Array.from({ length: items + 1 }, (_, i) =>
      i < items ? -Math.log(i + 1) : -1e9,
    ),
    neighbours: {
      size,
      rows: Uint16Array.from({ length: size * (items + 1) }, () => next(items)),
      roots: bytes(size * (items + 1)),
      rootScale: 1 / 255,
      positions: floats(3 * history, 1),
    },
  }
  return writeOnnxFile(model, { contexts: 6, top: 50 })
}
