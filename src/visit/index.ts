export { describeVisit, type Visit, type VisitFacts, type VisitItem } from './describe-visit.ts'
export { hourOfWeek } from './hour-of-week.ts'
export { type ReferrerClass, referrerClass } from './referrer.ts'
