export { checkPolicy, type PolicyFinding, policyRules } from './check-policy.ts'
export { type Declarations, declarationsOf } from './declarations.ts'
export { type Location, locate, type SourceFile } from './locate.ts'
export { type LocatedFinding, toSarif } from './sarif.ts'
