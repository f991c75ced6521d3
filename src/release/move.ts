import { short } from './folder.ts'
import type { ModelReference, ReleaseState } from './state.ts'

/** The steps of a release, in order, and the one back. */
export const moves = ['shadow', 'canary', 'full', 'rollback'] as const
export type Move = (typeof moves)[number]

/** What is asked for. */
export interface MoveRequest {
  readonly move: Move
  /** Not of a rollback: that knows where to. */
  readonly model?: ModelReference
  /** Of a canary: its share of the visits, above 0 and below 1. */
  readonly share?: number
}

/** What a move makes of a state, and how it is told; or why it is not to be made. */
export type Moved =
  | {
      readonly state: Omit<ReleaseState, 'log'>
      readonly model: ModelReference
      readonly from: string
      readonly to: string
    }
  | { readonly refusal: string }

/** Makes a move, if the stage before it was passed. Whether its gates hold is another question. */
export function applyMove(state: ReleaseState, request: MoveRequest): Moved {
  const { log: _, ...rest } = state
  const next = { ...rest, serial: state.serial + 1 }
  return steps[request.move](next, request)
}

type State = Omit<ReleaseState, 'log'>

const steps: Readonly<Record<Move, (state: State, request: MoveRequest) => Moved>> = {
  shadow(state, { model }) {
    if (!model) return { refusal: 'name the model' }
    if (!state.live) return { refusal: 'no model is live to stand beside; begin with full' }
    if (isSame(model, state.live)) return { refusal: 'the model is live already' }
    const { canary, ...others } = state
    const kept = canary && !isSame(canary, model) ? { ...others, canary } : others
    return { state: { ...kept, shadow: model }, model, from: stageOf(state, model), to: 'shadow' }
  },

  canary(state, { model, share }) {
    if (share === undefined || !(share > 0 && share < 1)) {
      return { refusal: 'a share is above 0 and below 1, such as 0.1' }
    }
    const from = model ? stageOf(state, model) : 'none'
    if (!model || (from !== 'shadow' && from !== 'canary')) {
      return { refusal: 'only a model in shadow or canary can take a share of the visits' }
    }
    const { shadow, ...others } = state
    const kept = shadow && !isSame(shadow, model) ? { ...others, shadow } : others
    const to = `canary of ${share}`
    return { state: { ...kept, canary: { ...model, share } }, model, from, to }
  },

  full(state, { model }) {
    const from = model ? stageOf(state, model) : 'none'
    const isFirst = !state.live
    if (!model || (from !== 'canary' && !isFirst)) {
      return { refusal: 'only a model in canary can take all visits, unless it is the first' }
    }
    const { canary: _, live, ...others } = state
    const before = live ? [...state.before, live] : state.before
    return { state: { ...others, before, live: model }, model, from, to: 'full' }
  },

  rollback({ canary, shadow: _, ...state }) {
    if (canary) return { state, model: withoutShare(canary), from: 'canary', to: 'none' }
    const last = state.before.at(-1)
    if (!last || !state.live) return { refusal: 'there is no model to go back to' }
    return {
      state: { ...state, live: last, before: state.before.slice(0, -1) },
      model: last,
      from: `full with ${short(state.live.model)}`,
      to: `full with ${short(last.model)}`,
    }
  },
}

/** In which stage a model is. */
export function stageOf(
  { live, canary, shadow }: Pick<ReleaseState, 'live' | 'canary' | 'shadow'>,
  model: ModelReference,
): 'full' | 'canary' | 'shadow' | 'none' {
  if (live && isSame(live, model)) return 'full'
  if (canary && isSame(canary, model)) return 'canary'
  return shadow && isSame(shadow, model) ? 'shadow' : 'none'
}

function isSame(a: ModelReference, b: ModelReference): boolean {
  return a.model === b.model && a.manifest === b.manifest
}

function withoutShare({ model, manifest }: ModelReference): ModelReference {
  return { model, manifest }
}
