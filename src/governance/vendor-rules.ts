import type { Policy } from '../policy/index.ts'
import { isTransfer } from './areas.ts'
import { each, type Rule } from './rule.ts'

export const vendorAgreement: Rule = {
  id: 'vendor-agreement',
  promise: 'A vendor has a live processing agreement that covers what it receives',
  find: (declared, today) =>
    each(declared.policy.vendors, (id, { name, agreement, receives }) => {
      const declaration = `policy.vendors.${id}${agreement ? '.agreement' : ''}`
      const lapse = whyNotLive(agreement, today)
      if (lapse) {
        const remedy = `sign or renew it and declare its dates, or take ${name} out`
        return { declaration, problem: `${name} has ${lapse}`, remedy }
      }
      return receives
        .filter((category) => !agreement?.covers.includes(category))
        .map((category) => ({
          declaration: `policy.vendors.${id}.receives`,
          problem: `${name} receives ${category}, which its agreement does not cover`,
          remedy: `stop sending it, or extend the agreement and add it to policy.vendors.${id}.agreement.covers`,
        }))
    }),
}

export const vendorTransfer: Rule = {
  id: 'vendor-transfer',
  promise: 'A transfer out of the controller’s area has a mechanism',
  find: ({ policy }) =>
    each(policy.vendors, (id, { name, country, transfer }) =>
      !transfer && isTransfer(policy.controller.country, country)
        ? {
            declaration: `policy.vendors.${id}`,
            problem: `${name} takes data from ${policy.controller.country} to ${country}, and nothing says by what right`,
            remedy: `declare policy.vendors.${id}.transfer: { mechanism: 'adequacy', 'scc', 'bcr', …, reference }, or choose a vendor nearer by`,
          }
        : [],
    ),
}

function whyNotLive(
  agreement: Policy['vendors'][string]['agreement'],
  today: string,
): string | undefined {
  if (!agreement) return 'no processing agreement'
  if (agreement.from > today) return `a processing agreement that begins on ${agreement.from}`
  if (agreement.until < today) return `a processing agreement that ended on ${agreement.until}`
  return undefined
}
