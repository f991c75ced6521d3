import type { Activity } from './data-map.ts'

/** The mechanisms of a transfer as fideslang names them. */
export const mechanisms = {
  adequacy: 'Adequacy Decision',
  scc: 'SCCs',
  bcr: 'BCRs',
  'supplementary-measures': 'Supplementary Measures',
  other: 'Other',
} as const

/** Where data goes and by what right; nothing if it stays in the controller's area. */
export function sayTransfer({ vendor }: Activity): string {
  if (!vendor?.isAbroad) return ''
  const { country, transfer } = vendor
  if (!transfer) return `${country}: NO MECHANISM`
  return `${country}: ${mechanisms[transfer.mechanism]} (${transfer.reference})`
}
