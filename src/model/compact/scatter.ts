import { axisOf, type Call, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { placesOf, stridesOf } from './select.ts'

const reductions: ReadonlySet<string> = new Set(['none', 'add'])

/** Updates are applied in their order: one that comes later meets those before it. */
export function scatterElements(call: Call): Step {
  const base = tensor(call, 0)
  const indices = tensor(call, 1, 'int32', 'int64')
  const updates = tensor(call, 2, base.type)
  const axis = axisOf(call, call.attributes.integer('axis', 0), base.shape.length)
  const reduction = call.attributes.text('reduction', 'none')
  if (!reductions.has(reduction)) refuse('ScatterElements: reduction is none or add')
  const fits = indices.shape.every(
    (length, i) =>
      length === updates.shape[i] && (i === axis || length <= (base.shape[i] as number)),
  )
  const ranks = [indices, updates].map(({ shape }) => shape.length)
  if (!fits || ranks.some((rank) => rank !== base.shape.length)) {
    refuse('ScatterElements of shapes that do not fit')
  }
  const output = call.budget.create(base.type, base.shape)
  const length = base.shape[axis] as number
  const strides = stridesOf(base.shape)
  const stride = strides[axis] as number
  const layout = { shape: indices.shape, strides: strides.with(axis, 0), offset: 0 }
  const places = placesOf(layout, call.budget)

  return {
    outputs: [output],
    run() {
      const { data: target } = output
      target.set(base.data)
      for (let i = 0; i < places.length; i++) {
        const index = indices.data[i] as number
        const row = index < 0 ? index + length : index
        if (!(row >= 0 && row < length)) throw new RangeError('ScatterElements: a row too far')
        const at = (places[i] as number) + row * stride
        const update = updates.data[i] as number
        target[at] = reduction === 'add' ? (target[at] as number) + update : update
      }
    },
  }
}
