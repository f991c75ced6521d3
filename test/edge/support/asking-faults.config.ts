import { d1Revocations, memoryRevocations } from '../../../src/consent/revocation.ts'
import { askingShop } from './asking-shop.ts'

const withdrawals = memoryRevocations()

/** A database that does with every question what it is told. */
function brokenD1(answer: () => Promise<never>): D1Database {
  const statement = { bind: () => statement }
  return { prepare: () => statement, batch: answer } as unknown as D1Database
}

const stores = new Map([
  ['d1-fails', d1Revocations(brokenD1(() => Promise.reject(new Error('D1_ERROR: down'))))],
  ['d1-hangs', d1Revocations(brokenD1(() => new Promise(() => undefined)))],
  [
    'list-fails',
    { ...withdrawals, revoked: () => Promise.reject(new Error('the list cannot be read')) },
  ],
])

/** A shop in which the store that the variable `DOWN` names is down. */
export default await askingShop({
  consent: { noticeMode: true },
  store: ({ DOWN = '' }: { readonly DOWN?: string }) => stores.get(DOWN) ?? withdrawals,
})
