export {
  describeVisit,
  isPersonal,
  type Visit,
  type VisitFacts,
  type VisitItem,
  type VisitProfile,
  type WayFacts,
  wayOf,
} from './describe-visit.ts'
export { hourOfWeek } from './hour-of-week.ts'
export { type ReferrerClass, referrerClass } from './referrer.ts'
