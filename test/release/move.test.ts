import { describe, expect, test } from 'vitest'
import { applyMove, type MoveRequest, stageOf } from '../../src/release/move.ts'
import { noRelease, type ReleaseState, readState } from '../../src/release/state.ts'

const [a, b] = ['a', 'b'].map((letter) => ({
  model: letter.repeat(64),
  manifest: letter.repeat(64),
})) as [Model, Model]
type Model = { readonly model: string; readonly manifest: string }

describe('a release', () => {
  test('begins with a first model, and goes on by shadow, canary and full', () => {
    const first = make(noRelease, { move: 'full', model: a })
    expect(first.live).toEqual(a)
    const shadow = make(first, { move: 'shadow', model: b })
    expect(stageOf(shadow, b)).toBe('shadow')
    const canary = make(shadow, { move: 'canary', model: b, share: 0.1 })
    expect(canary).toMatchObject({ live: a, canary: { ...b, share: 0.1 } })
    expect(canary.shadow).toBeUndefined()
    const full = make(canary, { move: 'full', model: b })
    expect(full).toMatchObject({ live: b, before: [a], serial: 4 })
    expect(full.canary).toBeUndefined()
    expect(readState(full)).toEqual(full)
  })

  test('a canary may take another share', () => {
    const state = make(inCanary(), { move: 'canary', model: b, share: 0.5 })
    expect(state.canary?.share).toBe(0.5)
  })

  test.each<[string, ReleaseState, MoveRequest]>([
    ['a shadow before a first model', noRelease, { move: 'shadow', model: a }],
    ['a shadow of what is live', live(), { move: 'shadow', model: a }],
    ['a canary that was no shadow', live(), { move: 'canary', model: b, share: 0.1 }],
    ['a canary of nothing', inShadow(), { move: 'canary', model: b, share: 0 }],
    ['a canary of everything', inShadow(), { move: 'canary', model: b, share: 1 }],
    ['a canary of no number', inShadow(), { move: 'canary', model: b, share: Number.NaN }],
    ['a canary without a share', inShadow(), { move: 'canary', model: b }],
    ['full from shadow', inShadow(), { move: 'full', model: b }],
    ['full of what is live', live(), { move: 'full', model: a }],
    ['full of nothing', live(), { move: 'full' }],
    ['a way back from a first model', live(), { move: 'rollback' }],
    ['a way back from nothing', noRelease, { move: 'rollback' }],
    [
      'the same file with another manifest',
      inCanary(),
      { move: 'full', model: { ...b, manifest: a.manifest } },
    ],
  ])('refuses %s', (_, state, request) => {
    expect(applyMove(state, request)).toEqual({ refusal: expect.any(String) })
  })
})

describe('a way back', () => {
  test('from a canary leaves the live model', () => {
    const state = make(inCanary(), { move: 'rollback' })
    expect([state.live, state.canary, state.before]).toEqual([a, undefined, []])
  })

  test('from a live model is the one before it', () => {
    const full = make(inCanary(), { move: 'full', model: b })
    const state = make(full, { move: 'rollback' })
    expect([state.live, state.before]).toEqual([a, []])
  })
})

function live(): ReleaseState {
  return make(noRelease, { move: 'full', model: a })
}

function inShadow(): ReleaseState {
  return make(live(), { move: 'shadow', model: b })
}

function inCanary(): ReleaseState {
  return make(inShadow(), { move: 'canary', model: b, share: 0.1 })
}

function make(state: ReleaseState, request: MoveRequest): ReleaseState {
  const moved = applyMove(state, request)
  if ('refusal' in moved) throw new Error(moved.refusal)
  return { ...moved.state, log: '' }
}
