import { hydrationRoots, hydrationScripts } from './hydration-roots.ts'
import type { Scope } from './scanner.ts'
import { type Complex, type Compound, parseSelector } from './selector.ts'
import type { Slot } from './slot.ts'
import { Wanted } from './wanted.ts'

/** What a selector is there to find. */
export interface Target {
  readonly is: 'slot' | 'part' | 'link' | 'root' | 'script'
  /** The slot itself, or the one that it is a part of. */
  readonly slot?: Slot
}

/** One element on the way through a selector. */
export interface State {
  readonly key: string
  readonly compound: Compound
  /** The bit of the state that an element around it must have; 0 for the first of a selector. */
  readonly after: number
  /** Whether that element must be its parent. */
  readonly isChild: boolean
  /** Its own bit, if a selector goes on from here. */
  bit: number
  readonly targets: Target[]
}

/** The selectors of a configuration, made ready for every page. */
export interface Search extends Scope {
  readonly slots: readonly Slot[]
  /** In the order in which they are to be told. */
  readonly states: readonly State[]
  readonly href: number
  readonly hidden: number
}

const everyElement = ~0

/**
 * Makes slots ready to be looked for.
 *
 * @param places whether to find `headPlace` and `bodyPlace` as well.
 * @throws SyntaxError or RangeError when a selector is none, or there are too many.
 */
export function searchFor(slots: readonly Slot[], places = false): Search {
  const wanted = new Wanted()
  const read = (selector: string) => parseSelector(selector, wanted)
  const states: State[] = []
  let bits = 0
  const add = (complexes: readonly Complex[], target: Target) => {
    for (const complex of complexes) addState(complex, 0, 0).targets.push(target)
  }

  add(read(hydrationRoots), { is: 'root' }) // first: a slot may be a root
  add(read(hydrationScripts), { is: 'script' })
  for (const slot of slots) {
    const { select, parts } = slot
    const outer = read(select)
    add(outer, { is: 'slot', slot })
    if (!parts) continue
    const cards = inside(outer, read(parts.select))
    add(cards, { is: 'part', slot })
    if (parts.links) add(inside(cards, read('a')), { is: 'link', slot })
  }

  let anywhere = 0
  for (const { compound } of states) {
    if (compound.name !== 0) continue
    anywhere |= compound.needs === 0 ? everyElement : compound.needs
  }
  const href = wanted.attribute('href')
  const hidden = wanted.attribute('hidden')
  for (const { parts } of slots) {
    for (const name of [parts?.product, parts?.category]) if (name) wanted.attribute(name)
  }
  return { slots, places, wanted, states, anywhere, href, hidden }

  /** What selectors have in common from their start on is one way, and is gone once. */
  function addState({ compounds, isChild }: Complex, index: number, after: number): State {
    const compound = compounds[index] as Compound
    const key = `${after} ${isChild[index]} ${compound.text}`
    const state = states.find((state) => state.key === key) ?? {
      ...{ key, compound, after, bit: 0, targets: [] },
      isChild: isChild[index] === true,
    }
    if (!states.includes(state)) states.push(state)
    if (index === compounds.length - 1) return state
    if (state.bit === 0) {
      if (bits === 31) throw new RangeError('selectors name too many outer elements')
      state.bit = 1 << bits++
    }
    return addState({ compounds, isChild }, index + 1, state.bit)
  }
}

/** The selectors of `inner` inside `outer`; `> li` is a child of it (Selectors Level 4, 3.4). */
function inside(outer: readonly Complex[], inner: readonly Complex[]): Complex[] {
  return outer.flatMap((one) =>
    inner.map((other) => {
      const from = other.compounds[0]?.text === '[]' ? 1 : 0
      return {
        compounds: [...one.compounds, ...other.compounds.slice(from)],
        isChild: [...one.isChild, ...other.isChild.slice(from)],
      }
    }),
  )
}
