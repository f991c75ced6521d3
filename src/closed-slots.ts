import type { Config } from './config/index.ts'
import type { Permission } from './consent/index.ts'
import type { Reason } from './decision.ts'

/** Slots that stay plain for a visit because their purpose is not permitted, each with the reason. */
export type ClosedSlots = ReadonlyMap<string, Reason>

const none: ClosedSlots = new Map()

/** Builds the question which slots a permission leaves closed. */
export function closedSlots(slots: Config['slots']): (permission: Permission) => ClosedSlots {
  // An offer is made only where contextual is permitted.
  const asking = Object.entries(slots).filter(([, { purpose }]) => purpose !== 'contextual')
  if (asking.length === 0) return () => none
  return (permission) => {
    const closed = new Map<string, Reason>()
    for (const [id, { purpose }] of asking) {
      const { reason } = permission[purpose]
      if (reason) closed.set(id, reason)
    }
    return closed
  }
}
