import type { Sample } from './figures.ts'

interface Turns<Contestant> {
  /** Told whose turn it is. */
  readonly progress: (turn: string) => void
  readonly measure: (contestant: Contestant) => Promise<Sample>
}

/** Measures A B C … A B C …, so that what changes on the machine meanwhile meets all of them. */
export async function takeTurns<Contestant extends { readonly name: string }>(
  contestants: readonly Contestant[],
  rounds: number,
  { progress, measure }: Turns<Contestant>,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      progress(`round ${round} of ${rounds}: ${contestant.name}`)
      samples.get(contestant.name)?.push(await measure(contestant))
    }
  }
  return samples
}

/** The size that stands for all, where one is enough. */
export function middleOf<T>(sizes: readonly T[]): T {
  return sizes[sizes.length >> 1] as T
}
