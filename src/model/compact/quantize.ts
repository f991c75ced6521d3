import { type Call, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { elementsByCode } from './tensor.ts'

export function cast(call: Call): Step {
  const input = tensor(call, 0)
  const code = call.attributes.integer('to')
  const { type } = elementsByCode.get(code) ?? refuse(`Cast to element type ${code} is not known`)
  const output = call.budget.create(type, input.shape)
  if (type !== 'int64' || input.type !== 'float32') {
    return { outputs: [output], run: () => output.data.set(input.data) }
  }
  // Adding zero: an integer has no negative zero.
  const whole = (value: number) => Math.trunc(value) + 0
  return { outputs: [output], run: () => output.data.set(input.data.map(whole)) }
}

/** https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html, with a scale of 1 for all zero. */
export function dynamicQuantizeLinear(call: Call): Step {
  const { data, shape } = tensor(call, 0, 'float32')
  const output = call.budget.create('uint8', shape)
  const scale = call.budget.create('float32', [])
  const zero = call.budget.create('uint8', [])
  const { fround } = Math
  return {
    outputs: [output, scale, zero],
    run() {
      let least = 0
      let most = 0
      for (let i = 0; i < data.length; i++) {
        const value = data[i] as number
        if (value < least) least = value
        if (value > most) most = value
      }
      const step = least === most ? 1 : fround(fround(most - least) / 255)
      const origin = toByte(fround(0 - fround(least / step)))
      for (let i = 0; i < data.length; i++) {
        output.data[i] = toByte(roundHalfToEven(fround((data[i] as number) / step)) + origin)
      }
      scale.data[0] = step
      zero.data[0] = origin
    },
  }
}

function toByte(value: number): number {
  return Math.min(255, Math.max(0, roundHalfToEven(value)))
}

/** Adding 1.5 × 2^52 leaves a double no bits for the fraction, and the processor rounds to even. */
function roundHalfToEven(value: number): number {
  return value + 6755399441055744 - 6755399441055744
}
