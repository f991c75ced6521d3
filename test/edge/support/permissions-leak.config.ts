import type { StartScorer, TopItems } from '../../../src/model/index.ts'
import { mixing, permissionsShop } from './permissions-shop.config.ts'

/** A fault on purpose: now and then a shopper is answered with what was ranked for the one before. */
const leaking: StartScorer = async (file, tools) => {
  const scorer = await mixing(file, tools)
  let last: TopItems | undefined
  let asked = 0
  return {
    engine: 'leaking',
    async score(inputs) {
      const leaked = ++asked % 20 === 0 ? last : undefined
      const own = await scorer.score(inputs)
      last = own
      return leaked ?? own
    },
  }
}

export default await permissionsShop(leaking)
