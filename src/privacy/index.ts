export { type Address, type FindAddress, findAddresses } from './address.ts'
export { guardPersonal } from './guard.ts'
export { compileRoutes, type MatchRoute } from './match.ts'
export {
  pageRequest,
  pageVariants,
  redactRequest,
  type Site,
  type Variant,
} from './request.ts'
export { type Origins, redactResponse } from './response.ts'
export type { PageRoute, PassRoute, Route, RouteMatch } from './route.ts'
export type { Known, ValueRule } from './values.ts'
