import type { Ranking } from './model/index.ts'
import type { Visit } from './visit/index.ts'

const nothingPersonal = 'Nothing about you was used or stored.'

/** The answer to "Why am I seeing this?", in words that are true of this ranking. */
export function whyShown({ by }: Ranking, { items, context }: Visit): string {
  if (by === 'popular') return `These are popular here. ${nothingPersonal}`
  if (items.length > 0)
    return `They are often bought with the product on this page. ${nothingPersonal}`
  if (context.has('category')) return `They go with what this page is about. ${nothingPersonal}`
  return `They are what shoppers like at this time. ${nothingPersonal}`
}
